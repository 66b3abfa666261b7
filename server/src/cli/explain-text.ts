import { fullCount } from '../diagnostics/format-numbers.js';
import { explainNamed, type Explanation } from '../estimate/explain.js';
import { bandSource } from '../hardware/bands.js';
import { engineBand } from '../hardware/corrections.js';
import type { Design } from '../workspace/analysis.js';

/** The formulas of a layer, or of a row of the infrastructure, with their numbers put in; undefined where none has the name. */
export function explanationText({ estimate }: Design, name: string): string | undefined {
  const found = explainNamed(estimate, name);
  if (found.length === 0) return undefined;
  const parts = found.flatMap(({ row, lines }) => [
    `${row.name} (${row.kind}): ${fullCount(row.cycles)} cycles, ${lutText(row)}`,
    ...lines.flatMap(({ what, formula, substituted, value, unit, source }) => [
      `  ${what} = ${formula}`,
      substituted === shown(value) ? `    = ${substituted} ${unit}` : `    = ${substituted} = ${shown(value)} ${unit}`,
      `    source: ${source}`,
    ]),
  ]);
  return `${parts.join('\n')}\n`;
}

/** The same as data, for `--json`. */
export function explanationJson({ estimate }: Design, name: string): readonly object[] {
  return explainNamed(estimate, name).map(({ row: { name, kind }, lines }) => ({ name, kind, lines }));
}

/** `12,671 LUT, 9 of 10 within 10,454 to 16,308 (by 23 layers of whole designs, ...)`. */
function lutText(row: Explanation['row']): string {
  const { kind, resources, corrected } = row;
  const { low, high } = engineBand(row);
  const own = corrected?.find(({ resource, low }) => resource === 'lut' && low !== undefined);
  const source = own ? `by ${own.source}` : bandSource(kind);
  return `${fullCount(resources.lut)} LUT, 9 of 10 within ${fullCount(low)} to ${fullCount(high)} (${source})`;
}

function shown(value: number): string {
  return String(Number(value.toFixed(1)));
}
