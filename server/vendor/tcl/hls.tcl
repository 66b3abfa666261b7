# What the HLS steps share. They run in hls/, and name all files relative to it.

set bnn(root) [file dirname [file dirname [file normalize [info script]]]]
source [file join $bnn(root) tcl settings.tcl]
source [file join $bnn(root) tcl step.tcl]
file mkdir [file join $bnn(root) hls]
cd [file join $bnn(root) hls]

# A new project with the sources, the testbench, the part and the clock.
proc bnn_new_project {name cflags} {
    global bnn
    bnn_do open_project -reset $name
    bnn_do set_top $bnn(top)
    bnn_do add_files ../top.cpp -cflags $cflags
    bnn_do add_files -tb ../tb/testbench.cpp -cflags $cflags
    bnn_do add_files -tb ../tb/vectors.txt
    # Where a design loads parameters, the testbench sends them first.
    if {[file exists ../tb/parameters.txt]} { bnn_do add_files -tb ../tb/parameters.txt }
    bnn_do open_solution -reset sol
    bnn_do set_part $bnn(part)
    foreach command $bnn(hls_config) { bnn_do {*}$command }
    bnn_do create_clock -period $bnn(period) -name default
    # The default differs between the tools (12.5 % and 27 % of the period), and with it the pipeline of the same code.
    bnn_do set_clock_uncertainty $bnn(uncertainty) default
}

# The project that the C synthesis left.
proc bnn_open_synthesised {} {
    bnn_expect csynth/sol/syn csynth
    bnn_do open_project csynth
    bnn_do open_solution sol
}
