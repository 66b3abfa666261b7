import type { Resources } from '../devices/primitives.js';
import type { Design } from '../workspace/analysis.js';
import { duration, frameRate, frequency, fullCount, percent } from '../diagnostics/format-numbers.js';
import { shownLatency } from '../estimate/shown-latency.js';
import { isCorrected } from '../estimate/estimate.js';
import { slowestEngine } from './layer-lines.js';
import { escapeMarkdown, table } from './markdown.js';
import { tensorText } from './tensor-text.js';

export type TableFormat = 'markdown' | 'csv' | 'latex';

/** The estimate of a design as a table to paste: one row a layer, then the infrastructure, then the totals. */
export function estimateTable(design: Design, format: TableFormat): string {
  const rows = rowsOf(design);
  switch (format) {
    case 'markdown':
      return markdownTable(design, rows);
    case 'csv':
      return csvTable(rows);
    case 'latex':
      return latexTable(design, rows);
  }
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly output: string;
  readonly pe: string;
  readonly simd: string;
  readonly cycles: number | undefined;
  readonly resources: Resources;
}

const HEAD = ['layer', 'kind', 'output', 'pe', 'simd', 'cycles', 'LUT', 'FF', 'BRAM18', 'URAM', 'DSP'] as const;

function rowsOf(design: Design): Row[] {
  const { estimate, network, folded } = design;
  const layers = estimate.layers.flatMap((layer, index): Row[] => {
    const known = network.layers[index];
    if (!layer || !known) return [];
    const folding = folded.folding[index];
    return [
      {
        name: known.name,
        kind: known.kind,
        output: tensorText(known.output),
        pe: folding?.pe === undefined ? '' : String(folding.pe),
        simd: folding?.simd === undefined ? '' : String(folding.simd),
        cycles: layer.cycles || slowestEngine(layer.engines)?.cycles,
        resources: layer.resources,
      },
    ];
  });
  const rest = estimate.infrastructure.map(({ name, kind, cycles, resources }): Row => ({
    name,
    kind,
    output: '',
    pe: '',
    simd: '',
    cycles: cycles || undefined,
    resources,
  }));
  const total: Row = {
    name: 'total',
    kind: '',
    output: '',
    pe: '',
    simd: '',
    cycles: estimate.intervalCycles,
    resources: estimate.totals,
  };
  return [...layers, ...rest, total];
}

function cellsOf(row: Row, count: (value: number) => string): string[] {
  const { lut, ff, bram18, uram, dsp } = row.resources;
  const cycles = row.cycles === undefined ? '' : count(row.cycles);
  return [row.name, row.kind, row.output, row.pe, row.simd, cycles, ...[lut, ff, bram18, uram, dsp].map(count)];
}

function summary(design: Design): string {
  const { estimate, target, device, network, clockHz } = design;
  const { seconds, simulated } = shownLatency(estimate);
  const used =
    device && device.available.lut > 0 ? `, ${percent(estimate.totals.lut / device.available.lut)} of its LUTs` : '';
  const where = device ? ` on ${device.title} (${device.part})${used}` : '';
  return (
    `${network.name}${target ? `, target ${target.name}` : ''}${where}: ${frameRate(estimate.fps)} at ${frequency(clockHz)}, ` +
    `latency ${simulated ? '' : 'at most '}${duration(seconds)}, ` +
    `one frame every ${fullCount(estimate.intervalCycles)} cycles. Estimated${isCorrected(estimate) ? ', corrected by reports of our own' : ''}, not measured.`
  );
}

function markdownTable(design: Design, rows: readonly Row[]): string {
  const cells = rows.map((row) => cellsOf(row, fullCount).map(escapeCell));
  return `${escapeCell(summary(design))}\n\n${table(HEAD, cells)}\n`;
}

function escapeCell(text: string): string {
  return escapeMarkdown(text).replace(/\\([-().~])/g, '$1');
}

function csvTable(rows: readonly Row[]): string {
  const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  const line = (cells: readonly string[]): string => `${cells.map(quote).join(',')}\n`;
  return (
    line(HEAD) +
    rows.map((row) => line(cellsOf(row, (value) => (Number.isFinite(value) ? String(value) : '')))).join('')
  );
}

function latexTable(design: Design, rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `  ${cells.map(escapeLatex).join(' & ')} \\\\`;
  const body = rows.map((row, at) =>
    at === rows.length - 1 ? `  \\hline\n${line(cellsOf(row, fullCount))}` : line(cellsOf(row, fullCount)),
  );
  return [
    `% ${summary(design)}`,
    '\\begin{tabular}{lllrrrrrrrr}',
    '  \\hline',
    line(HEAD),
    '  \\hline',
    ...body,
    '  \\hline',
    '\\end{tabular}',
    '',
  ].join('\n');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function escapeLatex(text: string): string {
  return text.replace(/[\\~^&%$#_{}]/g, (character) => LATEX[character] ?? `\\${character}`);
}
