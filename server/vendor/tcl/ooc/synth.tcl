# Synthesis of the design alone, without pins: what it takes of the part, and whether it meets its clock.
source [file join [file dirname [file normalize [info script]]] vivado.tcl]

bnn_step synth 6 {
    bnn_forget {reports/*_synth.* synth.dcp}
    bnn_strict_messages
    bnn_expect ../hls/csynth/sol/syn/verilog/*.v csynth
    bnn_do read_verilog [glob -nocomplain ../hls/csynth/sol/syn/verilog/*.v]
    bnn_do read_xdc ../tcl/clock.xdc
    bnn_do synth_design -top $bnn(top) -part $bnn(part) -mode out_of_context {*}$bnn(synth_options)
    bnn_do write_checkpoint -force synth.dcp
    bnn_reports synth
}
