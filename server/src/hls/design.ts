import type { LowerContext } from '../hardware/lower.js';
import { isReady, type ReadyLayer } from '../hardware/ready.js';
import type { Edge, Engine, Pipeline } from '../hardware/pipeline.js';
import type { LayerParameters } from '../parameters/layer-parameters.js';
import { createIdentifiers, type Identifiers } from './identifiers.js';

/** A pipeline with the C++ names of its parts. */
export interface Design {
  readonly pipeline: Pipeline;
  readonly context: LowerContext;
  readonly parameters: readonly (LayerParameters | undefined)[];
  /** The function that is synthesised. */
  readonly top: string;
  /** By engine: the process function. */
  readonly processes: readonly string[];
  /** By edge: the stream. */
  readonly streams: readonly string[];
  /** By engine: the edges into it and out of it, by port. */
  readonly into: readonly (readonly number[])[];
  readonly outOf: readonly (readonly number[])[];
  /** By layer: the name of its files, and of its memories. */
  readonly layerNames: readonly string[];
  readonly names: Identifiers;
}

/** The C++ names of a pipeline's parts, by which reports of the tools speak of them. */
export type PartNames = Pick<Design, 'top' | 'processes' | 'streams' | 'into' | 'outOf' | 'layerNames' | 'names'>;

/** Names every part of a pipeline; the same pipeline gives the same names. */
export function partNames({ engines, edges, network }: Pipeline): PartNames {
  const names = createIdentifiers();
  const files = createIdentifiers();
  const top = names.take(`${network.name}_top`);
  const processes = engines.map(({ name }) => names.take(name));
  const portsOf = (ends: readonly (readonly [engine: number, port: number])[], engine: number): number[] =>
    ends
      .flatMap(([at, port], edge) => (at === engine ? [{ edge, port }] : []))
      .sort((a, b) => a.port - b.port)
      .map(({ edge }) => edge);
  const tails = edges.map((edge) => [edge.from, edge.fromPort] as const);
  const heads = edges.map((edge) => [edge.to, edge.toPort] as const);
  const outOf = engines.map((_, engine) => portsOf(tails, engine));
  const streams = edges.map(({ from, fromPort }) => {
    const several = (outOf[from]?.length ?? 0) > 1;
    return names.take(`${processes[from] ?? ''}_out${several ? `_${fromPort}` : ''}`);
  });
  return {
    top,
    processes,
    streams,
    into: engines.map((_, engine) => portsOf(heads, engine)),
    outOf,
    layerNames: network.layers.map(({ name }) => files.take(name)),
    names,
  };
}

/** A pipeline with its names, parameters and what it is lowered for. */
export function nameParts(
  pipeline: Pipeline,
  parameters: readonly (LayerParameters | undefined)[],
  context: LowerContext,
): Design {
  return { pipeline, context, parameters, ...partNames(pipeline) };
}

/** The layer that an engine belongs to, or undefined for infrastructure. */
export function layerOf({ pipeline }: Design, engine: Engine): ReadyLayer | undefined {
  const layer = engine.layer === undefined ? undefined : pipeline.network.layers[engine.layer];
  return layer && isReady(layer) ? layer : undefined;
}

/** The stream into or out of an engine. */
export function edgeAt({ pipeline }: Design, edges: readonly number[] | undefined, port: number): Edge | undefined {
  return pipeline.edges[edges?.[port] ?? -1];
}
