// What a unit that multiplies is made for, and how its products are made.
import type { Family } from '../../devices/primitives.js';
import type { MemoryStyle, MultiplierStyle } from '../../network/graph.js';
import type { QuantisedType } from '../../network/quantised-type.js';

export interface MvtuSpec {
  /** Rows of one matrix: outputs of a group. */
  readonly rows: number;
  /** Columns: inputs of one output, after `align`; of a convolution kh*kw*Cin/groups. */
  readonly columns: number;
  readonly groups: number;
  /** Output positions of a frame: matrix-vector products of each group. */
  readonly positions: number;
  readonly pe: number;
  readonly simd: number;
  readonly input: QuantisedType;
  readonly weights: QuantisedType;
  readonly accumulator: QuantisedType;
  readonly activation: QuantisedType | undefined;
  readonly mem: MemoryStyle;
  readonly impl: MultiplierStyle;
  readonly family: Family;
  readonly loadable: boolean;
}

/** What the types make of a product: XNOR, a selection or negation, or a true multiplication. */
export function productKind(weights: QuantisedType, input: QuantisedType): 'xnor' | 'select' | 'multiply' {
  if (weights.bipolar && input.bipolar) return 'xnor';
  return isTrivial(weights) || isTrivial(input) ? 'select' : 'multiply';
}

/** Whether an operand leaves nothing to multiply: it selects or negates. */
export function isTrivial({ bits, name }: QuantisedType): boolean {
  return bits === 1 || name === 'ternary';
}

/**
 * Where a product is made. One-bit and ternary operands leave nothing to multiply. Left to us (`auto`), products of up
 * to 4 x 4 bits go to LUTs and larger ones to DSPs; the generated code says so explicitly, since the HLS tools left
 * alone take one DSP each however small (PDS_YOLO: 72 DSPs for 72 products of 3 x 3 bits).
 */
export function multiplierOf(weights: QuantisedType, input: QuantisedType, impl: MultiplierStyle): 'lut' | 'dsp' {
  if (productKind(weights, input) !== 'multiply') return 'lut';
  if (impl !== 'auto') return impl;
  return weights.bits * input.bits <= 16 ? 'lut' : 'dsp';
}
