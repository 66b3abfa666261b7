# The project with its block design, and its synthesis.
source [file join [file dirname [file normalize [info script]]] vivado.tcl]
source [file join $bnn(root) tcl block_design.tcl]

bnn_step synth 6 {
    bnn_forget {reports/*_synth.* reports/*_routed.*}
    bnn_block_design
    bnn_do launch_runs synth_1 -jobs $bnn(jobs)
    bnn_wait synth_1
    bnn_do open_run synth_1
    bnn_reports synth
}
