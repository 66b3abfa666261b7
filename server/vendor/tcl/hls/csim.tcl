# C simulation: the testbench compares what the design gives with the golden vectors.
source [file join [file dirname [file normalize [info script]]] hls.tcl]

bnn_step csim 2 {
    bnn_new_project csim $bnn(cflags)
    bnn_do csim_design
}
