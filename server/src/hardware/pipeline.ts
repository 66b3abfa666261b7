import type { Correction } from '../devices/correction.js';
import type { Resources } from '../devices/primitives.js';
import type { MemoryStyle, MultiplierStyle, Network, Tensor } from '../network/graph.js';

/** How one layer is folded. `pe` and `simd` are undefined where the kind has none. */
export interface LayerFolding {
  readonly pe: number | undefined;
  readonly simd: number | undefined;
  readonly mem: MemoryStyle;
  readonly impl: MultiplierStyle;
  /** Depth in words of each stream into the layer; undefined entries are chosen. */
  readonly fifo: readonly (number | undefined)[];
}

/** A folding of a whole network, by layer index. */
export type Folding = readonly LayerFolding[];

export type EngineKind =
  | 'mvtu'
  | 'dwmvtu'
  | 'sliding-window'
  | 'pad'
  | 'pool'
  | 'threshold'
  | 'add'
  | 'concat'
  | 'duplicate'
  | 'upsample'
  | 'width-converter'
  | 'argmax'
  | 'fifo'
  | 'input-dma'
  | 'output-dma'
  | 'shell';

/** One step of an explanation: a formula, the same with numbers put in, its value and where it comes from. */
export interface FormulaLine {
  readonly what: string;
  readonly formula: string;
  readonly substituted: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** Whether it takes the place of what stands above it in the same unit, instead of being added to it. */
  readonly instead?: boolean;
}

/** One hardware engine, with the cycles that it takes for one frame. */
export interface Engine {
  /** `c1.mvtu`, `c1.sliding-window`; unique in the pipeline, a C++ identifier when dots become `_`. */
  readonly name: string;
  readonly kind: EngineKind;
  /** The layer that it belongs to, or undefined for infrastructure. */
  readonly layer: number | undefined;
  readonly cycles: number;
  readonly resources: Resources;
  /** Bits and words per frame of each stream in and out. */
  readonly inputs: readonly StreamShape[];
  readonly outputs: readonly StreamShape[];
  /** What reports of one's own corrected of its resources. */
  readonly corrected?: readonly Correction[] | undefined;
  /** Made on demand: hover and --explain. */
  readonly explain: () => readonly FormulaLine[];
}

/** What one stream carries: words of `lanes` values of `valueBits` bits, `words` of them a frame. */
export interface StreamShape {
  readonly lanes: number;
  readonly valueBits: number;
  /** lanes * valueBits */
  readonly bits: number;
  readonly words: number;
}

/** A stream between two engines. Its FIFO has `depth` words; its resources are the FIFO's. */
export interface Edge {
  readonly from: number;
  /** Output port of `from` (a duplicate has several). */
  readonly fromPort: number;
  readonly to: number;
  readonly toPort: number;
  readonly tensor: Tensor;
  readonly stream: StreamShape;
  readonly depth: number;
  /** Whether the author wrote the depth. */
  readonly pinned: boolean;
}

/** The engines of a network, in topological order, and the streams between them. Shell and FIFOs are not among the engines. */
export interface Pipeline {
  readonly network: Network;
  readonly folding: Folding;
  readonly engines: readonly Engine[];
  readonly edges: readonly Edge[];
  /** Engines of each layer, by layer index, in dataflow order. */
  readonly enginesOf: readonly (readonly number[])[];
}

/** One legal way to fold a layer, and what it costs; what completion and the search choose from. */
export interface FoldingChoice {
  readonly pe: number | undefined;
  readonly simd: number | undefined;
}
