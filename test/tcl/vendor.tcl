# The vendor's commands in one interpreter, defined from ::standin.

proc standin {key} { return [dict get $::standin $key] }
proc newer_or_same {version than} {
    lassign [split $version .] year minor
    lassign [split $than .] otherYear otherMinor
    return [expr {$year > $otherYear || ($year == $otherYear && $minor >= $otherMinor)}]
}
proc refuse {id text} { error "ERROR: \[$id\] $text" }

# Reads a call by the table; gives the options as a dictionary and the other arguments under `args`.
proc read_call {command words} {
    set known [dict get [standin data] [standin tool] $command]
    set call [dict create args {}]
    for {set at 0} {$at < [llength $words]} {incr at} {
        set word [lindex $words $at]
        if {![regexp {^-[A-Za-z]} $word]} {
            dict lappend call args $word
            continue
        }
        if {![dict exists $known options $word]} { refuse {HLS 200-101} "'$command': Unknown option '$word'" }
        set option [dict get $known options $word]
        if {[dict exists $option since] && ![newer_or_same [standin version] [dict get $option since]]} {
            refuse {HLS 200-101} "'$command': Unknown option '$word' in [standin version]"
        }
        if {[dict exists $option until] && ![newer_or_same [dict get $option until] [standin version]]} {
            refuse {HLS 200-644} "'$command $word' is not supported in [standin version]"
        }
        set value 1
        if {[dict exists $option values]} {
            if {[incr at] >= [llength $words]} { refuse {Common 17-165} "'$command $word' needs a value" }
            set value [lindex $words $at]
        }
        dict set call $word $value
    }
    lassign [dict get $known args] least most
    set count [llength [dict get $call args]]
    if {$count < $least || $count > $most} { refuse {Common 17-165} "'$command' with $count arguments: $words" }
    return $call
}

foreach command [dict keys [dict get [standin data] [standin tool]]] {
    proc $command {args} [string map [list COMMAND $command] {
        puts "CALL [list COMMAND {*}$args]"
        set call [read_call COMMAND $args]
        if {[standin fail] eq "COMMAND"} { refuse {Common 17-39} "'COMMAND' failed as the test asked" }
        if {[llength [info procs on_COMMAND]]} { return [on_COMMAND $call] }
        return ""
    }]
}

proc arg {call {at 0}} { return [lindex [dict get $call args] $at] }
proc write_file {path {text "written by the stand-in\n"}} {
    file mkdir [file dirname $path]
    set file [open $path w]
    puts -nonewline $file $text
    close $file
}
proc need_file {path} {
    if {![file exists $path]} { refuse {Common 17-55} "no file $path" }
}

# --- HLS

set project ""
set solution ""
array set has {}
proc need {what why} { if {![info exists ::has($what)]} { refuse {HLS 200-70} "$why before $what" } }
proc on_open_project {call} {
    if {[standin tool] eq "vivado"} { need_file [arg $call]; set ::project [file rootname [arg $call]]; return }
    set ::project [arg $call]
    if {[dict exists $call -reset]} { file delete -force $::project }
    file mkdir $::project
}
proc on_set_top {call} { set ::has(top) [arg $call]; if {$::project eq ""} { refuse {HLS 200-70} "no project" } }
proc on_add_files {call} {
    foreach file [dict get $call args] { need_file $file }
    if {[dict exists $call -tb]} { set ::has(testbench) 1 } else { set ::has(sources) 1 }
    if {[dict exists $call -cflags]} { check_flags [dict get $call -cflags] }
}
proc check_flags {flags} {
    # Source: hls4ml and BNN-PYNQ (c++0x, c++11), FINN and finn-hlslib (c++14, needs Clang).
    set standards {-std=c++0x -std=c++11}
    if {[newer_or_same [standin version] 2020.2]} { lappend standards -std=c++14 }
    foreach flag $flags {
        if {[string match -std=* $flag] && $flag ni $standards} { refuse {HLS 200-70} "$flag in [standin version]" }
        if {[regexp {^-I(.+)} $flag -> folder] && ![file isdirectory $folder]} { refuse {HLS 200-70} "no folder $folder" }
    }
}
proc on_open_solution {call} {
    if {$::project eq ""} { refuse {HLS 200-70} "no project" }
    set ::solution [file join $::project [arg $call]]
    if {[dict exists $call -reset]} { file delete -force $::solution }
    file mkdir $::solution
    if {[file exists [file join $::solution state]]} {
        set file [open [file join $::solution state]]
        array set ::has [read $file]
        close $file
    }
}
proc need_solution {} { if {$::solution eq ""} { refuse {HLS 200-70} "no solution is open" } }
proc on_set_part {call} {
    need_solution
    if {![regexp {^xc[a-z0-9]+-?[a-z]+[0-9]+-[0-9A-Za-z-]+$} [arg $call]]} { refuse {HLS 200-1023} "Part '[arg $call]' is not installed" }
    set ::has(part) 1
}
proc on_config_compile {call} { need_solution }
proc on_create_clock {call} {
    need_solution
    if {![string is double -strict [dict get $call -period]]} { refuse {HLS 200-70} "period [dict get $call -period]" }
    set ::has(clock) 1
}
proc on_set_clock_uncertainty {call} { need clock "set_clock_uncertainty" }
proc on_csim_design {call} {
    foreach what {top sources testbench part clock} { need $what csim_design }
    write_file [file join $::solution csim report $::has(top)_csim.log]
}
proc on_csynth_design {call} {
    foreach what {top sources part clock} { need $what csynth_design }
    set ::has(synthesised) 1
    foreach ending {xml rpt} { write_file [file join $::solution syn report $::has(top)_csynth.$ending] }
    write_file [file join $::solution syn verilog $::has(top).v]
    write_file [file join $::solution state] [array get ::has]
}
proc on_cosim_design {call} {
    foreach what {synthesised testbench} { need $what cosim_design }
    write_file [file join $::solution sim report $::has(top)_cosim.rpt]
}
proc on_export_design {call} {
    need synthesised export_design
    if {[dict get $call -format] ni {ip_catalog syn_dcp sysgen rtl xo}} { refuse {HLS 200-70} "format" }
    write_file [file join $::solution impl ip component.xml] $::has(top)
}

# --- Vivado: the project

array set cells {}
array set config {}
array set connected {}
array set widths {}
set repositories {}
set board ""
set design ""
proc on_create_project {call} {
    if {![regexp {^xc(7[a-z0-9]+|[a-z0-9]+-)[a-z]+[0-9]+-[0-9A-Za-z-]+$} [dict get $call -part]]} {
        refuse {Project 1-161} "part [dict get $call -part]"
    }
    set ::part [dict get $call -part]
    set ::project [file join [arg $call 1] [arg $call 0]]
    write_file $::project.xpr
}
proc on_current_project {call} { return project }
proc on_get_param {call} { return {} }
proc on_get_board_parts {call} {
    if {[info exists ::env(STANDIN_BOARDS)] && $::env(STANDIN_BOARDS) eq "none"} { return {} }
    return [list [arg $call]]
}
proc on_set_property {call} {
    if {[dict exists $call -dict]} {
        set target [arg $call]
        foreach {name value} [dict get $call -dict] { set_one $target $name $value }
    } else {
        set_one [arg $call 2] [arg $call 0] [arg $call 1]
    }
}
proc set_one {target name value} {
    if {[regexp {^CONFIG\.(.+)$} $name -> parameter]} {
        set kind $::cells($target)
        if {$parameter ni [dict get [standin data] ip $kind config]} { refuse {BD 41-1276} "$kind has no parameter $parameter" }
        if {[string match *tdata_width $parameter] && $value ni {8 16 32 64 128 256 512 1024}} { refuse {IP_Flow 19-3461} "$parameter $value" }
        if {[string match c_m_axi_*_data_width $parameter] && $value ni {32 64 128 256 512 1024}} { refuse {IP_Flow 19-3461} "$parameter $value" }
        if {[string match *TDATA_NUM_BYTES $parameter] && ($value < 1 || $value > 512)} { refuse {IP_Flow 19-3461} "$parameter $value" }
        set ::config($target,$parameter) $value
    } elseif {$name eq "ip_repo_paths"} {
        set ::repositories $value
    } elseif {$name eq "board_part"} {
        set ::board $value
    } elseif {$name eq "SYNTH_CHECKPOINT_MODE" || $name eq "strategy" || [string match STEPS.* $name]} {
        if {$target eq ""} { refuse {Common 17-55} "'set_property' expects at least one object" }
    } else {
        refuse {Common 17-54} "no property $name"
    }
}
proc on_get_property {call} {
    lassign [dict get $call args] name object
    switch $name {
        VLNV { return $object }
        PROGRESS {
            if {![file exists $::project.runs/$object/runme.log]} { return "0%" }
            return [expr {[standin fail] eq "run:$object" ? "60%" : "100%"}]
        }
        STATUS { return [expr {[standin fail] eq "run:$object" ? "route_design ERROR" : "complete"}] }
    }
    refuse {Common 17-54} "no property $name"
}
proc ip_version {kind} {
    foreach pair [dict get [standin data] ip $kind versions] {
        if {[newer_or_same [standin version] [lindex $pair 1]]} { set found [lindex $pair 0] }
    }
    return $found
}
proc on_get_ipdefs {call} {
    if {![regexp {^xilinx\.com:ip:([a-z0-9_]+):\*$} [arg $call] -> kind] || ![dict exists [standin data] ip $kind]} { return {} }
    return [list xilinx.com:ip:$kind:[ip_version $kind]]
}

# --- Vivado: the block design

proc on_create_bd_design {call} { set ::design [arg $call] }
proc on_create_bd_cell {call} {
    lassign [split [dict get $call -vlnv] :] vendor library kind release
    if {[arg $call] in [array names ::cells]} { refuse {BD 5-3} "[arg $call] exists" }
    if {$library eq "hls"} {
        set found 0
        foreach folder $::repositories {
            if {![catch {open [file join $folder component.xml]} file]} {
                if {[string trim [read $file]] eq $kind} { set found 1 }
                close $file
            }
        }
        if {!$found || $release ne "1.0"} { refuse {BD 5-390} "IP definition not found for VLNV: [dict get $call -vlnv]" }
        set kind hls
    } elseif {![dict exists [standin data] ip $kind] || $release ne [ip_version $kind]} {
        refuse {BD 5-216} "VLNV [dict get $call -vlnv] is not supported"
    }
    set ::cells([arg $call]) $kind
    return [arg $call]
}
proc on_apply_bd_automation {call} {
    if {[llength [dict get $call -config]] % 2} { refuse {BD 41-1811} "config [dict get $call -config]" }
    set allowed {make_external apply_board_preset Master Slave}
    foreach {key value} [dict get $call -config] { if {$key ni $allowed} { refuse {BD 41-1811} "$key" } }
    if {[dict get [dict get $call -config] apply_board_preset] && $::board eq ""} { refuse {BD 41-1811} "no board, no preset" }
}
proc on_get_bd_cells {call} {
    if {![info exists ::cells([arg $call])]} { refuse {BD 5-4} "no cell [arg $call]" }
    return [arg $call]
}
proc setting {cell name default} { return [expr {[info exists ::config($cell,$name)] ? $::config($cell,$name) : $default}] }

# Pins of a cell, as its configuration makes them: interfaces, clocks, resets, inputs, outputs. Outputs alone may stay open.
proc pins {cell} {
    set kind $::cells($cell)
    if {$kind eq "hls"} {
        return [dict create interfaces [dict get $::env_ports interfaces] clocks ap_clk resets ap_rst_n inputs {} outputs interrupt]
    }
    set pins [dict merge {inputs {}} [dict get [standin data] ip $kind]]
    if {$kind eq "processing_system7" && [setting $cell PCW_USE_FABRIC_INTERRUPT 0] && [setting $cell PCW_IRQ_F2P_INTR 0]} {
        dict lappend pins inputs IRQ_F2P
    }
    if {$kind eq "zynq_ultra_ps_e" && [setting $cell PSU__USE__IRQ0 0]} { dict lappend pins inputs pl_ps_irq0 }
    if {$kind eq "xlconcat"} {
        for {set at 0} {$at < [setting $cell NUM_PORTS 2]} {incr at} { dict lappend pins inputs In$at }
    }
    if {$kind eq "axi_dma"} {
        if {[setting $cell c_include_mm2s 1]} {
            dict lappend pins interfaces M_AXI_MM2S M_AXIS_MM2S
            dict lappend pins clocks m_axi_mm2s_aclk
            dict lappend pins outputs mm2s_introut
        }
        if {[setting $cell c_include_s2mm 1]} {
            dict lappend pins interfaces M_AXI_S2MM S_AXIS_S2MM
            dict lappend pins clocks m_axi_s2mm_aclk
            dict lappend pins outputs s2mm_introut
        }
    }
    if {$kind in {axi_interconnect smartconnect}} {
        foreach {letter count} [list S [setting $cell NUM_SI 1] M [setting $cell NUM_MI 1]] {
            for {set at 0} {$at < $count} {incr at} {
                set port [format %s%02d $letter $at]
                dict lappend pins interfaces ${port}_AXI
                if {$kind eq "axi_interconnect"} {
                    dict lappend pins clocks ${port}_ACLK
                    dict lappend pins resets ${port}_ARESETN
                }
            }
        }
    }
    return $pins
}
proc pin_of {path groups} {
    lassign [split $path /] cell pin
    if {![info exists ::cells($cell)]} { refuse {BD 5-4} "no cell $cell" }
    foreach group $groups {
        if {$pin in [dict get [pins $cell] $group]} { return $path }
    }
    refuse {BD 5-106} "$cell ($::cells($cell)) has no pin $pin"
}
proc on_get_bd_pins {call} { return [pin_of [arg $call] {clocks resets inputs outputs}] }
proc on_get_bd_intf_pins {call} {
    if {[catch {pin_of [arg $call] interfaces} found]} {
        if {[dict exists $call -quiet]} { return "" }
        error $found
    }
    return $found
}
proc on_connect_bd_net {call} {
    foreach pin [lrange [dict get $call args] 1 end] {
        if {[info exists ::connected($pin)]} { refuse {BD 41-1306} "$pin is connected twice" }
        set ::connected($pin) [arg $call]
    }
}
proc on_connect_bd_intf_net {call} {
    foreach pin [dict get $call args] {
        if {[info exists ::connected($pin)]} { refuse {BD 41-1306} "$pin is connected twice" }
    }
    lassign [dict get $call args] one other
    set ::connected($one) $other
    set ::connected($other) $one
    # A stream's two ends must be of one width.
    set bits [lmap pin [list $one $other] { stream_bits $pin }]
    if {[lindex $bits 0] ne "" && [lindex $bits 1] ne "" && [lindex $bits 0] != [lindex $bits 1]} {
        refuse {BD 41-237} "TDATA_NUM_BYTES of $one and $other do not match: $bits"
    }
}
proc stream_bits {path} {
    lassign [split $path /] cell pin
    switch $pin {
        M_AXIS_MM2S { return [setting $cell c_m_axis_mm2s_tdata_width 32] }
        S_AXIS_S2MM { return [setting $cell c_s_axis_s2mm_tdata_width 32] }
        S_AXIS { return [expr {8 * [setting $cell S_TDATA_NUM_BYTES 1]}] }
        M_AXIS { return [expr {8 * [setting $cell M_TDATA_NUM_BYTES 1]}] }
    }
    if {$cell eq "bnn" && [dict exists $::env_ports bits $pin]} { return [dict get $::env_ports bits $pin] }
    return ""
}
proc on_validate_bd_design {call} {
    foreach cell [array names ::cells] {
        set pins [pins $cell]
        foreach group {interfaces clocks resets inputs} {
            foreach pin [dict get $pins $group] {
                if {![info exists ::connected($cell/$pin)]} { refuse {BD 41-758} "$cell/$pin is not connected" }
            }
        }
    }
    if {![info exists ::assigned]} { refuse {BD 41-1356} "no addresses are assigned" }
    set ::valid 1
}
proc on_assign_bd_address {call} { set ::assigned 1 }
proc on_save_bd_design {call} { write_file [file join $::project.srcs $::design.bd] }
proc on_get_files {call} {
    if {[arg $call] ne "$::design.bd"} { refuse {filemgmt 20-730} "no file [arg $call]" }
    return [arg $call]
}
proc on_make_wrapper {call} { if {![info exists ::valid]} { refuse {BD 41-1031} "not validated" } }

# --- Vivado: runs and reports

proc on_get_runs {call} { return [expr {[llength [dict get $call args]] ? [arg $call] : "synth_1 impl_1"}] }
proc on_launch_runs {call} {
    set folder $::project.runs/[arg $call]
    write_file $folder/runme.log
    if {[standin fail] eq "run:[arg $call]"} return
    if {[dict exists $call -to_step]} {
        if {[dict get $call -to_step] ne "write_bitstream"} { refuse {Vivado 12-1088} "step" }
        if {[file exists $folder/system_wrapper.bit]} { refuse {Vivado 12-1088} "the run needs to be reset" }
        write_file $folder/system_wrapper.bit
    }
    # Source: FINN make_zynq_proj.py.
    set products [expr {[newer_or_same [standin version] 2020.2] ? "gen" : "srcs"}]
    write_file $::project.$products/sources_1/bd/system/hw_handoff/system.hwh
}
proc on_reset_run {call} {
    if {[dict exists $call -from_step]} { file delete -force $::project.runs/[arg $call]/system_wrapper.bit }
}
proc on_open_run {call} { set ::has(open) 1 }
proc on_open_checkpoint {call} { need_file [arg $call]; set ::has(open) 1 }
proc on_synth_design {call} {
    check_directive synth_design $call
    if {[dict get $call -mode] ne "out_of_context" || ![info exists ::has(constraints)]} { refuse {Vivado_Tcl 4-23} "synth_design" }
    set ::has(open) 1
}
proc on_read_verilog {call} {
    if {[llength [join [dict get $call args]]] == 0} { refuse {Common 17-165} "no files" }
    foreach file [join [dict get $call args]] { need_file $file }
}
proc on_read_xdc {call} { need_file [arg $call]; set ::has(constraints) 1 }
proc on_write_checkpoint {call} { write_file [arg $call] }
proc check_directive {command call} {
    if {[dict exists $call -directive] && [dict get $call -directive] ni [dict get [standin data] directives $command]} {
        refuse {Common 17-165} "$command has no directive [dict get $call -directive]"
    }
    if {$command ne "synth_design"} { need open $command }
}
foreach command {opt_design place_design phys_opt_design route_design} {
    proc on_$command {call} "check_directive $command \$call"
}
proc on_report_utilization {call} { report $call }
proc on_report_timing_summary {call} { report $call }
proc on_report_power {call} { report $call }
proc report {call} {
    need open report
    if {[dict exists $call -format] && [dict get $call -format] ni {text xml}} { refuse {Common 17-165} "format" }
    set path [dict get $call -file]
    # A tool would overwrite it; here it shows that a script removes old reports first.
    if {[file exists $path]} { refuse {Common 17-55} "$path is of an earlier run" }
    write_file $path
}

# The ports of the design, told by the test: {interfaces {...} bits {port bits ...}}
set env_ports [expr {[info exists ::env(STANDIN_PORTS)] ? $::env(STANDIN_PORTS) : "interfaces {} bits {}"}]
