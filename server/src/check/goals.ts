import type { Remedy } from '../diagnostics/catalogue/performance.js';
import { diagnose, type Diagnostic, type Related } from '../diagnostics/diagnostic.js';
import { counted, fullCount } from '../diagnostics/format-numbers.js';
import { RESOURCE_NAMES, type ResourceName } from '../devices/primitives.js';
import { isReady } from '../hardware/ready.js';
import type { Layer } from '../network/graph.js';
import { hasGuessedShape } from '../network/shapes.js';
import { cheapestWithin } from './cheapest.js';
import type { CheckedDesign } from './designs.js';
import { relatedLayer } from './places.js';
import { whatIf } from './what-if.js';

/** A rate that misses its goal by less than this is rounding. */
const ROUNDING = 1e-9;
/** Layers for which a remedy is looked for. */
const MOST_REMEDIES = 3;

/** BNN501 throughput missed, BNN502 beyond any folding, BNN503 latency missed, BNN504 no target. */
export function checkGoals(design: CheckedDesign): readonly Diagnostic[] {
  const { network, target } = design;
  // What is not known of an unfinished network makes it no faster: a rate that is too low is too low. A latency, and what a
  // search would still find, are not known.
  if (!network.complete) return target && isWritten(design) ? throughput(design) : [];
  return target ? [...throughput(design), ...latency(design)] : noTarget(design);
}

/**
 * Whether the engine that limits is a layer as the author folded it, so that nothing unknown makes it faster. Types that are
 * guessed change no cycles of a layer; they change the words of a frame on a port.
 */
function isWritten({ network, folded, estimate: { bottleneck } }: CheckedDesign): boolean {
  const layer = network.layers[bottleneck?.layer ?? -1];
  const chosen = layer && !hasGuessedShape(layer) ? folded.chosen[layer.index] : undefined;
  return chosen !== undefined && !chosen.pe && !chosen.simd;
}

function throughput(design: CheckedDesign): readonly Diagnostic[] {
  const { network, target, estimate, clockHz } = design;
  const goal = target?.throughputFps;
  if (!goal || estimate.fps >= goal.value * (1 - ROUNDING) || !estimate.bottleneck) return [];
  const allowedCycles = Math.floor((clockHz / goal.value) * (1 + ROUNDING));
  const ceiling = ceilingOf(design);
  if (ceiling.cycles > allowedCycles) {
    const facts = {
      goalFps: goal.value,
      ceilingFps: clockHz / ceiling.cycles,
      engine: ceiling.engine,
      why: ceiling.why,
      cycles: ceiling.cycles,
      clockHz,
      neededClockHz: ceiling.cycles * goal.value,
    };
    const related = ceiling.layer ? [relatedLayer(ceiling.layer, ceiling.why)] : [];
    return [diagnose('BNN502', goal.at, facts, related)];
  }
  // What the search is still to find may well reach it.
  if (design.folded.provisional === 'folding') return [];
  // A folding that stands in for an illegal one is slower than what was asked for, and leaves other room to the layers that
  // the tool folds: the fault is told there.
  const { engine, layer: limiting } = estimate.bottleneck;
  const { replaced } = design.folded;
  if (replaced.length > 0 && (!isWritten(design) || replaced.some(({ layer }) => layer === limiting))) return [];
  const slow = network.layers
    .filter((layer) => (estimate.layers[layer.index]?.cycles ?? 0) > allowedCycles)
    .sort((a, b) => cyclesOf(design, b) - cyclesOf(design, a));
  const remedies = slow.map((layer, at) =>
    at < MOST_REMEDIES ? remedyFor(design, layer, allowedCycles) : noRemedy(layer),
  );
  const facts = {
    goalFps: goal.value,
    fps: estimate.fps,
    engine: engine.name,
    cycles: engine.cycles,
    allowedCycles,
    remedies,
    stoppedBy: stoppedBy(design, slow),
    ...lacking(design),
  };
  const related = slow
    .slice(0, 3)
    .map((layer): Related =>
      relatedLayer(layer, `${layer.name}: ${fullCount(cyclesOf(design, layer))} cycles a frame`),
    );
  return [diagnose('BNN501', goal.at, facts, related)];
}

interface Ceiling {
  readonly cycles: number;
  readonly engine: string;
  readonly why: string;
  readonly layer: Layer | undefined;
}

/** The engine that no folding can make fast enough: every layer unfolded as far as it goes, and the ports. */
function ceilingOf(design: CheckedDesign): Ceiling {
  const { network, estimate } = design;
  let ceiling: Ceiling = { cycles: 0, engine: '', why: '', layer: undefined };
  const raise = (cycles: number, engine: string, why: string, layer: Layer | undefined): void => {
    if (cycles > ceiling.cycles) ceiling = { cycles, engine, why, layer };
  };
  for (const { name, kind, cycles } of estimate.pipeline.engines) {
    if (!network.guessed && (kind === 'input-dma' || kind === 'output-dma')) {
      raise(
        cycles,
        name,
        `${counted(cycles, 'word')} of a frame ${cycles === 1 ? 'passes the port' : 'pass the port one by one'}`,
        undefined,
      );
    }
  }
  for (const layer of network.layers) {
    const known = whatIf(design, layer.index);
    const pe = known?.model.legal.pe.at(-1);
    if (!known || pe === undefined || hasGuessedShape(layer)) continue;
    const simd = known.model.legal.simd(pe).at(-1);
    const plan = known.model.plan({ ...known.folding, pe, simd });
    for (const engine of plan.engines)
      raise(engine.cycles, `${layer.name}.${engine.kind}`, WHY[engine.kind] ?? 'one result a cycle', layer);
  }
  return ceiling;
}

const WHY: Readonly<Partial<Record<string, string>>> = {
  pool: 'a pool takes one word of all channels a cycle',
  'sliding-window': 'the window unit reads one pixel of all channels a cycle',
  pad: 'padding writes one pixel of all channels a cycle',
  mvtu: 'one output position a cycle, fully unfolded',
  dwmvtu: 'one output position a cycle, fully unfolded',
  upsample: 'it writes one pixel of all channels a cycle',
};

/** The folding of a layer that takes at most so many cycles for the fewest LUTs. */
function remedyFor(design: CheckedDesign, layer: Layer, allowed: number): Remedy {
  const known = whatIf(design, layer.index);
  if (!known || !isReady(layer)) return noRemedy(layer);
  const best = cheapestWithin(layer, known.model, known.folding, allowed);
  return best ? { layer: layer.name, pe: best.choice.pe, simd: best.choice.simd } : noRemedy(layer);
}

function noRemedy({ name }: Layer): Remedy {
  return { layer: name, pe: undefined, simd: undefined };
}

/** What the search has proven to be missing. */
function lacking({ folded: { certificate } }: CheckedDesign): {
  readonly lacks?: readonly string[];
  readonly either?: boolean;
} {
  if (!certificate || certificate.feasible) return {};
  const lacks = certificate.limits.flatMap((limit) =>
    'resource' in limit && limit.resource !== 'latency'
      ? [`${fullCount(limit.needed - limit.available)} more ${limit.resource.toUpperCase()}`]
      : [],
  );
  return { lacks, either: certificate.either };
}

/** Where the tool itself chose the slow layers: the resource whose budget is used up most. */
function stoppedBy({ folded, estimate }: CheckedDesign, slow: readonly Layer[]): string | undefined {
  const chosen = slow.some(({ index }) => folded.chosen[index]?.pe === true || folded.chosen[index]?.simd === true);
  if (!chosen) return undefined;
  let fullest: { name: ResourceName; share: number } | undefined;
  for (const name of RESOURCE_NAMES) {
    const limit = estimate.budget[name];
    const share = limit === undefined ? 0 : estimate.totals[name] / Math.max(1, limit);
    if (limit !== undefined && share > (fullest?.share ?? 0)) fullest = { name, share };
  }
  return fullest && fullest.share > 0.5 ? `the ${fullest.name.toUpperCase()} budget` : undefined;
}

function latency(design: CheckedDesign): readonly Diagnostic[] {
  const { network, target, estimate, folded } = design;
  const goal = target?.latencyS;
  if (!goal || folded.provisional || folded.replaced.length > 0 || estimate.latencyS <= goal.value * (1 + ROUNDING))
    return [];
  const slowest = network.layers
    .filter((layer) => cyclesOf(design, layer) > 0)
    .sort((a, b) => cyclesOf(design, b) - cyclesOf(design, a))
    .slice(0, 3);
  const facts = {
    goalS: goal.value,
    latencyS: estimate.latencyS,
    bound: estimate.latencyKind === 'bound',
    slowest: slowest.map((layer) => ({ layer: layer.name, cycles: cyclesOf(design, layer) })),
  };
  const related = slowest.map((layer) =>
    relatedLayer(layer, `${layer.name}: ${fullCount(cyclesOf(design, layer))} cycles`),
  );
  return [diagnose('BNN503', goal.at, facts, related)];
}

/** A network that no target names and no author folded: nothing says how fast it should be. Without a name no target can. */
function noTarget({ network, folded, estimate, clockHz }: CheckedDesign): readonly Diagnostic[] {
  const computing = network.layers.filter(({ operation }) => operation && 'weights' in operation);
  const open = computing.every(({ index }) => folded.chosen[index]?.pe === true && folded.chosen[index].simd);
  if (!open || computing.length === 0 || network.name === '') return [];
  const { statement, uri, name } = network;
  const span = statement.name?.span ?? statement.span;
  return [diagnose('BNN504', { uri, span }, { network: name, fps: estimate.fps, clockHz })];
}

function cyclesOf({ estimate }: CheckedDesign, layer: Layer): number {
  return estimate.layers[layer.index]?.cycles ?? 0;
}
