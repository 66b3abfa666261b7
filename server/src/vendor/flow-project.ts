/** How the values of a port are written into its words. */
export interface FlowType {
  readonly name: string;
  /** The least and the greatest value; a bipolar type has nothing between them. */
  readonly lo: number;
  readonly hi: number;
  readonly bits: number;
  readonly signed: boolean;
  readonly bipolar: boolean;
}

/** An AXI stream of frames. A frame is `height x width x channels` values in this order, in `words` words. */
export interface FlowPort {
  readonly name: string;
  readonly layer: string;
  readonly direction: 'input' | 'output';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly type: FlowType;
  /** Bits of a word that carry values, and of the whole word. */
  readonly bits: number;
  readonly portBits: number;
  /** Words of a frame. */
  readonly words: number;
}

/** An AXI stream of weights, without TLAST. */
export interface FlowWeightPort {
  readonly name: string;
  /** The layer whose weights are streamed; null where all that is loaded comes through it. */
  readonly layer: string | null;
  /** `stream`: all words again for each of `positions` positions of a frame. `load`: once, when loading is asked for. */
  readonly kind: 'stream' | 'load';
  readonly bits: number;
  /** Words of one pass over the weights. */
  readonly words: number;
  readonly positions: number;
}

/** The parameters that a design takes. */
export interface FlowLoads {
  /** Equal for designs that take each other's parameter files. */
  readonly design: string;
  /** Whether nothing can be computed before they have been loaded once. */
  readonly needed: boolean;
  /** Which words of the port are whose. */
  readonly layers: readonly { readonly layer: string; readonly first: number; readonly words: number }[];
}

/** What scripts and driver are written from. It stands in the project's manifest under `flow`. */
export interface FlowProject {
  readonly network: string;
  readonly target: string | null;
  readonly part: string;
  /** As the vendor names it: `Zynq-7000`. */
  readonly family: string;
  /** The board's name and, where it is known, its board part. */
  readonly board: { readonly title: string; readonly boardPart: string | null } | null;
  readonly clockHz: number;
  readonly interface: 'dma' | 'stream';
  /** The function that is synthesised. */
  readonly top: string;
  /** What is loaded through the port of kind `load`, with the control port's `load`; null where nothing is. */
  readonly loads: FlowLoads | null;
  readonly ports: readonly FlowPort[];
  readonly weightPorts: readonly FlowWeightPort[];
  /** `quick` takes the tool's defaults, `timing` spends its time on the clock. */
  readonly profile: Profile;
  /** Whether the processor of a block design hears of the ends of transfers; else it must ask. */
  readonly interrupts: boolean;
}

export const PROFILES = ['quick', 'timing'] as const;

export type Profile = (typeof PROFILES)[number];

/** The processor around the design: a Zynq's, where frames come by DMA, or none (out of context). */
export type Shell = 'zynq7' | 'zynqmp' | 'none';

export function shellOf({ interface: way, family }: FlowProject): Shell {
  if (way !== 'dma') return 'none';
  if (/^zynq-7000/i.test(family)) return 'zynq7';
  return /^zynq ultrascale\+/i.test(family) ? 'zynqmp' : 'none';
}
