import { addResources, NO_RESOURCES, type Resources } from '../devices/primitives.js';
import type { Span } from '../diagnostics/span.js';
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
  /** Whether a value of the line, or a type that it reads, stands in for one that could not be read. */
  readonly guessed: boolean;
  /** Whether a search may still find another folding. */
  readonly provisional: boolean;
  readonly estimates: readonly LayerEstimate[];
}

/** The layer lines of the analysed text, in a span or all of them, that some shown design builds; in the order of the text. */
export function layerLines(analysis: Analysis, within?: Span): readonly LayerLine[] {
  return statementsOf(analysis.file, within).flatMap(({ statement, parents }) =>
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
      const instance = found.some(
        (layer) => layer.uri !== analysis.uri || layer.statement.span.start !== statement.span.start,
      );
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
  return index.get(uri)?.get(statement.span.start) ?? [];
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
    provisional: design.folded.provisional === 'folding',
    replaced: design.folded.replaced.some((wish) => layers.some((layer) => layer.index === wish.layer)),
    guessed: layers.some((layer) => layer.guessed),
    estimates,
  };
}

export function slowestEngine(engines: readonly Engine[]): Engine | undefined {
  return engines.reduce<Engine | undefined>((best, one) => (best && best.cycles >= one.cycles ? best : one), undefined);
}

export function foldingOf(design: Design, layer: Layer): LayerFolding | undefined {
  return design.folded.folding[layer.index];
}

/** By file, then by where the statement starts. */
type LayerIndex = Map<string, Map<number, Layer[]>>;

const indexes = new WeakMap<Design, LayerIndex>();

function indexOf(design: Design): LayerIndex {
  const index: LayerIndex = new Map();
  const enter = (uri: string, { span }: LayerStatement, layer: Layer): void => {
    let file = index.get(uri);
    if (!file) index.set(uri, (file = new Map<number, Layer[]>()));
    const list = file.get(span.start);
    if (!list) file.set(span.start, [layer]);
    else if (list.at(-1) !== layer) list.push(layer);
  };
  for (const layer of design.network.layers) {
    enter(layer.uri, layer.statement, layer);
    for (const instance of layer.instances) enter(instance.uri, instance.statement, layer);
  }
  return index;
}
