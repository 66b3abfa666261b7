import { RESOURCE_NAMES } from '../../devices/primitives.js';
import type { Span } from '../../diagnostics/span.js';
import { frameRate, shortCount } from '../../diagnostics/format-numbers.js';
import { estimateOf } from '../../folding/estimate-of.js';
import { foldingChoices } from '../../hardware/foldings.js';
import { modelOf, type LayerPlan } from '../../hardware/layer-model.js';
import { contextOf } from '../../hardware/lower.js';
import { TOOL_LIMITS } from '../../hardware/limits.js';
import type { FoldingChoice } from '../../hardware/pipeline.js';
import { isReady } from '../../hardware/ready.js';
import type { Layer } from '../../network/graph.js';
import type { Analysis, Design } from '../../workspace/analysis.js';
import { foldingOf } from '../layer-lines.js';
import { joinInsertions } from '../../language/text-change.js';
import { setAttribute, statementOf, type Fix } from './fix.js';
import { ownLine } from './goals.js';

/** Fixes of stream words: too wide for the tools, or of other widths on the two sides of a stream. */

/** The fastest folding, of those not above the one of now, whose words the tools take. */
export function narrowerWords(analysis: Analysis, span: Span, name: string): readonly Fix[] {
  const found = designWith(analysis, name);
  const statement = statementOf(analysis, span)?.statement;
  const now = found && foldingOf(found.design, found.layer);
  if (!found || !statement || !now) return [];
  const { design, layer } = found;
  const fitting = plansOf(design, layer).filter(
    ({ choice, plan }) =>
      (choice.pe ?? 1) <= (now.pe ?? 1) &&
      (choice.simd ?? 1) <= (now.simd ?? 1) &&
      widest(layer, choice, plan) <= TOOL_LIMITS.apIntBits,
  );
  const best = fitting.sort((a, b) => a.plan.cycles - b.plan.cycles || a.plan.resources.lut - b.plan.resources.lut)[0];
  if (!best) return [];
  const keys = (['pe', 'simd'] as const).filter(
    (key) => best.choice[key] !== undefined && best.choice[key] !== now[key],
  );
  const edits = keys.flatMap((key) => setAttribute(statement, key, String(best.choice[key])) ?? []);
  if (edits.length === 0 || edits.length < keys.length) return [];
  const words = keys.map((key) => `${key}=${best.choice[key]}`).join(' ');
  return [{ title: `Set ${words}${consequence(design, [{ layer, plan: best.plan }])}`, edits, preferred: true }];
}

/** Foldings of the two sides of a stream that need no converter between them: one side as it is, the other changed. */
export function sameLanes(
  analysis: Analysis,
  facts: { readonly layer: string; readonly producer: string; readonly lanesIn: number; readonly lanesOut: number },
): readonly Fix[] {
  const found = designWith(analysis, facts.layer);
  const producer = found?.design.network.layers.find(({ name }) => name === facts.producer);
  if (!found || !producer) return [];
  const { design, layer } = found;
  const reading = nearestPlan(design, layer, ({ inputs }) => inputs[0]?.lanes === facts.lanesIn);
  const writing = nearestPlan(design, producer, ({ output }) => output.lanes === facts.lanesOut);
  return [
    ...folded(analysis, design, [layer, reading], [producer, undefined]),
    ...folded(analysis, design, [producer, writing], [layer, undefined]),
  ];
}

interface Planned {
  readonly choice: FoldingChoice;
  readonly plan: LayerPlan;
}

/** Folds one layer anew and writes down the folding of the other, so that it stays. */
function folded(
  analysis: Analysis,
  design: Design,
  [changed, to]: readonly [Layer, Planned | undefined],
  [kept]: readonly [Layer, undefined],
): readonly Fix[] {
  const stays = foldingOf(design, kept);
  if (!to || !stays) return [];
  const changes = [
    { layer: changed, choice: to.choice },
    { layer: kept, choice: stays },
  ];
  const edits = changes.flatMap(({ layer, choice }) => {
    const line = ownLine(analysis, design, layer);
    return (['pe', 'simd'] as const).flatMap((key) => {
      const value = choice[key];
      if (value === undefined) return [];
      return line ? (setAttribute(line, key, String(value)) ?? []) : [undefined];
    });
  });
  const made = edits.filter((edit) => edit !== undefined);
  if (made.length !== edits.length) return [];
  const words = (['pe', 'simd'] as const).flatMap((key) =>
    to.choice[key] === undefined ? [] : `${key}=${to.choice[key]}`,
  );
  const title = `Set ${words.join(' ')} of ${changed.name}${consequence(design, [{ layer: changed, plan: to.plan }])}`;
  return [{ title, edits: joinInsertions(made) }];
}

/**
 * Of the foldings that pass and keep goal and budgets, the one whose speed is nearest to that of now; not slower than the network
 * where there is one.
 */
function nearestPlan(design: Design, layer: Layer, passes: (plan: LayerPlan) => boolean): Planned | undefined {
  const now = design.estimate.layers[layer.index]?.cycles ?? 1;
  const interval = design.estimate.intervalCycles;
  const distance = ({ plan }: Planned): number =>
    Math.abs(Math.log(plan.cycles / now)) + (plan.cycles > interval ? 100 : 0);
  return plansOf(design, layer)
    .filter(({ plan }) => passes(plan))
    .sort((a, b) => distance(a) - distance(b) || a.plan.resources.lut - b.plan.resources.lut)
    .find(({ choice }) => keepsLimits(design, layer, choice));
}

/** Whether a design of which one layer is folded anew misses no goal and no budget, nor the device, that it keeps now. */
function keepsLimits(design: Design, layer: Layer, choice: FoldingChoice): boolean {
  const { estimate: before, folded, target } = design;
  const folding = folded.folding.map((now, index) => (index === layer.index ? { ...now, ...choice } : now));
  const { fps, totals } = estimateOf(design, folding, before);
  if (fps < before.fps && fps < (target?.throughputFps?.value ?? 0)) return false;
  return RESOURCE_NAMES.every(
    (name) =>
      totals[name] <= before.totals[name] ||
      totals[name] <= Math.min(before.budget[name] ?? Infinity, before.available?.[name] ?? Infinity),
  );
}

function plansOf(design: Design, layer: Layer): Planned[] {
  const now = foldingOf(design, layer);
  if (!isReady(layer) || !now) return [];
  const model = modelOf(layer, contextOf(design.target, design.device));
  return foldingChoices(layer).map((choice) => ({ choice, plan: model.plan({ ...now, ...choice }) }));
}

function widest(layer: Layer, { simd }: FoldingChoice, { engines }: LayerPlan): number {
  const streams = engines.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const weights = layer.operation && 'weights' in layer.operation ? layer.operation.weights.bits * (simd ?? 1) : 0;
  // Weights are no stream, so that the tools take eight times as much of them.
  const asStream = weights > TOOL_LIMITS.apIntHardBits ? weights : 0;
  return streams.reduce((most, { bits }) => Math.max(most, bits), asStream);
}

function consequence(design: Design, changed: readonly { readonly layer: Layer; readonly plan: LayerPlan }[]): string {
  let interval = 0;
  for (const engine of design.estimate.pipeline.engines)
    if (!changed.some(({ layer }) => layer.index === engine.layer)) interval = Math.max(interval, engine.cycles);
  let lut = 0;
  for (const { plan } of changed) {
    interval = Math.max(interval, plan.cycles);
    lut += plan.resources.lut;
  }
  return ` (${frameRate(design.clockHz / interval)}, ${shortCount(lut)} LUT)`;
}

function designWith(analysis: Analysis, name: string): { readonly design: Design; readonly layer: Layer } | undefined {
  for (const design of [...analysis.shown.values(), ...analysis.designs]) {
    const layer = design.network.layers.find((one) => one.name === name);
    if (layer) return { design, layer };
  }
  return undefined;
}
