import { verificationMark } from '../devices/device.js';
import { RESOURCE_NAMES, type Resources } from '../devices/primitives.js';
import { counted, duration, frameRate } from '../diagnostics/format-numbers.js';
import { ceilingLines } from '../estimate/ceilings.js';
import { isCorrected, layerBand, totalBand } from '../estimate/estimate.js';
import { lutBand, type LutBand } from '../hardware/bands.js';
import type { Design } from '../workspace/analysis.js';
import { alignColumns } from './align.js';
import { paint, type Terminal } from './terminal.js';

/** The estimate for people: a table of the layers, the infrastructure and the totals against the budget. */
export function estimateTable(terminal: Terminal, design: Design): string {
  const { network, target, device, estimate, folded } = design;
  const title = [
    network.name,
    target ? `target ${target.name}` : 'no target',
    device ? [device.title, verificationMark(device)].filter((text) => text !== '').join(', ') : 'no device',
    `${estimate.clockHz / 1e6} MHz`,
  ].join(', ');
  const speed = `${frameRate(estimate.fps)}, one frame in ${counted(estimate.intervalCycles, 'cycle')}; latency ${duration(estimate.latencyS)} (${estimate.latencyKind === 'bound' ? 'upper bound' : 'simulated'})`;
  const header = ['layer', 'kind', 'pe', 'simd', 'cycles', 'LUT', '9 of 10', 'FF', 'BRAM18', 'URAM', 'DSP'];
  const rows: string[][] = [];
  for (const layer of network.layers) {
    const found = estimate.layers[layer.index];
    if (!found) continue;
    const folding = folded.folding[layer.index];
    const limits = estimate.bottleneck?.layer === layer.index;
    rows.push([
      `${limits ? '* ' : '  '}${layer.name}`,
      layer.kind,
      String(folding?.pe ?? '-'),
      String(folding?.simd ?? '-'),
      String(found.cycles),
      ...bandedCells(found.resources, layerBand(found)),
    ]);
  }
  for (const row of estimate.infrastructure) {
    const limits = estimate.bottleneck?.layer === undefined && estimate.bottleneck?.engine.name === row.name;
    rows.push([
      `${limits ? '* ' : '  '}${row.name}`,
      row.kind,
      '',
      '',
      String(row.cycles),
      ...bandedCells(row.resources, lutBand(row.kind, row.resources.lut)),
    ]);
  }
  const total = ['  total', '', '', '', '', ...bandedCells(estimate.totals, totalBand(estimate))];
  const budget = ['  budget', '', '', '', '', ...budgetCells(estimate.budget)];
  const table = alignColumns([header, ...rows, total, ...(device ? [budget] : [])], 2);
  return [
    paint(terminal, 'bold', title),
    speed,
    '',
    ...table.map((line) => (line.startsWith('* ') ? paint(terminal, 'yellow', line) : line)),
    '',
    ...ceilingLines(estimate),
    ...(isCorrected(estimate)
      ? ['Corrected by reports of your own (bnn-calibration.json); --explain LAYER says how.']
      : []),
    '* sets the frame interval; 9 of 10: between which LUT counts nine of ten such engines were measured',
    '',
  ].join('\n');
}

function bandedCells(resources: Resources, { low, high }: LutBand): string[] {
  const [lut = '', ...rest] = RESOURCE_NAMES.map((name) => cell(resources[name]));
  return [lut, `${low}-${high}`, ...rest];
}

function budgetCells(budget: Design['estimate']['budget']): string[] {
  const [lut = '', ...rest] = RESOURCE_NAMES.map((name) => cell(budget[name]));
  return [lut, '', ...rest];
}

function cell(count: number | undefined): string {
  return count === undefined ? '' : String(Math.round(count));
}
