// Depthwise matrix-vector-threshold unit. Its C++ twin is server/hls/dwmvtu.hpp.
import type { OperationOf, Shape } from '../../network/graph.js';
import { divisors } from '../arithmetic.js';
import { draft, streamOf, type EngineDraft } from '../draft.js';
import { loadingParts } from './loading.js';
import { thresholdParts, unitPart } from './mvtu-cost.js';
import { comparedBits, isConstant, multiplierPart, weightsPart, writtenBy } from './mvtu.js';
import type { MvtuSpec } from './mvtu-spec.js';

export interface DwmvtuSpec extends Omit<MvtuSpec, 'rows' | 'columns' | 'groups'> {
  readonly channels: number;
  /** kh*kw. */
  readonly taps: number;
}

/** PEs that a depthwise convolution may have: divisors of the channels. */
export function dwconvPe({ channels }: Shape): readonly number[] {
  return divisors(channels);
}

/** SIMD lanes: divisors of kh*kw where every channel has its own PE, else 1. */
export function dwconvSimd({ kernel }: OperationOf<'dwconv'>, { channels }: Shape, pe: number): readonly number[] {
  return pe === channels ? divisors(kernel[0] * kernel[1]) : [1];
}

/**
 * Cycles: `simd` taps of `pe` channels each cycle (FINN's VVAU). Every input is used once, so that no input buffer is
 * counted; no measured unit is known, the product terms are the MVTU's.
 */
export function dwmvtu(spec: DwmvtuSpec): EngineDraft {
  const { channels, taps, positions, pe, simd } = spec;
  const cycles = positions * (channels / pe) * (taps / simd);
  const unit = { ...spec, rows: channels, columns: taps };
  return draft(
    'dwmvtu',
    cycles,
    {
      inputs: [streamOf(pe * simd, spec.input.bits, cycles)],
      outputs: [streamOf(pe, (spec.activation ?? spec.accumulator).bits, (positions * channels) / pe)],
    },
    [
      unitPart(unit, {
        kept: undefined,
        laneLuts: false,
        constant: isConstant(spec, cycles / positions),
        lanes: pe * simd,
      }),
      ...multiplierPart(unit, pe * simd),
      ...weightsPart(unit, pe, (channels * taps) / (pe * simd)),
      ...(spec.activation ? thresholdParts(spec.activation, spec.accumulator, comparedBits(unit), spec) : []),
      ...loadingParts(writtenBy(spec, cycles / positions, channels), spec.family),
    ],
    () => ({
      formula: 'positions*(channels/pe)*(kh*kw/simd)',
      substituted: `${positions}*(${channels}/${pe})*(${taps}/${simd})`,
      source: "FINN's VVAU: C*Kh*Kw/P/Q*H*W",
    }),
  );
}
