# Packages the Verilog of the C synthesis as an IP, for a block design or a project of one's own.
source [file join [file dirname [file normalize [info script]]] hls.tcl]

bnn_step export 5 {
    bnn_open_synthesised
    bnn_forget csynth/sol/impl/ip
    bnn_do export_design -format ip_catalog
}
