import type { Analysis } from '../workspace/analysis.js';
import { sameDesign } from './change-since.js';
import { RESOURCE_NAMES, RESOURCE_TITLES } from '../devices/primitives.js';
import { duration, frameRate, fullCount } from '../diagnostics/format-numbers.js';
import {
  compareEstimates,
  isEqual,
  isUnchanged,
  type Change,
  type ComparedRow,
  type Comparison,
  type Cost,
} from '../estimate/compare.js';

const COLUMNS = ['cycles', ...RESOURCE_NAMES] as const;
const HEADS = ['', 'cycles', 'LUT', 'FF', 'BRAM18', 'URAM', 'DSP'] as const;

/** A comparison for people: a line a layer, the infrastructure, the totals, and the rates. */
export function comparisonTable(comparison: Comparison): string {
  if (isEqual(comparison)) return nothingChanged(comparison);
  const rows = [[...HEADS], ...rowsOf(comparison).map(({ name, cells }) => [name, ...cells])];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...rateLines(comparison)].join('\n');
}

/** The same for a pull request: layers that did not change are counted, not listed. */
export function comparisonMarkdown(comparison: Comparison, title: string): string {
  if (isEqual(comparison)) return `### ${escapeCell(title)}\n\n${nothingChanged(comparison)}`;
  const all = rowsOf(comparison);
  const shown = all.filter(({ changed, name }) => changed || name === 'total');
  const same = comparison.layers.filter(isUnchanged).length;
  return [
    `### ${escapeCell(title)}`,
    '',
    `| ${HEADS.map((head) => (head === '' ? 'layer' : head)).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(COLUMNS.length)}`,
    ...shown.map(({ name, cells }) => `| ${[escapeCell(name), ...cells].join(' | ')} |`),
    '',
    ...(same > 0 ? [`${same} layer${same === 1 ? '' : 's'} unchanged.`, ''] : []),
    ...rateLines(comparison).map((line) => `- ${line}`),
    '',
    'Estimated, not measured.',
  ].join('\n');
}

/** One line in place of a table in which every row is as before. */
function nothingChanged({ totals }: Comparison): string {
  const costs = RESOURCE_NAMES.filter((name) => totals[name].after > 0).map(
    (name) => `${fullCount(totals[name].after)} ${RESOURCE_TITLES[name]}`,
  );
  return `Nothing changed: ${frameRate(totals.fps.after)}, latency ${duration(totals.latency.after)}, ${costs.join(', ')}.`;
}

/** Every design of a text beside the one of the same network and target in an earlier text; empty where there is none. */
export function comparisonOfDesigns(now: Analysis, earlier: Analysis, called: string): string {
  const texts = now.designs.flatMap((design) => {
    const before = sameDesign(design, earlier);
    if (!before) return [];
    const { network, target } = design;
    const title = `${network.name}${target ? `, target ${target.name}` : ''}: since ${called}`;
    return [comparisonMarkdown(compareEstimates(before.estimate, design.estimate), title)];
  });
  if (texts.length === 0) return '';
  return `${texts.join('\n\n')}\n\nLatencies are upper bounds here; \`bnn diff\` simulates them.\n`;
}

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  readonly changed: boolean;
}

function rowsOf({ layers, infrastructure, totals }: Comparison): readonly Row[] {
  const row = (each: ComparedRow): Row => ({
    name: `${each.name}${each.before === undefined ? ' (new)' : each.after === undefined ? ' (gone)' : ''}`,
    cells: COLUMNS.map((column) => cell(each, column)),
    changed: !isUnchanged(each),
  });
  const total: Row = {
    name: 'total',
    cells: ['', ...RESOURCE_NAMES.map((name) => changeText(totals[name], fullCount))],
    changed: false,
  };
  return [...layers.map(row), row(infrastructure), total];
}

function cell({ before, after }: ComparedRow, column: keyof Cost): string {
  if (before && after) return changeText({ before: before[column], after: after[column] }, fullCount);
  const only = before ?? after;
  if (only === undefined || only[column] === 0) return only === undefined ? '' : '0';
  return `${before ? '-' : '+'}${fullCount(only[column])}`;
}

/** `1,200`, or `1,200 -> 1,260 (+5.0 %)` where it changed. */
function changeText({ before, after }: Change, text: (value: number) => string): string {
  if (before === after) return text(after);
  const share = before === 0 ? 'new' : signedPercent(after / before - 1);
  return `${text(before)} -> ${text(after)} (${share})`;
}

function signedPercent(share: number): string {
  const digits = (100 * share).toFixed(Math.abs(share) < 0.0995 ? 1 : 0);
  return `${share < 0 ? '' : '+'}${digits} %`;
}

function rateLines({ totals: { fps, interval, latency } }: Comparison): readonly string[] {
  return [
    `frame rate ${changeText(fps, frameRate)}`,
    `interval ${changeText(interval, (cycles) => `${fullCount(cycles)} cycles`)}`,
    `latency ${changeText(latency, duration)}`,
  ];
}

function escapeCell(text: string): string {
  return text.replace(/[\\|*_`<]/g, '\\$&').replaceAll('\n', ' ');
}
