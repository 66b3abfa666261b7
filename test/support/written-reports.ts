/** Reports in the shapes of the vendor's tools, with numbers that a test chooses. */

export interface WrittenModule {
  readonly name: string;
  readonly lut: number;
  readonly ff?: number;
  readonly cycles?: number;
}

/** `csynth.xml` of Vitis HLS: a top and its modules, side by side. */
export function csynthXml(top: WrittenModule, modules: readonly WrittenModule[], version = '2022.2'): string {
  const area = ({ lut, ff = 0 }: WrittenModule): string =>
    `<AreaEstimates><Resources><BRAM_18K>0</BRAM_18K><DSP>0</DSP><FF>${ff}</FF><LUT>${lut}</LUT><URAM>0</URAM></Resources></AreaEstimates>`;
  const latency = ({ cycles = 0 }: WrittenModule): string =>
    `<Best-caseLatency>${cycles}</Best-caseLatency><Worst-caseLatency>${cycles}</Worst-caseLatency>`;
  return `<?xml version="1.0"?>
<profile>
<ReportVersion><Version>${version}</Version></ReportVersion>
<UserAssignments><unit>ns</unit><ProductFamily>zynq</ProductFamily><Part>xc7z020-clg400-1</Part><TopModelName>${top.name}</TopModelName><TargetClockPeriod>10.00</TargetClockPeriod></UserAssignments>
<PerformanceEstimates><PipelineType>dataflow</PipelineType><SummaryOfOverallLatency>${latency(top)}<Interval-min>${top.cycles ?? 0}</Interval-min><Interval-max>${top.cycles ?? 0}</Interval-max></SummaryOfOverallLatency></PerformanceEstimates>
${area(top)}
<ModuleInformation>
${modules
  .map(
    (module) =>
      `<Module><Name>${module.name}</Name><PerformanceEstimates><SummaryOfOverallLatency>${latency(module)}<PipelineInitiationInterval>${module.cycles ?? 0}</PipelineInitiationInterval></SummaryOfOverallLatency></PerformanceEstimates>${area(module)}</Module>`,
  )
  .join('\n')}
</ModuleInformation>
</profile>
`;
}

function vivadoHeader(command: string, design: string, state: string): string {
  return `Copyright 1986-2022 Xilinx, Inc. All Rights Reserved.
| Tool Version : Vivado v.2022.2 (lin64) Build 3671981 Fri Oct 14 04:59:54 MDT 2022
| Date         : Wed Nov 25 12:00:00 2026
| Command      : ${command}
| Design       : ${design}
| Device       : xc7z020clg400-1
| Design State : ${state}
`;
}

/** `report_utilization -hierarchical`: rows are indented by the depth of their path (`a/b/c`). */
export function hierarchicalRpt(design: string, rows: readonly WrittenModule[], state = 'Routed'): string {
  const lines = rows.map(({ name, lut, ff = 0 }) => {
    const path = name.split('/');
    return `| ${'  '.repeat(path.length - 1)}${path.at(-1) ?? ''} | module | ${lut} | ${lut} | 0 | 0 | ${ff} | 0 | 2 | 0 |`;
  });
  return `${vivadoHeader('report_utilization -hierarchical', design, state)}
1. Utilization by Hierarchy
---------------------------

+---+---+---+---+---+---+---+---+---+---+
| Instance | Module | Total LUTs | Logic LUTs | LUTRAMs | SRLs | FFs | RAMB36 | RAMB18 | DSP Blocks |
+---+---+---+---+---+---+---+---+---+---+
${lines.join('\n')}
+---+---+---+---+---+---+---+---+---+---+
`;
}

/** `report_timing_summary` of one clock. */
export function timingRpt(design: string, wns: number, periodNs = 10): string {
  return `${vivadoHeader('report_timing_summary -file timing_routed.rpt', design, 'Routed')}
| Design Timing Summary
| ---------------------

    WNS(ns)      TNS(ns)
    -------      -------
     ${wns.toFixed(3)}        0.000

${wns < 0 ? 'Timing constraints are not met.' : 'All user specified timing constraints are met.'}

| Clock Summary
| -------------

Clock       Waveform(ns)       Period(ns)      Frequency(MHz)
-----       ------------       ----------      --------------
clk_fpga_0  {0.000 5.000}      ${periodNs.toFixed(3)}          100.000

| Intra Clock Table
| -----------------

Clock           WNS(ns)      TNS(ns)
-----           -------      -------
clk_fpga_0       ${wns.toFixed(3)}        0.000

`;
}

/** `report_power`. */
export function powerRpt(design: string, watts: number): string {
  return `${vivadoHeader('report_power -file power_routed.rpt', design, 'routed')}
1. Summary
----------

+--------------------------+-------+
| Total On-Chip Power (W)  | ${watts} |
| Dynamic (W)              | 1.2 |
| Confidence Level         | Low |
+--------------------------+-------+
`;
}

/** `<top>_cosim.rpt`. */
export function cosimRpt(latency: number, interval: number): string {
  return `Report time       : Wed Nov 25 12:00:00 UTC 2026.
Solution          : sol.

+----------+----------+-----------------------------+-----------------------------+
|          |          |           Latency           |           Interval          |
+   RTL    +  Status  +-----------------------------+-----------------------------+
|          |          |   min   |   avg   |   max   |   min   |   avg   |   max   |
+----------+----------+-----------------------------+-----------------------------+
|      VHDL|        NA|       NA|       NA|       NA|       NA|       NA|       NA|
|   Verilog|      Pass|      ${latency}|      ${latency}|      ${latency}|      ${interval}|      ${interval}|      ${interval}|
+----------+----------+-----------------------------+-----------------------------+
`;
}

/** The table of FIFOs in a `csynth.rpt` of Vitis HLS, which lists no instance. */
export function fifosRpt(
  top: string,
  fifos: readonly { name: string; bram18: number; ff: number; lut: number; depth: number; bits: number }[],
): string {
  const rows = fifos.map(
    ({ name, bram18, ff, lut, depth, bits }) =>
      `    |${name}  |        ${bram18}|   ${ff}|   ${lut}|    -|    ${depth}|   ${bits}|      ${depth * bits}|`,
  );
  const rule = '    +---------------+---------+-----+----+-----+------+-----+---------+';
  return `
================================================================
== Vitis HLS Report for '${top}'
================================================================
* Version:        2022.2 (Build 1 on Mon Jan 2 00:00:00 MST 2023)

================================================================
== Utilization Estimates
================================================================
+ Detail: 
    * Memory: 
    N/A

    * FIFO: 
${rule}
    |      Name     | BRAM_18K|  FF | LUT| URAM| Depth| Bits| Size:D*B|
${rule}
${rows.join('\n')}
${rule}
    |Total          |        9|  999|   9|    0|   999|  999|   999999|
${rule}
`;
}
