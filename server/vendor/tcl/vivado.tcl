# What the Vivado steps share. They run in vivado/.

set bnn(root) [file dirname [file dirname [file normalize [info script]]]]
source [file join $bnn(root) tcl settings.tcl]
source [file join $bnn(root) tcl step.tcl]
file mkdir [file join $bnn(root) vivado reports]
cd [file join $bnn(root) vivado]

# How many runs go on at once: BNN_JOBS, else what settings.tcl says.
if {[info exists ::env(BNN_JOBS)] && [regexp {^[1-9][0-9]?$} $::env(BNN_JOBS)]} { set bnn(jobs) $::env(BNN_JOBS) }

# The reports of the design that is open; `stage` is synth or routed.
proc bnn_reports {stage} {
    bnn_do report_utilization -file reports/utilization_$stage.rpt
    bnn_do report_utilization -hierarchical -hierarchical_depth 6 -file reports/utilization_hierarchical_$stage.rpt
    bnn_do report_utilization -hierarchical -hierarchical_depth 6 -file reports/utilization_hierarchical_$stage.xml -format xml
    bnn_do report_timing_summary -file reports/timing_$stage.rpt
    bnn_do report_power -file reports/power_$stage.rpt
}

# Memories whose contents are not found would be synthesised as zeros, with no more than a critical warning.
proc bnn_strict_messages {} {
    bnn_do set_msg_config -id {Synth 8-4445} -new_severity ERROR
}

# Waits for a run, which returns in the same way when the run has failed.
proc bnn_wait {run} {
    bnn_do wait_on_run $run
    if {[get_property PROGRESS [get_runs $run]] eq "100%"} { return }
    # With a run for each IP, the one that failed is told as well.
    foreach each [get_runs] {
        set status [get_property STATUS [get_runs $each]]
        if {[string match -nocase *error* $status]} { puts "BNN-RUN $each $status" }
    }
    error "$run: [get_property STATUS [get_runs $run]]"
}

# The project that the synthesis left.
proc bnn_open_synthesised {} {
    bnn_expect prj/prj.xpr synth
    bnn_do open_project prj/prj.xpr
    if {[get_property PROGRESS [get_runs synth_1]] ne "100%"} { error "synth_1 is not complete: run synth first" }
}
