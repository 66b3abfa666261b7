import { RESOURCE_NAMES, RESOURCE_TITLES, type Resources } from '../devices/primitives.js';
import type { Engine, FormulaLine } from './pipeline.js';

/**
 * The formulas of an engine, and at the end what they come to: a line for each resource that more than one line counts,
 * so that whoever adds them up finds the number that is shown.
 */
export function explained({ explain, resources }: Pick<Engine, 'explain' | 'resources'>): readonly FormulaLine[] {
  return withSums(explain(), resources);
}

/** Lines of formulas with the sums that `resources` says behind them. */
function withSums(lines: readonly FormulaLine[], resources: Resources): readonly FormulaLine[] {
  const sums = RESOURCE_NAMES.flatMap((name): FormulaLine[] => {
    const unit = RESOURCE_TITLES[name];
    const addends = addendsOf(lines, unit);
    if (addends.length < 2 && addends.every(Number.isInteger)) return [];
    return [
      {
        what: `${unit} in all`,
        formula: 'the sum, rounded up',
        substituted: addends.map((value) => String(Number(value.toFixed(1)))).join(' + '),
        value: resources[name],
        unit,
        source: 'the lines above',
      },
    ];
  });
  return [...lines, ...sums];
}

/** What is added up of one unit: a line that takes the place of those above it begins anew. */
export function addendsOf(lines: readonly FormulaLine[], unit: string): readonly number[] {
  let addends: number[] = [];
  for (const line of lines) {
    if (line.unit !== unit) continue;
    if (line.instead) addends = [];
    addends.push(line.value);
  }
  return addends;
}
