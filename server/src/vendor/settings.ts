import { dmasOf, type Dma } from './dmas.js';
import { shellOf, type FlowProject } from './flow-project.js';
import { tclList, tclWord, type TclList } from './tcl-text.js';
import { isAtLeast, versionText, type FlowVersions, type ToolVersion } from './tool-version.js';

/** The margin that HLS keeps of a clock period: the default of Vitis HLS, asked of Vivado HLS as well. */
const CLOCK_UNCERTAINTY = '27%';

/** Jobs of Vivado at once, where the environment does not say. */
const JOBS = 4;

/** `tcl/settings.tcl`: all that the scripts know about one project and one release of the tools. Needs `flowFault` to pass. */
export function settingsText(project: FlowProject, versions: FlowVersions): string {
  const { hls, vivado } = versions;
  const { top, network, part, board, profile } = project;
  const shell = shellOf(project);
  const values: readonly (readonly [string, string])[] = [
    ['network', tclWord(network)],
    ['top', tclWord(top)],
    ['part', tclWord(vendorPart(part))],
    ['board_part', tclWord(board?.boardPart ?? '')],
    ['shell', tclWord(shell)],
    ['period', tclWord(periodNs(project))],
    ['mhz', tclWord(clockMhz(project))],
    ['cflags', tclWord(`${languageFlag(hls)} -I../include`)],
    ['uncertainty', tclWord(CLOCK_UNCERTAINTY)],
    ['hls_config', tclList(hlsConfig(hls))],
    ['cosim_variant', project.interface === 'stream' ? '1' : '0'],
    ['jobs', String(JOBS)],
    ...(shell === 'none' ? outOfContext(project) : blockDesign(project)),
  ];
  return [
    `# Written by bnn for HLS ${versionText(hls)} and Vivado ${versionText(vivado)}, profile ${profile}.`,
    '# Changes are lost when it is generated again.',
    ...values.map(([name, value]) => `set bnn(${name}) ${value}`),
    '',
  ].join('\n');
}

/** The period as HLS and constraints take it, in ns, rounded down to a picosecond: never slower than asked. */
export function periodNs({ clockHz }: FlowProject): string {
  return (Math.floor(1e12 / clockHz + 1e-6) / 1000).toFixed(3);
}

/** The clock in MHz with at most six digits behind the point. */
export function clockMhz({ clockHz }: FlowProject): string {
  return String(Number((clockHz / 1e6).toFixed(6)));
}

/** Seven-series parts have no dash before the package for Vivado; HLS takes them without one as well. */
function vendorPart(part: string): string {
  return part.replace(/^(xc7[a-z0-9]+?)-([a-z]{3,4}[0-9]+-)/i, '$1$2');
}

/** Vivado HLS compiles with a GCC that may know C++11 by its first name only; Vitis HLS compiles with Clang. */
function languageFlag(version: ToolVersion): string {
  return isAtLeast(version, 2020, 2) ? '-std=c++14' : '-std=c++0x';
}

/**
 * Commands behind `open_solution`. Free-running pipelines hand on their last words when the input pauses; Vivado HLS has
 * none. It shortens the names of instances unless it is told not to, and they carry the names of layers.
 */
function hlsConfig(version: ToolVersion): TclList {
  return isAtLeast(version, 2020, 2)
    ? [['config_compile', '-pipeline_style', 'flp']]
    : [['config_compile', '-name_max_length', '80']];
}

function outOfContext({ profile }: FlowProject): readonly (readonly [string, string])[] {
  const timing = profile === 'timing';
  return [
    ['synth_options', tclList(timing ? ['-directive', 'AlternateRoutability', '-retiming'] : [])],
    [
      'impl_commands',
      tclList(
        timing
          ? [
              ['opt_design', '-directive', 'Explore'],
              ['place_design', '-directive', 'ExtraTimingOpt'],
              ['phys_opt_design', '-directive', 'AggressiveExplore'],
              ['route_design', '-directive', 'Explore'],
              ['phys_opt_design', '-directive', 'AggressiveExplore'],
            ]
          : [['opt_design'], ['place_design'], ['route_design']],
      ),
    ],
  ];
}

/** As FINN sets its runs where it wants the clock met (templates.py). */
const TIMING_PROPERTIES = {
  synth_1: [
    ['strategy', 'Flow_PerfOptimized_high'],
    ['STEPS.SYNTH_DESIGN.ARGS.DIRECTIVE', 'AlternateRoutability'],
    ['STEPS.SYNTH_DESIGN.ARGS.RETIMING', 'true'],
  ],
  impl_1: [
    ['strategy', 'Performance_ExtraTimingOpt'],
    ['STEPS.OPT_DESIGN.ARGS.DIRECTIVE', 'Explore'],
    ['STEPS.PHYS_OPT_DESIGN.ARGS.DIRECTIVE', 'AggressiveExplore'],
    ['STEPS.POST_ROUTE_PHYS_OPT_DESIGN.IS_ENABLED', 'true'],
    ['STEPS.POST_ROUTE_PHYS_OPT_DESIGN.ARGS.DIRECTIVE', 'AggressiveExplore'],
  ],
} as const;

function blockDesign(project: FlowProject): readonly (readonly [string, string])[] {
  const properties =
    project.profile === 'timing' ? Object.entries(TIMING_PROPERTIES).flatMap(([run, list]) => [run, list.flat()]) : [];
  return [
    ['vlnv', tclWord(`xilinx.com:hls:${project.top}:1.0`)],
    ['dmas', tclList(dmasOf(project).map(dmaList))],
    ['interrupts', project.interrupts ? '1' : '0'],
    ['run_properties', tclList(properties)],
  ];
}

/** A DMA as a Tcl dictionary. */
function dmaList({ name, input, output }: Dma): TclList {
  return [
    ...['name', name],
    ...(input ? ['in', input.port, 'in_bits', String(input.bits ?? 0)] : []),
    ...(input?.converted === undefined ? [] : ['in_bytes', String(input.converted)]),
    ...(output ? ['out', output.port, 'out_bits', String(output.bits)] : []),
  ];
}
