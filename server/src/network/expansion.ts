import type { BlockStatement, DefaultsStatement, LayerStatement, ParamsStatement } from '../language/ast.js';
import type { Environment } from './evaluate.js';
import type { Declared } from './file-scope.js';
import type { GivenAttributes } from './given.js';
import type { Layer, Network } from './graph.js';
import type { LayerScope } from './layer-scope.js';
import type { ValueRange } from './ranges.js';

export type LayerDraft = { -readonly [K in keyof Layer]: Layer[K] } & { consumers: number[] };

/** What a layer that can be taken over was resolved with, beside what it holds itself. */
export interface Remembered {
  /** Innermost first. */
  readonly defaults: readonly DefaultsStatement[];
  readonly bounds: ValueRange | undefined;
}

/** A network as it was resolved before, in the surroundings that it has now. */
export interface NetworkBefore {
  readonly network: Network;
  /** By layer; undefined where one is to be resolved whatever happens. */
  readonly remembered: readonly (Remembered | undefined)[];
}

/** What is built up while a network is expanded. */
export interface Expansion {
  readonly layers: LayerDraft[];
  readonly bounds: ((layer: string) => ValueRange | undefined) | undefined;
  /** The network of which layers may be taken over. */
  readonly before: NetworkBefore | undefined;
  /** By layer: what the next resolution needs to know to take it over. */
  readonly remembered: (Remembered | undefined)[];
  /** Statements expanded so far, empty rounds included, so that no nesting of nothing takes forever. */
  steps: number;
  /** Whether the limit is reached. */
  full: boolean;
  /** Whether it has been told that the network is too large. */
  large: boolean;
  /** Whether something was left out, or a source is not known: then nobody can say what is unused. */
  unclear: boolean;
  /** The outermost instance that gives a layer's values as its own. */
  readonly givenBy: Map<number, { readonly statement: LayerStatement; readonly uri: string }>;
  params: ParamsStatement | undefined;
}

/** Where a body is expanded. */
export interface Frame {
  readonly env: Environment;
  readonly scope: LayerScope;
  readonly where: 'network' | 'block' | 'repeat';
  /** Before every name: `r1.`. */
  readonly prefix: string;
  /** Innermost first. */
  defaults: readonly GivenAttributes[];
  /** Where they are given. */
  defaultStatements: readonly DefaultsStatement[];
  readonly instances: Layer['instances'];
  readonly blocks: readonly Declared<BlockStatement>[];
  /** Of a block that is checked on its own, without an instance: what a network's `defaults` may give is not missed. */
  readonly alone: boolean;
}

/** The layer above, as the statements go by. */
export interface Flow {
  previous: number;
}

export function newExpansion(bounds: Expansion['bounds'], before?: NetworkBefore): Expansion {
  return {
    layers: [],
    bounds,
    before,
    remembered: [],
    steps: 0,
    full: false,
    large: false,
    unclear: false,
    givenBy: new Map(),
    params: undefined,
  };
}
