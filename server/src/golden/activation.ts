import type { QuantisedType } from '../network/quantised-type.js';
import type { Thresholds } from '../parameters/layer-parameters.js';
import type { TensorBuffer, Values } from './tensor.js';

/** Writes the activations of one pixel: `sums[offset + i]` is channel `first + i` of `count`. */
export interface Activator {
  readonly pixel: (sums: Values, offset: number, pixel: number, first: number, count: number) => void;
  /** To be called once an image, when all pixels are written. */
  readonly done: () => void;
}

/** What becomes of sums: carried with the bias added, packed signs, or levels counted from thresholds. */
export function activator(
  to: TensorBuffer,
  type: QuantisedType,
  thresholds: Thresholds | undefined,
  bias: Int32Array | undefined,
): Activator {
  if (!thresholds) return carrier(to, bias);
  if (type.bipolar) return signer(to, thresholds);
  return counter(to, type, thresholds);
}

function carrier(to: TensorBuffer, bias: Int32Array | undefined): Activator {
  const { channels } = to.shape;
  return {
    pixel: (sums, offset, pixel, first, count) => {
      const out = to.values();
      const start = pixel * channels + first;
      if (bias) for (let i = 0; i < count; i++) out[start + i] = (sums[offset + i] ?? 0) + (bias[first + i] ?? 0);
      else for (let i = 0; i < count; i++) out[start + i] = sums[offset + i] ?? 0;
    },
    done: to.wroteValues,
  };
}

function signer(to: TensorBuffer, { values, rows, falling }: Thresholds): Activator {
  const { channels } = to.shape;
  // sum <= t is the opposite of sum >= t + 1, so one comparison and one flip serve rising and falling channels.
  const reach = Float64Array.from({ length: channels }, (_, channel) => {
    const threshold = values[rows === 1 ? 0 : channel] ?? 0;
    return falling?.[channel] === 1 ? threshold + 1 : threshold;
  });
  const flip = Int32Array.from({ length: channels }, (_, channel) => falling?.[channel] ?? 0);
  const narrow = reach.every((value) => value === (value | 0));
  const limits = narrow ? Int32Array.from(reach) : reach;
  return {
    pixel: (sums, offset, pixel, first, count) => {
      const words = to.words();
      const start = pixel * to.pixelWords;
      const end = first + count;
      for (let channel = first; channel < end;) {
        const stop = Math.min(end, (channel | 31) + 1);
        const base = channel;
        let word = 0;
        for (; channel < stop; channel++) {
          const reached = (sums[offset + channel - first] ?? 0) >= (limits[channel] ?? 0) ? 1 : 0;
          word |= (reached ^ (flip[channel] ?? 0)) << (channel & 31);
        }
        // A group may begin inside a word that the group before has begun.
        const index = start + (base >> 5);
        words[index] = (base & 31) === 0 ? word : (words[index] ?? 0) | word;
      }
    },
    done: to.wroteWords,
  };
}

function counter(to: TensorBuffer, type: QuantisedType, { values, rows, steps, falling }: Thresholds): Activator {
  const { channels } = to.shape;
  return {
    pixel: (sums, offset, pixel, first, count) => {
      const out = to.values();
      const start = pixel * channels;
      for (let channel = first; channel < first + count; channel++) {
        const sum = sums[offset + channel - first] ?? 0;
        const row = rows === 1 ? 0 : channel * steps;
        out[start + channel] =
          type.lo +
          (falling?.[channel] === 1 ? steps - below(values, row, steps, sum) : atMost(values, row, steps, sum));
      }
    },
    done: to.wroteValues,
  };
}

/** How many of the ascending thresholds are less than `sum`. */
function below(values: Float64Array, from: number, count: number, sum: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[from + middle] ?? 0) < sum) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending thresholds are at most `sum`. */
function atMost(values: Float64Array, from: number, count: number, sum: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[from + middle] ?? 0) <= sum) low = middle + 1;
    else high = middle;
  }
  return low;
}
