import { RESOURCE_NAMES, type ResourceName, RESOURCE_TITLES } from '../devices/primitives.js';
import type { Consumer } from '../diagnostics/catalogue/resources.js';
import { diagnose, type Diagnostic, type Related } from '../diagnostics/diagnostic.js';
import { fullCount } from '../diagnostics/format-numbers.js';
import type { BudgetName } from '../network/graph.js';
import type { CheckedDesign } from './designs.js';
import { layerPlace, targetPlace } from './places.js';

/** BNN601 over the budget, BNN602 over the device: one diagnostic a resource, the graver one. */
export function checkResources(design: CheckedDesign): readonly Diagnostic[] {
  const { target, device, estimate } = design;
  if (!target || !device) return [];
  return RESOURCE_NAMES.flatMap((name): Diagnostic[] => {
    const used = estimate.totals[name];
    const available = device.available[name];
    const limit = estimate.budget[name] ?? available;
    if (used <= Math.min(limit, available)) return [];
    const { biggest, related } = biggestConsumers(design, name);
    const spilled = name === 'bram18' ? (used - available) * LUTS_OF_A_HALF : undefined;
    const facts = { resource: RESOURCE_TITLES[name], used, limit, available, device: device.title, biggest, spilled };
    const budget = target.budget[BUDGET_NAMES[name]];
    if (used > available) {
      return [diagnose('BNN602', target.device?.at ?? targetPlace(target), facts, related)];
    }
    return [diagnose('BNN601', budget?.at ?? target.device?.at ?? targetPlace(target), facts, related)];
  });
}

/** A half of block RAM holds 16K words of a bit, a LUT 64 (UG473, UG474). */
const LUTS_OF_A_HALF = 256;

/**
 * BNN604: the device's figures are unverified, and the design takes so much that a wrong one would matter. Of a design
 * that fits twice there is nothing to look up; second-hand figures stand in public tables, and hover says so.
 */
export function checkVerification({ target, device, estimate }: CheckedDesign): readonly Diagnostic[] {
  if (target?.device === undefined || device?.verification !== 'unverified') return [];
  const shares = RESOURCE_NAMES.map((name) => ({ name, share: estimate.totals[name] / device.available[name] }));
  const [fullest] = shares
    .filter(({ share }) => share > LOOKED_UP && share < Infinity)
    .sort((a, b) => b.share - a.share);
  if (!fullest) return [];
  const { title, source } = device;
  const { name } = fullest;
  const facts = { resource: RESOURCE_TITLES[name], used: estimate.totals[name], available: device.available[name] };
  return [diagnose('BNN604', target.device.at, { device: title, source, ...facts })];
}

/** From which share of a resource on its count is worth a look into the data sheet. */
const LOOKED_UP = 0.5;

/** The three layers, or parts of the infrastructure, that take most of a resource. */
function biggestConsumers(
  { network, estimate }: CheckedDesign,
  resource: ResourceName,
): { readonly biggest: readonly Consumer[]; readonly related: readonly Related[] } {
  const rows = [
    ...network.layers.map((layer) => ({
      layer,
      name: layer.name,
      amount: estimate.layers[layer.index]?.resources[resource] ?? 0,
    })),
    ...infrastructureByKind(estimate.infrastructure, resource),
  ]
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount)
    .slice(0, 3);
  const related = rows.flatMap((row): Related[] =>
    'layer' in row && row.layer
      ? [{ ...layerPlace(row.layer), message: `${row.name}: ${fullCount(row.amount)} ${RESOURCE_TITLES[resource]}` }]
      : [],
  );
  return { biggest: rows.map(({ name, amount }) => ({ name, amount })), related };
}

/** FIFOs one by one are too small to name: all of a kind count together. */
function infrastructureByKind(
  rows: CheckedDesign['estimate']['infrastructure'],
  resource: ResourceName,
): readonly { readonly layer: undefined; readonly name: string; readonly amount: number }[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const name = row.kind === 'fifo' ? 'FIFOs' : row.kind;
    sums.set(name, (sums.get(name) ?? 0) + row.resources[resource]);
  }
  return [...sums].map(([name, amount]) => ({ layer: undefined, name, amount }));
}

const BUDGET_NAMES: Readonly<Record<ResourceName, BudgetName>> = {
  lut: 'lut',
  ff: 'ff',
  bram18: 'bram',
  uram: 'uram',
  dsp: 'dsp',
};
