import type { OperationOf, Shape, WindowGeometry } from '../network/graph.js';
import type { WeightArray } from '../parameters/layer-parameters.js';
import type { Activator } from './activation.js';
import type { KnownLayer } from './known.js';
import type { TensorBuffer, Values } from './tensor.js';
import { windowTable } from './window.js';

/** One image's worth of a layer: reads its inputs' buffers, writes its own. */
export type Step = () => void;

export function depthwiseStep(
  operation: OperationOf<'dwconv'>,
  weights: WeightArray,
  input: TensorBuffer,
  to: Shape,
  activator: Activator,
): Step {
  const { channels } = to;
  const taps = operation.kernel[0] * operation.kernel[1];
  const table = windowTable(input.shape, to, operation);
  // Weights by tap, so that the inner loop runs along the channels on both sides.
  const byTap = Float64Array.from({ length: weights.length }, (_, index) => {
    const channel = index % channels;
    return weights[channel * taps + Math.floor(index / channels)] ?? 0;
  });
  const sums = new Float64Array(channels);
  return () => {
    const values = input.values();
    for (let pixel = 0; pixel < to.height * to.width; pixel++) {
      sums.fill(0);
      for (let tap = 0; tap < taps; tap++) {
        const source = table[pixel * taps + tap] ?? -1;
        const weight = tap * channels;
        for (let channel = 0; channel < channels; channel++) {
          const value = source < 0 ? operation.padValue : (values[source * channels + channel] ?? 0);
          sums[channel] = (sums[channel] ?? 0) + value * (byTap[weight + channel] ?? 0);
        }
      }
      activator.pixel(sums, 0, pixel, 0, channels);
    }
    activator.done();
  };
}

/** The maximum of packed signs is their OR. */
export function maxPoolWordsStep(geometry: WindowGeometry, input: TensorBuffer, output: TensorBuffer): Step {
  const { height, width } = output.shape;
  const taps = geometry.kernel[0] * geometry.kernel[1];
  const table = windowTable(input.shape, output.shape, geometry);
  const { pixelWords } = output;
  return () => {
    const from = input.words();
    const to = output.words();
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let word = 0; word < pixelWords; word++) {
        let ones = 0;
        for (let tap = 0; tap < taps; tap++) {
          const source = table[pixel * taps + tap] ?? -1;
          if (source >= 0) ones |= from[source * pixelWords + word] ?? 0;
        }
        to[pixel * pixelWords + word] = ones;
      }
    }
    output.wroteWords();
  };
}

/** A border never is the maximum; a window that lies wholly in it gives the lowest value of the type. */
export function maxPoolStep(geometry: WindowGeometry, lowest: number, input: TensorBuffer, output: TensorBuffer): Step {
  const { height, width, channels } = output.shape;
  const taps = geometry.kernel[0] * geometry.kernel[1];
  const table = windowTable(input.shape, output.shape, geometry);
  return () => {
    const from = input.values();
    const to = output.values();
    to.fill(lowest);
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let tap = 0; tap < taps; tap++) {
        const source = table[pixel * taps + tap] ?? -1;
        if (source < 0) continue;
        for (let channel = 0; channel < channels; channel++) {
          const value = from[source * channels + channel] ?? 0;
          if (value > (to[pixel * channels + channel] ?? 0)) to[pixel * channels + channel] = value;
        }
      }
    }
    output.wroteValues();
  };
}

/** The sum of each window, a border adding 0, shifted right arithmetically. */
export function averagePoolStep(
  geometry: WindowGeometry,
  shift: number,
  input: TensorBuffer,
  to: Shape,
  activator: Activator,
): Step {
  const { height, width, channels } = to;
  const taps = geometry.kernel[0] * geometry.kernel[1];
  const table = windowTable(input.shape, to, geometry);
  const sums = new Float64Array(channels);
  const divisor = 2 ** shift;
  return () => {
    const from = input.values();
    for (let pixel = 0; pixel < height * width; pixel++) {
      sums.fill(0);
      for (let tap = 0; tap < taps; tap++) {
        const source = table[pixel * taps + tap] ?? -1;
        if (source < 0) continue;
        for (let channel = 0; channel < channels; channel++) {
          sums[channel] = (sums[channel] ?? 0) + (from[source * channels + channel] ?? 0);
        }
      }
      if (shift > 0)
        for (let channel = 0; channel < channels; channel++) sums[channel] = Math.floor((sums[channel] ?? 0) / divisor);
      activator.pixel(sums, 0, pixel, 0, channels);
    }
    activator.done();
  };
}

/** Sums the inputs element by element (one input: passes it on to the thresholds). */
export function addStep(inputs: readonly TensorBuffer[], to: Shape, activator: Activator): Step {
  const { channels } = to;
  const sums = new Float64Array(channels);
  return () => {
    const sources: readonly Values[] = inputs.map((input) => input.values());
    for (let pixel = 0; pixel < to.height * to.width; pixel++) {
      sums.fill(0);
      for (const source of sources) {
        for (let channel = 0; channel < channels; channel++) {
          sums[channel] = (sums[channel] ?? 0) + (source[pixel * channels + channel] ?? 0);
        }
      }
      activator.pixel(sums, 0, pixel, 0, channels);
    }
    activator.done();
  };
}

export function concatStep(inputs: readonly TensorBuffer[], output: TensorBuffer): Step {
  const { height, width, channels } = output.shape;
  return () => {
    const to = output.values();
    let first = 0;
    for (const input of inputs) {
      const from = input.values();
      const count = input.shape.channels;
      for (let pixel = 0; pixel < height * width; pixel++) {
        for (let channel = 0; channel < count; channel++) {
          to[pixel * channels + first + channel] = from[pixel * count + channel] ?? 0;
        }
      }
      first += count;
    }
    output.wroteValues();
  };
}

export function upsampleStep(operation: OperationOf<'upsample'>, input: TensorBuffer, output: TensorBuffer): Step {
  const { height, width, channels } = output.shape;
  const [rows, columns] = operation.scale;
  return () => {
    const from = input.values();
    const to = output.values();
    let at = 0;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const source = (Math.floor(row / rows) * input.shape.width + Math.floor(column / columns)) * channels;
        for (let channel = 0; channel < channels; channel++) to[at++] = from[source + channel] ?? 0;
      }
    }
    output.wroteValues();
  };
}

/** The indices of the best channels of each pixel, best first; the lowest index among equals. */
export function argmaxStep(layer: KnownLayer, top: number, input: TensorBuffer, output: TensorBuffer): Step {
  const { channels } = input.shape;
  const { height, width } = layer.output.shape;
  return () => {
    const from = input.values();
    const to = output.values();
    for (let pixel = 0; pixel < height * width; pixel++) {
      const start = pixel * channels;
      for (let rank = 0; rank < top; rank++) {
        // The greatest value that stands behind the one chosen before, in the order of value down, index up.
        const last = rank === 0 ? -1 : (to[pixel * top + rank - 1] ?? 0);
        const bound = rank === 0 ? Infinity : (from[start + last] ?? 0);
        let best = -1;
        let bestValue = -Infinity;
        for (let channel = 0; channel < channels; channel++) {
          const value = from[start + channel] ?? 0;
          const open = value < bound || (value === bound && channel > last);
          if (open && value > bestValue) [best, bestValue] = [channel, value];
        }
        to[pixel * top + rank] = best;
      }
    }
    output.wroteValues();
  };
}

/** Passes a map on unchanged, in the form that it stands in. */
export function copyStep(bipolar: boolean, input: TensorBuffer, output: TensorBuffer): Step {
  if (bipolar) {
    return () => {
      output.words().set(input.words());
      output.wroteWords();
    };
  }
  return () => {
    output.values().set(input.values());
    output.wroteValues();
  };
}
