# Placing and routing of the design alone, without pins. No bitstream can be made of it.
source [file join [file dirname [file normalize [info script]]] vivado.tcl]

bnn_step impl 7 {
    bnn_forget {reports/*_routed.* routed.dcp}
    bnn_expect synth.dcp synth
    bnn_do open_checkpoint synth.dcp
    foreach command $bnn(impl_commands) { bnn_do {*}$command }
    bnn_do write_checkpoint -force routed.dcp
    bnn_reports routed
}
