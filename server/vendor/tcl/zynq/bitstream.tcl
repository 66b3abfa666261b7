# The bitstream, and the folder that goes to the board.
source [file join [file dirname [file normalize [info script]]] vivado.tcl]

bnn_step bitstream 8 {
    set result [file join $bnn(root) result]
    file mkdir [file join $result reports]
    bnn_forget [list ../result/*.bit ../result/*.hwh ../result/manifest.json]
    bnn_open_synthesised
    # A run that has already written its bitstream does not start again by itself.
    if {[llength [glob -nocomplain prj/prj.runs/impl_1/*.bit]] > 0} { bnn_do reset_run impl_1 -from_step write_bitstream }
    bnn_do launch_runs impl_1 -to_step write_bitstream -jobs $bnn(jobs)
    bnn_wait impl_1

    set bits [glob -nocomplain prj/prj.runs/impl_1/*.bit]
    if {[llength $bits] == 0} { error "the run is complete, but prj.runs/impl_1 holds no bitstream" }
    # Generated products lie in prj.gen since 2020.2, and beside the sources before.
    set handoffs [concat \
        [glob -nocomplain prj/prj.gen/sources_1/bd/system/hw_handoff/*.hwh] \
        [glob -nocomplain prj/prj.srcs/sources_1/bd/system/hw_handoff/*.hwh]]
    if {[llength $handoffs] == 0} { error "the block design has no .hwh, neither in prj.gen nor in prj.srcs" }
    file copy -force [lindex $bits 0] [file join $result $bnn(network).bit]
    file copy -force [lindex $handoffs 0] [file join $result $bnn(network).hwh]

    foreach report [concat [glob -nocomplain reports/*] [glob -nocomplain ../hls/csynth/sol/syn/report/$bnn(top)_csynth.*]] {
        file copy -force $report [file join $result reports]
    }
    foreach source [concat [glob -nocomplain ../driver/*] ../tb/vectors.txt [glob -nocomplain ../tb/parameters.txt]] {
        file delete -force [file join $result [file tail $source]]
        file copy -force $source $result
    }
}
