import { frameRate, fullCount, significant } from '../diagnostics/format-numbers.js';
import { FIGURE_NAMES, type Beside, type Figures, type LayerBeside, type TotalBeside } from './beside-estimate.js';
import type { FifoBeside } from './fifos-beside.js';
import type { MeasuredStage } from './measured-report.js';
import { RESOURCE_TITLES } from '../devices/primitives.js';

/** Stages in words. What HLS or FINN reckons is called what it is. */
export const STAGE_WORDS: Readonly<Record<MeasuredStage, string>> = {
  unknown: 'stage unknown',
  'model-estimate': "FINN's estimate",
  'hls-estimate': "HLS's estimate",
  simulated: 'RTL simulation',
  synthesised: 'synthesised',
  optimised: 'optimised',
  placed: 'placed',
  routed: 'routed',
};

const FIGURE_WORDS: Readonly<Record<keyof Figures, string>> = { cycles: 'cycles', ...RESOURCE_TITLES };

/** `1.08`, empty where it is not known. */
export function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? '' : ratio >= 100 ? String(Math.round(ratio)) : ratio.toFixed(2);
}

function countText(count: number | undefined): string {
  return count === undefined ? '-' : fullCount(count);
}

/** `1,200 / 1,100 = 1.09`: measured, estimated, ratio. */
export function figureText(measured: number | undefined, estimated: number | undefined, ratio?: number): string {
  if (measured === undefined) return `- / ${countText(estimated)}`;
  const times = ratioText(ratio);
  return `${countText(measured)} / ${countText(estimated)}${times === '' ? '' : ` = ${times}`}`;
}

/** Figures that some row has: without URAM and DSP where nothing has any. */
function shownFigures({ layers, total }: Beside): readonly (keyof Figures)[] {
  const rows: readonly Pick<LayerBeside, 'measured' | 'estimated'>[] = [...layers, total];
  return FIGURE_NAMES.filter(
    (name) =>
      (name !== 'uram' && name !== 'dsp') ||
      rows.some(({ measured, estimated }) => (measured[name] ?? 0) > 0 || (estimated[name] ?? 0) > 0),
  );
}

/** Header and rows of the table of layers, with the total as its last row. Cells: measured / estimated = ratio. */
export function besideRows(beside: Beside): readonly (readonly string[])[] {
  const names = shownFigures(beside);
  const header = ['layer', 'kind', 'stage', ...names.map((name) => FIGURE_WORDS[name])];
  const rows = beside.layers.map((layer) => [
    layer.missing.length > 0 ? `${layer.name} (in part)` : layer.name,
    layer.kind,
    stagesText(layer.stage),
    ...names.map((name) => figureText(layer.measured[name], layer.estimated[name], layer.ratio[name])),
  ]);
  const { total } = beside;
  const last = [
    total.withoutShell ? 'total without shell' : 'total',
    '',
    stagesText(total.stage),
    ...names.map((name) => figureText(total.measured[name], total.estimated[name], total.ratio[name])),
  ];
  return [header, ...rows, last];
}

export function stageText(stage: MeasuredStage | undefined): string {
  return stage === undefined ? '-' : STAGE_WORDS[stage];
}

/** Speed, timing and power in lines of their own. */
export function totalLines({ measured, estimated, ratio, stage }: TotalBeside): readonly string[] {
  const lines: string[] = [];
  if (measured.fps !== undefined) {
    const times = ratioText(ratio.fps);
    lines.push(
      `throughput: ${frameRate(measured.fps)} (${stageText(stage.cycles)}), estimated ${frameRate(estimated.fps ?? NaN)}${times === '' ? '' : `, ratio ${times}`}`,
    );
  }
  if (measured.fps === undefined && measured.fpsAtLeast !== undefined) {
    lines.push(
      `throughput: at least ${frameRate(measured.fpsAtLeast)} (RTL simulation of a single frame), estimated ${frameRate(estimated.fps ?? NaN)}`,
    );
  }
  if (measured.latencyCycles !== undefined) {
    lines.push(
      `latency: ${fullCount(measured.latencyCycles)} cycles (${stageText(stage.latency)}), estimated ${fullCount(estimated.latencyCycles ?? NaN)}`,
    );
  }
  if (measured.wnsNs !== undefined || measured.maximumMHz !== undefined) {
    const slack = measured.wnsNs === undefined ? '' : `, worst slack ${measured.wnsNs} ns`;
    const fastest = measured.maximumMHz === undefined ? '' : `, ${significant(measured.maximumMHz)} MHz at most`;
    const met = measured.timingMet === undefined ? 'not known whether met' : measured.timingMet ? 'met' : 'NOT met';
    lines.push(`timing (${stageText(stage.timing)}): ${met}${slack}${fastest}`);
  }
  if (measured.watts !== undefined) {
    lines.push(`power: ${significant(measured.watts)} W, confidence ${measured.confidence ?? 'not told'}`);
  }
  return lines;
}

/** `routed`; where the cycles are of another stage than the resources, both: `routed; cycles: HLS's estimate`. */
export function stagesText({ resources, cycles }: LayerBeside['stage']): string {
  if (resources === undefined || cycles === undefined || resources === cycles) return stageText(resources ?? cycles);
  return `${stageText(resources)}; cycles: ${stageText(cycles)}`;
}

/** Above this many words a FIFO has a row of its own. */
const SHALLOW_WORDS = 2;

/** What the FIFOs of streams take together, and a line for each that is deep; nothing where no report shows any. */
export function fifoLines(fifos: readonly FifoBeside[]): readonly string[] {
  if (fifos.length === 0) return [];
  const deep = fifos.filter(({ measured, estimated }) =>
    [measured, estimated].some(({ depthWords = 0, bram18 = 0 }) => depthWords > SHALLOW_WORDS || bram18 > 0),
  );
  const sum = (side: 'measured' | 'estimated', name: 'lut' | 'ff' | 'bram18'): number | undefined => {
    const counts = fifos.map((fifo) => fifo[side][name]);
    return counts.every((count) => count !== undefined) ? counts.reduce((total, count) => total + count, 0) : undefined;
  };
  const total = (['lut', 'ff', 'bram18'] as const).map((name) => {
    const [measured, estimated] = [sum('measured', name), sum('estimated', name)];
    return `${RESOURCE_TITLES[name]} ${figureText(measured, estimated, ratioOf(measured, estimated))}`;
  });
  const stages = [...new Set(fifos.flatMap(({ stage }) => stage.resources ?? stage.size ?? []))].map(stageText);
  return [
    `FIFOs of ${fifos.length} streams (${stages.join(', ')}): ${total.join(', ')}`,
    ...deep.map((fifo) => `  ${fifo.name}: ${fifoText(fifo)}`),
  ];
}

/** `depth 900 / 900, 40 bits, BRAM18 3 / 2, LUT 0 / 34`: measured / estimated. */
export function fifoText({ measured, estimated }: FifoBeside): string {
  return [
    `depth ${figureText(measured.depthWords, estimated.depthWords)}`,
    `${measured.widthBits ?? estimated.widthBits ?? '-'} bits`,
    `BRAM18 ${figureText(measured.bram18, estimated.bram18)}`,
    `LUT ${figureText(measured.lut, estimated.lut)}`,
  ].join(', ');
}

function ratioOf(measured: number | undefined, estimated: number | undefined): number | undefined {
  return measured === undefined || !estimated ? undefined : measured / estimated;
}

/** Rows as a Markdown table; bars in names are escaped. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const [header = [], ...others] = rows;
  const rule = `| ${header.map((_, at) => (at < 3 ? '---' : '---:')).join(' | ')} |`;
  return [line(header), rule, ...others.map(line)].join('\n');
}
