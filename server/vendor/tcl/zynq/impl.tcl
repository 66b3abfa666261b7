# Placing and routing.
source [file join [file dirname [file normalize [info script]]] vivado.tcl]

bnn_step impl 7 {
    bnn_forget reports/*_routed.*
    bnn_open_synthesised
    bnn_do reset_run impl_1
    bnn_do launch_runs impl_1 -jobs $bnn(jobs)
    bnn_wait impl_1
    bnn_do open_run impl_1
    bnn_reports routed
}
