import type { Shape } from '../network/graph.js';

export type Values = Int32Array | Float64Array;

/**
 * The values that one layer gives for one image, in the form in which it makes them, and in the other form on demand.
 * `words` packs a bipolar map: each pixel's channels in 32-bit words of its own, bit c % 32 of word c / 32, 1 = +1,
 * unused bits 0. `values` holds the integers in H, W, C order.
 */
export interface TensorBuffer {
  readonly shape: Shape;
  /** Words of 32 bits a pixel. */
  readonly pixelWords: number;
  /** Marks the buffer as new in one form; the other is then made again when it is asked for. */
  readonly wroteWords: () => void;
  readonly wroteValues: () => void;
  /** The packed form; allocated and brought up to date when it is asked for. Bipolar only. */
  readonly words: () => Int32Array;
  readonly values: () => Values;
}

/** A buffer for the output of one layer. `wide` where values do not fit 32 bits with a sign. */
export function tensorBuffer(shape: Shape, wide: boolean): TensorBuffer {
  const pixels = shape.height * shape.width;
  const pixelWords = Math.ceil(shape.channels / 32);
  let words: Int32Array | undefined;
  let values: Values | undefined;
  let wordsFresh = true;
  let valuesFresh = true;
  return {
    shape,
    pixelWords,
    wroteWords: () => {
      [wordsFresh, valuesFresh] = [true, false];
    },
    wroteValues: () => {
      [wordsFresh, valuesFresh] = [false, true];
    },
    words: () => {
      words ??= new Int32Array(pixels * pixelWords);
      if (!wordsFresh && values) packSigns(values, words, pixels, shape.channels);
      wordsFresh = true;
      return words;
    },
    values: () => {
      values ??= wide ? new Float64Array(pixels * shape.channels) : new Int32Array(pixels * shape.channels);
      if (!valuesFresh && words) unpackSigns(words, values, pixels, shape.channels);
      valuesFresh = true;
      return values;
    },
  };
}

/** Packs -1 and +1, pixel by pixel. */
export function packSigns(values: ArrayLike<number>, words: Int32Array, pixels: number, channels: number): void {
  let from = 0;
  let to = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let start = 0; start < channels; start += 32) {
      const count = Math.min(32, channels - start);
      let word = 0;
      // Without a branch: nobody can predict signs.
      for (let bit = 0; bit < count; bit++) word |= (((values[from++] ?? 0) + 1) >> 1) << bit;
      words[to++] = word;
    }
  }
}

function unpackSigns(words: Int32Array, values: Values, pixels: number, channels: number): void {
  const pixelWords = Math.ceil(channels / 32);
  let to = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const word = words[pixel * pixelWords + (channel >> 5)] ?? 0;
      values[to++] = ((word >>> (channel & 31)) & 1) * 2 - 1;
    }
  }
}
