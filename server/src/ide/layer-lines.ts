import { addResources, NO_RESOURCES, type Resources } from '../devices/primitives.js';
import type { LayerEstimate } from '../estimate/estimate.js';
import type { Engine, LayerFolding } from '../hardware/pipeline.js';
import type { LayerStatement } from '../language/ast.js';
import type { Layer } from '../network/graph.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { statementsOf, type AnyStatement } from './syntax.js';

/**
 * One `layer` line of a text in one design, with all that it expands to: one layer as a rule, several inside a repeat
 * or a block, and all inner layers of the group where the line is an instance of a block.
 */
export interface LayerLine {
  readonly statement: LayerStatement;
  readonly design: Design;
  readonly layers: readonly Layer[];
  /** Whether the line instantiates a block. */
  readonly instance: boolean;
}

/** What a line costs: the slowest of its layers, the sum of their resources. */
export interface LineCost {
  readonly cycles: number;
  /** Frames per second that the line alone would allow. */
  readonly fps: number;
  readonly resources: Resources;
  readonly engine: Engine | undefined;
  /** Whether the engine that sets the frame interval stands on this line. */
  readonly bottleneck: boolean;
  /** Whether the numbers stand on a legal pe or simd that counts instead of the one wished for. */
  readonly replaced: boolean;
  readonly estimates: readonly LayerEstimate[];
}

/** Every layer line of the analysed text that some shown design builds, in the order of the text. */
export function layerLines(analysis: Analysis): readonly LayerLine[] {
  return statementsOf(analysis.file).flatMap(({ statement, parents }) =>
    statement.type === 'layer' ? (lineOf(analysis, statement, parents) ?? []) : [],
  );
}

/** The line of one statement; that of the first shown design that uses it where it stands in a block. */
export function lineOf(
  analysis: Analysis,
  statement: LayerStatement,
  parents: readonly AnyStatement[],
): LayerLine | undefined {
  const top = parents[0];
  const own = top?.type === 'network' && top.name ? analysis.shown.get(top.name.text) : undefined;
  for (const design of own ? [own] : analysis.shown.values()) {
    const found = layersOfStatement(design, analysis.uri, statement);
    if (found.length > 0) {
      const instance = found.some((layer) => keyOf(layer.uri, layer.statement) !== keyOf(analysis.uri, statement));
      return { statement, design, layers: found, instance };
    }
  }
  return undefined;
}

/** The layers of a design that come from a statement, directly or as the inside of an instance. */
export function layersOfStatement(design: Design, uri: string, statement: LayerStatement): readonly Layer[] {
  let index = indexes.get(design);
  if (!index) {
    index = indexOf(design);
    indexes.set(design, index);
  }
  return index.get(keyOf(uri, statement)) ?? [];
}

/** The cost of a line; undefined where nothing of it could be estimated (inputs, outputs, unknown shapes). */
export function costOf({ design, layers }: LayerLine): LineCost | undefined {
  const estimates = layers.flatMap((layer) => design.estimate.layers[layer.index] ?? []);
  if (estimates.length === 0) return undefined;
  let slowest = estimates[0];
  let resources = NO_RESOURCES;
  for (const estimate of estimates) {
    if (!slowest || estimate.cycles > slowest.cycles) slowest = estimate;
    resources = addResources(resources, estimate.resources);
  }
  const cycles = slowest?.cycles ?? 0;
  const limiting = design.estimate.bottleneck?.layer;
  return {
    cycles,
    fps: cycles > 0 ? design.clockHz / cycles : Number.NaN,
    resources,
    engine: slowestEngine(slowest?.engines ?? []),
    bottleneck: limiting !== undefined && layers.some((layer) => layer.index === limiting),
    replaced: design.folded.replaced.some((wish) => layers.some((layer) => layer.index === wish.layer)),
    estimates,
  };
}

export function slowestEngine(engines: readonly Engine[]): Engine | undefined {
  return engines.reduce<Engine | undefined>((best, one) => (best && best.cycles >= one.cycles ? best : one), undefined);
}

export function foldingOf(design: Design, layer: Layer): LayerFolding | undefined {
  return design.folded.folding[layer.index];
}

const indexes = new WeakMap<Design, ReadonlyMap<string, readonly Layer[]>>();

function indexOf(design: Design): ReadonlyMap<string, readonly Layer[]> {
  const found = new Map<string, Layer[]>();
  for (const layer of design.network.layers) {
    const keys = new Set([
      keyOf(layer.uri, layer.statement),
      ...layer.instances.map((one) => keyOf(one.uri, one.statement)),
    ]);
    for (const key of keys) {
      const list = found.get(key);
      if (list) list.push(layer);
      else found.set(key, [layer]);
    }
  }
  return found;
}

function keyOf(uri: string, statement: LayerStatement): string {
  return `${statement.span.start} ${uri}`;
}
