# Co-simulation: the testbench against the Verilog. A top function without a control port never says that it has ended,
# so it is simulated as a variant of its own, with one.
source [file join [file dirname [file normalize [info script]]] hls.tcl]

bnn_step cosim 4 {
    if {$bnn(cosim_variant)} {
        bnn_new_project cosim "$bnn(cflags) -DBNN_COSIM"
        bnn_do csynth_design
    } else {
        bnn_open_synthesised
        bnn_forget csynth/sol/sim/report/*
    }
    bnn_do cosim_design -rtl verilog
}
