# The block design: the processor, one AXI DMA for each pair of an input and an output, one for each port of weights, and
# the design, all in one clock domain. The names of the cells are those that the driver looks for.

proc bnn_block_design {} {
    global bnn
    # --- the project, for the board where its files are installed, else for the part
    file delete -force prj
    bnn_do create_project -force prj ./prj -part $bnn(part)
    bnn_strict_messages
    set preset 0
    if {$bnn(board_part) ne ""} {
        if {[info exists ::env(BNN_BOARD_FILES)]} {
            set_param board.repoPaths [concat [get_param board.repoPaths] [list $::env(BNN_BOARD_FILES)]]
        }
        if {[llength [get_board_parts -quiet $bnn(board_part)]] > 0} {
            bnn_do set_property board_part $bnn(board_part) [current_project]
            set preset 1
        } else {
            puts "BNN-NOTE board files of $bnn(board_part) are not installed: the processor is set up for the part alone,\
                so memory timing and pins come from the board's own boot image (BNN_BOARD_FILES names a folder of board files)"
        }
    }
    bnn_do set_property ip_repo_paths [list [file normalize ../hls/csynth/sol/impl/ip]] [current_project]
    bnn_expect ../hls/csynth/sol/impl/ip/component.xml export
    bnn_do update_ip_catalog
    bnn_do create_bd_design system

    # --- the processor
    if {$bnn(shell) eq "zynq7"} {
        set ps_clock ps/FCLK_CLK0
        set ps_reset ps/FCLK_RESET0_N
        set ps_master ps/M_AXI_GP0
        set ps_slave ps/S_AXI_HP0
        set ps_clocked {ps/M_AXI_GP0_ACLK ps/S_AXI_HP0_ACLK}
        bnn_do create_bd_cell -type ip -vlnv [bnn_ip xilinx.com:ip:processing_system7:*] ps
        bnn_do apply_bd_automation -rule xilinx.com:bd_rule:processing_system7 \
            -config [list make_external "FIXED_IO, DDR" apply_board_preset $preset Master Disable Slave Disable] [get_bd_cells ps]
        bnn_do set_property -dict [list \
            CONFIG.PCW_USE_M_AXI_GP0 1 \
            CONFIG.PCW_USE_S_AXI_HP0 1 \
            CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ $bnn(mhz)] [get_bd_cells ps]
    } else {
        set ps_clock ps/pl_clk0
        set ps_reset ps/pl_resetn0
        set ps_master ps/M_AXI_HPM0_FPD
        set ps_slave ps/S_AXI_HP0_FPD
        set ps_clocked {ps/maxihpm0_fpd_aclk ps/saxihp0_fpd_aclk}
        bnn_do create_bd_cell -type ip -vlnv [bnn_ip xilinx.com:ip:zynq_ultra_ps_e:*] ps
        bnn_do apply_bd_automation -rule xilinx.com:bd_rule:zynq_ultra_ps_e \
            -config [list apply_board_preset $preset] [get_bd_cells ps]
        bnn_do set_property -dict [list \
            CONFIG.PSU__USE__M_AXI_GP0 1 \
            CONFIG.PSU__USE__M_AXI_GP1 0 \
            CONFIG.PSU__USE__M_AXI_GP2 0 \
            CONFIG.PSU__USE__S_AXI_GP2 1 \
            CONFIG.PSU__OVERRIDE__BASIC_CLOCK 0 \
            CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ $bnn(mhz)] [get_bd_cells ps]
    }

    set ps_interrupt [expr {$bnn(shell) eq "zynq7" ? "ps/IRQ_F2P" : "ps/pl_ps_irq0"}]
    if {$bnn(interrupts)} {
        if {$bnn(shell) eq "zynq7"} {
            bnn_do set_property -dict [list CONFIG.PCW_USE_FABRIC_INTERRUPT 1 CONFIG.PCW_IRQ_F2P_INTR 1] [get_bd_cells ps]
        } else {
            bnn_do set_property CONFIG.PSU__USE__IRQ0 1 [get_bd_cells ps]
        }
    }

    # --- the design and what moves its frames
    bnn_do create_bd_cell -type ip -vlnv $bnn(vlnv) bnn
    set controlled bnn/s_axi_control
    set movers {}
    set clocked bnn/ap_clk
    set resets bnn/ap_rst_n
    set ends {}

    foreach dma $bnn(dmas) {
        set name [dict get $dma name]
        bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:axi_dma:7.1 $name
        # 26 bits of length: 64 MiB a transfer; the default of 14 bits ends at 16 KiB.
        set config [list CONFIG.c_include_sg 0 CONFIG.c_sg_include_stscntrl_strm 0 CONFIG.c_sg_length_width 26]
        if {[dict exists $dma in]} {
            set bits [dict get $dma in_bits]
            lappend config CONFIG.c_include_mm2s 1 CONFIG.c_m_axis_mm2s_tdata_width $bits \
                CONFIG.c_m_axi_mm2s_data_width [expr {max(32, $bits)}]
        } else {
            lappend config CONFIG.c_include_mm2s 0
        }
        if {[dict exists $dma out]} {
            set bits [dict get $dma out_bits]
            # The width of the stream follows what is connected unless it is said to be the user's.
            bnn_do set_property -dict [list CONFIG.c_s_axis_s2mm_tdata_width.VALUE_SRC USER \
                CONFIG.c_m_axi_s2mm_data_width.VALUE_SRC USER] [get_bd_cells $name]
            lappend config CONFIG.c_include_s2mm 1 CONFIG.c_s_axis_s2mm_tdata_width $bits \
                CONFIG.c_m_axi_s2mm_data_width [expr {max(32, $bits)}]
        } else {
            lappend config CONFIG.c_include_s2mm 0
        }
        bnn_do set_property -dict $config [get_bd_cells $name]

        lappend controlled $name/S_AXI_LITE
        lappend clocked $name/s_axi_lite_aclk
        lappend resets $name/axi_resetn
        if {[dict exists $dma in]} {
            lappend movers $name/M_AXI_MM2S
            lappend ends $name/mm2s_introut
            lappend clocked $name/m_axi_mm2s_aclk
            set from $name/M_AXIS_MM2S
            if {[dict exists $dma in_bytes]} {
                # A word of weights has whatever width the engine reads: a converter regroups the bytes of the DMA.
                bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:axis_dwidth_converter:1.1 ${name}_width
                bnn_do set_property -dict [list CONFIG.S_TDATA_NUM_BYTES [expr {[dict get $dma in_bits] / 8}] \
                    CONFIG.M_TDATA_NUM_BYTES [dict get $dma in_bytes]] [get_bd_cells ${name}_width]
                lappend clocked ${name}_width/aclk
                lappend resets ${name}_width/aresetn
                bnn_do connect_bd_intf_net [get_bd_intf_pins $from] [get_bd_intf_pins ${name}_width/S_AXIS]
                set from ${name}_width/M_AXIS
            }
            bnn_do connect_bd_intf_net [get_bd_intf_pins $from] [bnn_port [dict get $dma in]]
        }
        if {[dict exists $dma out]} {
            lappend movers $name/M_AXI_S2MM
            lappend ends $name/s2mm_introut
            lappend clocked $name/m_axi_s2mm_aclk
            bnn_do connect_bd_intf_net [bnn_port [dict get $dma out]] [get_bd_intf_pins $name/S_AXIS_S2MM]
        }
    }

    # --- the ends of transfers to the processor, where that is asked for: PYNQ hears an interrupt controller on its first
    # line and nothing else
    if {$bnn(interrupts)} {
        bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:xlconcat:2.1 ends
        bnn_do set_property CONFIG.NUM_PORTS [llength $ends] [get_bd_cells ends]
        bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:axi_intc:4.1 interrupts
        # One line, and no bus for a processor in the fabric.
        bnn_do set_property CONFIG.C_IRQ_CONNECTION 1 [get_bd_cells interrupts]
        set at 0
        foreach end $ends {
            bnn_do connect_bd_net [get_bd_pins $end] [get_bd_pins ends/In$at]
            incr at
        }
        bnn_do connect_bd_net [get_bd_pins ends/dout] [get_bd_pins interrupts/intr]
        bnn_do connect_bd_net [get_bd_pins interrupts/irq] [get_bd_pins $ps_interrupt]
        lappend controlled interrupts/s_axi
        lappend clocked interrupts/s_axi_aclk
        lappend resets interrupts/s_axi_aresetn
    }

    # --- control: the processor to the registers of the design and of the DMAs
    bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:axi_interconnect:2.1 control
    bnn_do set_property -dict [list CONFIG.NUM_SI 1 CONFIG.NUM_MI [llength $controlled]] [get_bd_cells control]
    bnn_do connect_bd_intf_net [get_bd_intf_pins $ps_master] [get_bd_intf_pins control/S00_AXI]
    lappend clocked control/ACLK control/S00_ACLK
    lappend resets control/S00_ARESETN
    set at 0
    foreach slave $controlled {
        set master [format M%02d $at]
        bnn_do connect_bd_intf_net [get_bd_intf_pins control/${master}_AXI] [get_bd_intf_pins $slave]
        lappend clocked control/${master}_ACLK
        lappend resets control/${master}_ARESETN
        incr at
    }

    # --- memory: the DMAs to one port of the processor
    bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect:1.0 memory
    bnn_do set_property -dict [list CONFIG.NUM_SI [llength $movers] CONFIG.NUM_MI 1] [get_bd_cells memory]
    bnn_do connect_bd_intf_net [get_bd_intf_pins memory/M00_AXI] [get_bd_intf_pins $ps_slave]
    lappend clocked memory/aclk
    set at 0
    foreach mover $movers {
        bnn_do connect_bd_intf_net [get_bd_intf_pins $mover] [get_bd_intf_pins memory/[format S%02d $at]_AXI]
        incr at
    }

    # --- one clock, and its resets
    bnn_do create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset:5.0 reset
    bnn_do connect_bd_net [get_bd_pins $ps_reset] [get_bd_pins reset/ext_reset_in]
    foreach pin [concat reset/slowest_sync_clk $ps_clocked $clocked] {
        bnn_do connect_bd_net [get_bd_pins $ps_clock] [get_bd_pins $pin]
    }
    foreach pin {control/ARESETN memory/aresetn} {
        bnn_do connect_bd_net [get_bd_pins reset/interconnect_aresetn] [get_bd_pins $pin]
    }
    foreach pin $resets {
        bnn_do connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins $pin]
    }

    bnn_do assign_bd_address
    bnn_do validate_bd_design
    bnn_do save_bd_design
    bnn_do set_property SYNTH_CHECKPOINT_MODE Hierarchical [get_files system.bd]
    bnn_do make_wrapper -files [get_files system.bd] -import -fileset sources_1 -top

    # --- how hard the tool tries
    foreach {run properties} $bnn(run_properties) {
        foreach {property value} $properties { bnn_do set_property $property $value [get_runs $run] }
    }
}

# The newest version of an IP: it differs from release to release.
proc bnn_ip {pattern} {
    set found [lindex [get_ipdefs $pattern] end]
    if {$found eq ""} { error "this installation has no IP $pattern for the part" }
    return [get_property VLNV $found]
}

# A stream of the design. Streams of plain words, as weights are, get a suffix from some releases: _V_V from Vivado HLS.
proc bnn_port {name} {
    foreach suffix {"" _V _V_V} {
        set pin [get_bd_intf_pins -quiet bnn/$name$suffix]
        if {$pin ne ""} { return $pin }
    }
    return [bnn_do get_bd_intf_pins bnn/$name]
}
