# C synthesis: C++ to Verilog.
source [file join [file dirname [file normalize [info script]]] hls.tcl]

bnn_step csynth 3 {
    bnn_new_project csynth $bnn(cflags)
    bnn_do csynth_design
}
