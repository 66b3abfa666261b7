import type { KnownLayer, Known } from './known.js';
import type { OperationOf, Pair, Shape, WindowGeometry } from '../network/graph.js';
import type { LayerParameters, Thresholds, WeightArray } from '../parameters/layer-parameters.js';
import type { NumberArray } from '../parameters/npy.js';

/**
 * The slow, independent reference: every kind as plain loops over doubles (exact below 2^53), one image at a time, no
 * packing and nothing shared with the fast model. Tests and the bench hold the fast model against it.
 *
 * `inputs` holds one frame for each of `Network.inputs`, H, W, C order. Gives the values of every layer, by layer index.
 */
export function runPlain({ network, layers, parameters }: Known, inputs: readonly NumberArray[]): Float64Array[] {
  const outputs: Float64Array[] = [];
  for (const layer of layers) {
    const sources = layer.inputs.map((index) => outputs[index] ?? new Float64Array());
    const frame = inputs[network.inputs.indexOf(layer.index)];
    outputs.push(compute(layer, parameters[layer.index], frame ? Float64Array.from(frame) : undefined, sources));
  }
  return outputs;
}

function compute(
  layer: KnownLayer,
  parameters: LayerParameters | undefined,
  frame: Float64Array | undefined,
  sources: readonly Float64Array[],
): Float64Array {
  const { operation } = layer;
  const x = sources[0] ?? new Float64Array();
  const from = layer.inputTensors[0]?.shape ?? layer.output.shape;
  const to = layer.output.shape;
  const activate = (sums: Float64Array): Float64Array =>
    parameters?.thresholds ? countThresholds(sums, to, parameters.thresholds, layer.output.type) : sums;
  const weights = parameters?.weights ?? new Int8Array();
  switch (operation.kind) {
    case 'input':
      return frame ?? new Float64Array(elements(to));
    case 'output':
      return x;
    case 'dense':
      return activate(addBias(dense(x, weights, operation.units), parameters?.bias));
    case 'conv':
      return activate(addBias(convolve(x, from, to, operation, weights), parameters?.bias));
    case 'dwconv':
      return activate(addBias(depthwise(x, from, to, operation, weights), parameters?.bias));
    case 'maxpool':
      return pool(from, to, operation, (taps) => greatestOf(taps, x, layer.output.type.lo));
    case 'avgpool':
      return activate(pool(from, to, operation, (taps) => shifted(taps, x, operation.shift)));
    case 'globalavgpool':
      return activate(pool(from, to, wholeMap(from), (taps) => shifted(taps, x, operation.shift)));
    case 'threshold':
      return activate(x);
    case 'add':
      return activate(x.map((_, index) => sources.reduce((sum, source) => sum + (source[index] ?? 0), 0)));
    case 'concat':
      return concatenate(layer, sources);
    case 'upsample':
      return upsample(x, from, to, operation.scale);
    case 'argmax':
      return best(x, from, operation.top);
  }
}

function elements({ height, width, channels }: Shape): number {
  return height * width * channels;
}

/** Output = lowest level + thresholds that the sum reaches (`>=`), or, falling, does not exceed (`<=`). */
function countThresholds(
  sums: Float64Array,
  { channels }: Shape,
  { values, steps, rows, falling }: Thresholds,
  type: { readonly lo: number; readonly bipolar: boolean },
): Float64Array {
  return sums.map((sum, index) => {
    const channel = index % channels;
    const row = rows === 1 ? 0 : channel;
    let count = 0;
    for (let step = 0; step < steps; step++) {
      const threshold = values[row * steps + step] ?? NaN;
      if (falling?.[channel] === 1 ? sum <= threshold : sum >= threshold) count += 1;
    }
    return type.bipolar ? 2 * count - 1 : type.lo + count;
  });
}

function addBias(sums: Float64Array, bias: Int32Array | undefined): Float64Array {
  return bias ? sums.map((sum, index) => sum + (bias[index % bias.length] ?? 0)) : sums;
}

function dense(x: Float64Array, weights: WeightArray, units: number): Float64Array {
  const sums = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let index = 0; index < x.length; index++) sum += (x[index] ?? 0) * (weights[unit * x.length + index] ?? 0);
    sums[unit] = sum;
  }
  return sums;
}

function convolve(
  x: Float64Array,
  from: Shape,
  to: Shape,
  operation: OperationOf<'conv'>,
  weights: WeightArray,
): Float64Array {
  const out = new Float64Array(elements(to));
  const depth = from.channels / operation.groups;
  const filtersPerGroup = operation.filters / operation.groups;
  const [kernelRows, kernelColumns] = operation.kernel;
  let at = 0;
  for (let row = 0; row < to.height; row++) {
    for (let column = 0; column < to.width; column++) {
      for (let filter = 0; filter < operation.filters; filter++) {
        const first = Math.floor(filter / filtersPerGroup) * depth;
        let weight = filter * kernelRows * kernelColumns * depth;
        let sum = 0;
        for (let i = 0; i < kernelRows; i++) {
          for (let j = 0; j < kernelColumns; j++) {
            const pixel = pixelAt(from, operation, row, column, i, j);
            for (let channel = 0; channel < depth; channel++) {
              const value = pixel < 0 ? operation.padValue : (x[pixel * from.channels + first + channel] ?? 0);
              sum += value * (weights[weight++] ?? 0);
            }
          }
        }
        out[at++] = sum;
      }
    }
  }
  return out;
}

function depthwise(
  x: Float64Array,
  from: Shape,
  to: Shape,
  operation: OperationOf<'dwconv'>,
  weights: WeightArray,
): Float64Array {
  const [kernelRows, kernelColumns] = operation.kernel;
  const out = new Float64Array(elements(to));
  for (let index = 0; index < out.length; index++) {
    const channel = index % to.channels;
    const column = Math.floor(index / to.channels) % to.width;
    const row = Math.floor(index / to.channels / to.width);
    for (let i = 0; i < kernelRows; i++) {
      for (let j = 0; j < kernelColumns; j++) {
        const pixel = pixelAt(from, operation, row, column, i, j);
        const value = pixel < 0 ? operation.padValue : (x[pixel * from.channels + channel] ?? 0);
        out[index] = (out[index] ?? 0) + value * (weights[(channel * kernelRows + i) * kernelColumns + j] ?? 0);
      }
    }
  }
  return out;
}

/** The pixel under a tap of the window, counted in rows, or -1 where it lies in the border. */
function pixelAt(
  from: Shape,
  { stride, dilation, pad }: WindowGeometry,
  row: number,
  column: number,
  i: number,
  j: number,
): number {
  const y = row * stride[0] - pad.top + i * dilation[0];
  const x = column * stride[1] - pad.left + j * dilation[1];
  return y >= 0 && y < from.height && x >= 0 && x < from.width ? y * from.width + x : -1;
}

/** One value a channel from the taps that lie inside the map (a border adds nothing to a sum and never is the maximum). */
function pool(from: Shape, to: Shape, geometry: WindowGeometry, reduce: (taps: number[]) => number): Float64Array {
  const [kernelRows, kernelColumns] = geometry.kernel;
  return Float64Array.from({ length: elements(to) }, (_, index) => {
    const channel = index % to.channels;
    const column = Math.floor(index / to.channels) % to.width;
    const row = Math.floor(index / to.channels / to.width);
    const taps: number[] = [];
    for (let i = 0; i < kernelRows; i++) {
      for (let j = 0; j < kernelColumns; j++) {
        const pixel = pixelAt(from, geometry, row, column, i, j);
        if (pixel >= 0) taps.push(pixel * from.channels + channel);
      }
    }
    return reduce(taps);
  });
}

function wholeMap({ height, width }: Shape): WindowGeometry {
  const one: Pair = [1, 1];
  return { kernel: [height, width], stride: one, dilation: one, pad: { top: 0, bottom: 0, left: 0, right: 0 } };
}

function shifted(taps: readonly number[], x: Float64Array, shift: number): number {
  return Math.floor(taps.reduce((sum, at) => sum + (x[at] ?? 0), 0) / 2 ** shift);
}

function concatenate(layer: KnownLayer, sources: readonly Float64Array[]): Float64Array {
  const { height, width } = layer.output.shape;
  const out: number[] = [];
  for (let pixel = 0; pixel < height * width; pixel++) {
    sources.forEach((source) => {
      const channels = source.length / (height * width);
      out.push(...source.subarray(pixel * channels, (pixel + 1) * channels));
    });
  }
  return Float64Array.from(out);
}

function upsample(x: Float64Array, from: Shape, to: Shape, [rows, columns]: Pair): Float64Array {
  return Float64Array.from({ length: elements(to) }, (_, index) => {
    const channel = index % to.channels;
    const column = Math.floor(index / to.channels) % to.width;
    const row = Math.floor(index / to.channels / to.width);
    const pixel = Math.floor(row / rows) * from.width + Math.floor(column / columns);
    return x[pixel * from.channels + channel] ?? 0;
  });
}

/** The indices of the `top` greatest channels of each pixel, best first; the lowest index among equals. */
function best(x: Float64Array, { channels }: Shape, top: number): Float64Array {
  const out: number[] = [];
  for (let start = 0; start < x.length; start += channels) {
    const order = Array.from(x.subarray(start, start + channels), (value, index) => ({ value, index }));
    order.sort((a, b) => b.value - a.value || a.index - b.index);
    out.push(...order.slice(0, top).map(({ index }) => index));
  }
  return Float64Array.from(out);
}

/** A window that lies wholly in the border gives the lowest value of its type. */
function greatestOf(taps: readonly number[], x: Float64Array, lowest: number): number {
  return taps.reduce((greatest, at) => Math.max(greatest, x[at] ?? 0), lowest);
}
