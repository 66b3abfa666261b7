import type { EngineKind, Pipeline } from '../hardware/pipeline.js';
import { partNames } from '../hls/design.js';
import { finnNode, finnOperation } from './finn/operations.js';
import type { MeasuredModule } from './measured-report.js';

/** A module of a report, and the part of a pipeline that it was made of. */
export interface LayerMatch {
  readonly module: MeasuredModule;
  /** Index of the engine; undefined for a FIFO, and for a module that is known to be of a layer only. */
  readonly engine: number | undefined;
  /** Index of the edge whose FIFO it is. */
  readonly stream: number | undefined;
  /** Index of the layer; undefined for infrastructure (DMA, FIFOs). */
  readonly layer: number | undefined;
  /** By its name, or as the n-th operation of its kind (FINN numbers its nodes). */
  readonly by: 'name' | 'order';
}

export interface LayerMatches {
  /** Nothing stands in another one of them, so that resources may be summed. */
  readonly matched: readonly LayerMatch[];
  /** Outermost modules that belong to no part: the processor system, interconnect, parts of other tools. */
  readonly unmatched: readonly MeasuredModule[];
  /** Why operations of FINN were not told apart. */
  readonly notes: readonly string[];
}

/**
 * Which part of a pipeline each module of one report belongs to. Instance and module names of a design of ours carry the
 * names of its processes and streams, whatever the tools put around them (`grp_c1_mvtu_fu_28`, `net_top_c1_mvtu_U0`,
 * `mvtu_c1_mvtu_config_s`, `c1_mvtu_out_U`); FINN's carry its kind of operation and a number.
 *
 * @param modules of one report, parents before what they hold
 * @param nodes names of all of FINN's nodes, where the report may hold only some of them
 */
export function matchLayers(
  modules: readonly MeasuredModule[],
  pipeline: Pipeline,
  nodes: readonly string[] = modules.map(({ name }) => name),
): LayerMatches {
  const named = nameMatcher(pipeline);
  const byName = modules.flatMap((module): LayerMatch[] => {
    const found = named(module);
    return found ? [{ module, ...found, by: 'name' }] : [];
  });
  if (byName.length > 0) {
    const matched = outermost(byName);
    return { matched, unmatched: rest(modules, matched), notes: [] };
  }
  const { engines, notes } = finnEngines(nodes, pipeline);
  const matched = outermost(
    modules.flatMap((module): LayerMatch[] => {
      const engine = engines.get(finnNode(module.name));
      if (engine === undefined) return [];
      return [{ module, engine, stream: undefined, layer: pipeline.engines[engine]?.layer, by: 'order' }];
    }),
  );
  return { matched, unmatched: rest(modules, matched), notes };
}

type Part = Pick<LayerMatch, 'engine' | 'stream' | 'layer'>;

/** Finds the part whose name stands in an instance's or module's name; the longest name wins, so `c10` is never `c1`. */
function nameMatcher(pipeline: Pipeline): (module: MeasuredModule) => Part | undefined {
  const { top, processes, streams, layerNames } = partNames(pipeline);
  const parts = new Map<string, Part>();
  pipeline.network.layers.forEach(({ index }) => {
    const name = layerNames[index];
    // An input has no engines: its name in an instance's name says nothing.
    if (name !== undefined && (pipeline.enginesOf[index]?.length ?? 0) > 0)
      parts.set(name, { engine: undefined, stream: undefined, layer: index });
  });
  pipeline.engines.forEach(({ layer }, engine) => {
    const name = processes[engine];
    if (name !== undefined) parts.set(name, { engine, stream: undefined, layer });
  });
  streams.forEach((name, stream) => {
    const edge = pipeline.edges[stream];
    const [from, to] = [pipeline.engines[edge?.from ?? -1], pipeline.engines[edge?.to ?? -1]];
    // A FIFO between two engines of one layer is a part of it.
    parts.set(name, { engine: undefined, stream, layer: from?.layer === to?.layer ? from?.layer : undefined });
  });
  const names = [...parts.keys()].sort((a, b) => b.length - a.length);
  const find = (text: string): Part | undefined => {
    // The name of the whole design stands before that of each module: it is no layer, though it may hold one's name.
    const inner = text.replaceAll(top, ' ');
    const name = names.find((candidate) => holdsWord(inner, candidate));
    return name === undefined ? undefined : parts.get(name);
  };
  return ({ name, module }) => find(name) ?? (module === undefined ? undefined : find(module));
}

/** Whether a name stands in a text as a whole, between its ends, underscores or other signs. */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? '';
    const behind = text[at + word.length] ?? '';
    if (!/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(behind)) return true;
  }
  return false;
}

/**
 * Drops what stands inside of something that matched, and wholes whose insides are told apart more finely. In a list
 * without hierarchy (`csynth.xml`) a process and what it calls stand side by side: the biggest of a part holds the others.
 */
function outermost(matches: readonly LayerMatch[]): readonly LayerMatch[] {
  if (matches.every(({ module, by }) => module.path.length <= 1 && by === 'name')) return biggest(matches);
  const fine = new Set<string>();
  for (const { module, engine, stream } of matches) {
    if (engine === undefined && stream === undefined) continue;
    for (let depth = 1; depth < module.path.length; depth += 1) fine.add(key(module.path.slice(0, depth)));
  }
  const kept = new Set<string>();
  return matches.filter(({ module, engine, stream }) => {
    const own = key(module.path);
    if (engine === undefined && stream === undefined && fine.has(own)) return false;
    for (let depth = 1; depth < module.path.length; depth += 1) {
      if (kept.has(key(module.path.slice(0, depth)))) return false;
    }
    kept.add(own);
    return true;
  });
}

function biggest(matches: readonly LayerMatch[]): readonly LayerMatch[] {
  const best = new Map<string, LayerMatch>();
  const size = ({ module: { resources, latency } }: LayerMatch): number =>
    (resources.lut ?? 0) + (resources.ff ?? 0) + (latency?.max ?? 0);
  for (const match of matches) {
    const part = `${match.engine ?? ''} ${match.stream ?? ''} ${match.layer ?? ''}`;
    const before = best.get(part);
    if (!before || size(match) > size(before)) best.set(part, match);
  }
  // A layer's own match beside those of its engines is one of their memories or helpers.
  const layers = new Set([...best.values()].filter(({ engine }) => engine !== undefined).map(({ layer }) => layer));
  return [...best.values()].filter(
    ({ engine, stream, layer }) => engine !== undefined || stream !== undefined || !layers.has(layer),
  );
}

/** Outermost modules that hold nothing matched and stand in nothing matched. */
function rest(modules: readonly MeasuredModule[], matched: readonly LayerMatch[]): readonly MeasuredModule[] {
  const known = new Set(matched.map(({ module }) => key(module.path)));
  const holders = new Set<string>();
  for (const { module } of matched) {
    for (let depth = 1; depth < module.path.length; depth += 1) holders.add(key(module.path.slice(0, depth)));
  }
  const kept = new Set<string>();
  return modules.filter(({ path }) => {
    const own = key(path);
    if (known.has(own) || holders.has(own)) return false;
    for (let depth = 1; depth < path.length; depth += 1) {
      const above = key(path.slice(0, depth));
      if (known.has(above) || kept.has(above)) return false;
    }
    kept.add(own);
    return true;
  });
}

/** A separator that no instance name holds. */
function key(path: readonly string[]): string {
  return path.join('\u0000');
}

/** FINN's nodes by name: the n-th of a kind is the n-th engine of that kind, where there are as many of both. */
function finnEngines(
  names: readonly string[],
  pipeline: Pipeline,
): { readonly engines: ReadonlyMap<string, number>; readonly notes: readonly string[] } {
  const nodes = new Map<EngineKind, { name: string; family: string; number: number }[]>();
  for (const name of new Set(names.map(finnNode))) {
    const operation = finnOperation(name);
    if (!operation) continue;
    const same = nodes.get(operation.kind) ?? [];
    nodes.set(operation.kind, same);
    same.push({ name, family: operation.family, number: operation.number });
  }
  const engines = new Map<string, number>();
  const notes: string[] = [];
  for (const [kind, found] of nodes) {
    const own = pipeline.engines.flatMap((engine, at) => (engine.kind === kind ? [at] : []));
    if (own.length !== found.length) {
      notes.push(
        `the reports have ${found.length} nodes such as ${found[0]?.name ?? ''}, the network has ${own.length} engines of that kind: they were not told apart`,
      );
      continue;
    }
    // Each family counts by itself (MVAU_hls_0, MVAU_rtl_0); FINN lists them in the order of the graph.
    const single = new Set(found.map(({ family }) => family)).size === 1;
    const ordered = single ? [...found].sort((a, b) => a.number - b.number) : found;
    ordered.forEach(({ name }, nth) => {
      const engine = own[nth];
      if (engine !== undefined) engines.set(name, engine);
    });
  }
  return { engines, notes };
}
