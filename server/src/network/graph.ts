import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location, Span } from '../diagnostics/span.js';
import type { LayerStatement, NetworkStatement, TargetStatement } from '../language/ast.js';
import type { QuantisedType } from './quantised-type.js';

/**
 * A map of H x W x C. 1-D maps (WxC) have height 1 and rank 1; vectors (N) are 1x1xN and rank 0, so that every
 * engine computes with one form.
 */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly rank: 0 | 1 | 2;
}

export interface Tensor {
  readonly shape: Shape;
  readonly type: QuantisedType;
  /**
   * What of it stands in for a value that could not be read, which has been told; absent where nothing does. Where channels do,
   * any of the shape may.
   */
  readonly guessed?: 'type' | 'shape' | 'channels';
}

export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Rows, columns. A 1-D layer has 1 row. */
export type Pair = readonly [rows: number, columns: number];

export type MemoryStyle = 'auto' | 'lutram' | 'bram' | 'uram' | 'external';
export type MultiplierStyle = 'auto' | 'lut' | 'dsp';

/** What the author asked for of a layer's hardware; undefined where nothing was said or `auto` was. */
export interface HardwareWishes {
  readonly pe?: Wish<number>;
  readonly simd?: Wish<number>;
  readonly mem?: Wish<MemoryStyle>;
  readonly impl?: Wish<MultiplierStyle>;
  /** Depth in words of each stream into the layer; undefined entries are `auto`. */
  readonly fifo?: Wish<readonly (number | undefined)[]>;
}

/** A wish and the attribute that says it: in the layer, in `defaults`, or in a `fold` line of the target. */
export interface Wish<T> {
  readonly value: T;
  readonly at: Location;
}

/** The activation of a layer: its type, or undefined for `none` (the accumulator is carried). */
export type Activation = QuantisedType | undefined;

export interface WindowGeometry {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly pad: Padding;
}

/** What a layer computes, resolved: every attribute evaluated, defaulted and checked. */
export type Operation =
  | { readonly kind: 'input' }
  | { readonly kind: 'output' }
  | {
      readonly kind: 'dense';
      readonly units: number;
      /** Inputs of one row: the flattened map. */
      readonly inputs: number;
      /** `inputs` rounded up to a multiple of `align`. */
      readonly alignedInputs: number;
      readonly weights: QuantisedType;
      readonly activation: Activation;
    }
  | ({
      readonly kind: 'conv';
      readonly filters: number;
      readonly groups: number;
      readonly padValue: number;
      readonly weights: QuantisedType;
      readonly activation: Activation;
    } & WindowGeometry)
  | ({
      readonly kind: 'dwconv';
      readonly padValue: number;
      readonly weights: QuantisedType;
      readonly activation: Activation;
    } & WindowGeometry)
  | ({ readonly kind: 'maxpool' } & WindowGeometry)
  | ({ readonly kind: 'avgpool'; readonly shift: number; readonly activation: Activation } & WindowGeometry)
  | { readonly kind: 'globalavgpool'; readonly shift: number; readonly activation: Activation }
  | { readonly kind: 'threshold'; readonly activation: QuantisedType }
  | { readonly kind: 'add'; readonly activation: Activation }
  | { readonly kind: 'concat' }
  | { readonly kind: 'upsample'; readonly scale: Pair }
  | { readonly kind: 'argmax'; readonly top: number };

export type OperationKind = Operation['kind'];
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;

/** One layer after blocks and repeats are expanded. */
export interface Layer {
  /** Place in `Network.layers`. */
  readonly index: number;
  /** Expanded: `c1`, `r1.conv_a`, `x_0`. */
  readonly name: string;
  /** As written, also where `operation` is unknown. */
  readonly kind: string;
  /** Undefined where an attribute that it needs is missing or wrong: then everything behind it is unknown too. */
  readonly operation: Operation | undefined;
  /** Indexes of the layers whose outputs it reads, in the order of `from`. */
  readonly inputs: readonly number[];
  /** Indexes of the layers that read its output. */
  readonly consumers: readonly number[];
  /** Undefined where the shape is unknown. For `dense` the map that it flattens. */
  readonly inputTensors: readonly (Tensor | undefined)[];
  /** Sums before the activation (dense, conv, dwconv, add, averages): the exact range from the types. */
  readonly accumulator: QuantisedType | undefined;
  readonly output: Tensor | undefined;
  /**
   * Whether a value of it, or a type that it reads, stands in for one that could not be read: its legal foldings are right,
   * and its cycles where only a type is guessed, but not its widths and resources.
   */
  readonly guessed: boolean;
  /** Whether its weights, bias and thresholds can be replaced while the design is on the board; false where it has none. */
  readonly loadable: boolean;
  readonly wishes: HardwareWishes;
  /** The statement that it comes from, and the file it stands in. */
  readonly statement: LayerStatement;
  readonly uri: string;
  /** The block instances that it was expanded from, outermost first. */
  readonly instances: readonly { readonly statement: LayerStatement; readonly uri: string }[];
}

/** A network as written in one file, resolved: a directed acyclic graph in file order (which is topological). */
export interface Network {
  readonly name: string;
  readonly uri: string;
  readonly statement: NetworkStatement;
  readonly layers: readonly Layer[];
  /** Indexes of the `input` layers, and of the layers whose values leave the network. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly params: { readonly path: string; readonly span: Span } | undefined;
  /** Whether every layer has an operation and an output, and nothing is guessed. */
  readonly complete: boolean;
  /** Whether something of a layer stands in for what could not be read. */
  readonly guessed: boolean;
}

export type Quantity = Wish<number>;
/** The names that `budget` takes. */
export type BudgetName = 'lut' | 'ff' | 'bram' | 'uram' | 'dsp';

/** A budget: a share of the device (0.8) or a count. */
export type BudgetAmount = { readonly share: number } | { readonly count: number };

/** A `fold` line, evaluated. */
export interface FoldLine {
  readonly pattern: string;
  readonly at: Location;
  readonly wishes: HardwareWishes;
  /** Which of the wishes say `auto` explicitly: they take back what the layer says. */
  readonly reset: readonly (keyof HardwareWishes)[];
}

/** A target as written, evaluated; `device` is still a word or string, which devices/ looks up. */
export interface Target {
  readonly name: string;
  readonly uri: string;
  readonly statement: TargetStatement;
  /** The network that it is for; undefined where the name is unknown. */
  readonly network: Network | undefined;
  readonly device: Wish<string> | undefined;
  readonly clockHz: Quantity | undefined;
  readonly throughputFps: Quantity | undefined;
  readonly latencyS: Quantity | undefined;
  readonly minimize: 'lut' | 'bram' | 'dsp' | 'balanced' | undefined;
  readonly interface: 'dma' | 'stream' | undefined;
  readonly budget: Readonly<Partial<Record<BudgetName, Wish<BudgetAmount>>>>;
  readonly folds: readonly FoldLine[];
}

/** Everything that one file says, with the files that it imports taken in. */
export interface Program {
  readonly uri: string;
  readonly networks: readonly Network[];
  readonly targets: readonly Target[];
  readonly diagnostics: readonly Diagnostic[];
  /** URIs of imported files whose text was not at hand. */
  readonly wanted: readonly string[];
}
