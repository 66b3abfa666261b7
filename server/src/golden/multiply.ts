import type { OperationOf, Shape, WindowGeometry } from '../network/graph.js';
import type { Range, WeightArray } from '../parameters/layer-parameters.js';
import type { Activator } from './activation.js';
import type { Kernels } from './kernels.js';
import type { KnownLayer } from './known.js';
import { packSigns, type TensorBuffer, type Values } from './tensor.js';
import { windowTable } from './window.js';

/** How the products of a dense or conv layer are formed. */
export type Arithmetic = 'xnor' | 'dot' | 'wide';

/** A dense or conv layer seen as one matrix product a window: dense is a window of the whole map. */
export interface Product {
  readonly geometry: WindowGeometry;
  readonly padValue: number;
  readonly units: number;
  readonly groups: number;
  readonly from: Shape;
  readonly to: Shape;
  readonly taps: number;
  /** Channels of one group. */
  readonly depth: number;
}

export function productOf(layer: KnownLayer, operation: OperationOf<'dense'> | OperationOf<'conv'>): Product {
  const to = layer.output.shape;
  const from = layer.inputTensors[0]?.shape ?? to;
  if (operation.kind === 'conv') {
    const taps = operation.kernel[0] * operation.kernel[1];
    const { groups, padValue, filters } = operation;
    return { geometry: operation, padValue, units: filters, groups, from, to, taps, depth: from.channels / groups };
  }
  const geometry: WindowGeometry = {
    kernel: [from.height, from.width],
    stride: [1, 1],
    dilation: [1, 1],
    pad: { top: 0, bottom: 0, left: 0, right: 0 },
  };
  const taps = from.height * from.width;
  return { geometry, padValue: 0, units: operation.units, groups: 1, from, to, taps, depth: from.channels };
}

/** XNOR where both sides are bipolar and a group fills whole words; 16-bit products where both fit; else doubles. */
export function arithmeticOf(
  { groups, depth, padValue }: Product,
  bipolar: boolean,
  input: Range,
  weights: Range,
  sums: Range,
): Arithmetic {
  if (bipolar && (groups === 1 || depth % 32 === 0)) return 'xnor';
  const fits = ({ lo, hi }: Range): boolean => lo >= -32768 && hi <= 32767;
  return fits(input) &&
    fits({ lo: padValue, hi: padValue }) &&
    fits(weights) &&
    sums.lo >= -(2 ** 31) &&
    sums.hi < 2 ** 31
    ? 'dot'
    : 'wide';
}

/** Bytes of one row of weights or activations of one group, as the kernels want it. */
export function rowBytes({ taps, depth }: Product, arithmetic: Arithmetic): number {
  if (arithmetic === 'wide') return 0;
  const bytes = arithmetic === 'xnor' ? taps * Math.ceil(depth / 32) * 4 : taps * depth * 2;
  return Math.ceil(bytes / 16) * 16;
}

/** Where a layer's numbers lie in the kernels' memory. */
export interface Placement {
  readonly weights: number;
  readonly row: number;
  readonly sums: number;
}

/** Lays the weights out in the kernels' memory and gives the step that runs one image. */
export function multiplier(
  product: Product,
  arithmetic: Arithmetic,
  weights: WeightArray,
  kernels: Kernels,
  place: Placement,
  input: TensorBuffer,
  activator: Activator,
): () => void {
  switch (arithmetic) {
    case 'xnor':
      placeSigns(product, weights, kernels, place);
      return xnorStep(product, kernels, place, input, activator);
    case 'dot':
      placeHalves(product, weights, kernels, place);
      return dotStep(product, kernels, place, input, activator);
    case 'wide':
      return wideStep(product, weights, input, activator);
  }
}

function placeSigns(product: Product, weights: WeightArray, { memory }: Kernels, place: Placement): void {
  const { units, taps, depth } = product;
  const bytes = rowBytes(product, 'xnor');
  for (let unit = 0; unit < units; unit++) {
    const row = weights.subarray(unit * taps * depth, (unit + 1) * taps * depth);
    packSigns(row, new Int32Array(memory, place.weights + unit * bytes, bytes / 4), taps, depth);
  }
}

function placeHalves(product: Product, weights: WeightArray, { memory }: Kernels, place: Placement): void {
  const { units, taps, depth } = product;
  const bytes = rowBytes(product, 'dot');
  for (let unit = 0; unit < units; unit++) {
    const row = weights.subarray(unit * taps * depth, (unit + 1) * taps * depth);
    new Int16Array(memory, place.weights + unit * bytes, bytes / 2).set(row);
  }
}

function xnorStep(
  product: Product,
  kernels: Kernels,
  place: Placement,
  input: TensorBuffer,
  activator: Activator,
): () => void {
  const { taps, depth, groups, units, from, to, geometry, padValue } = product;
  const table = windowTable(from, to, geometry);
  const bytes = rowBytes(product, 'xnor');
  const row = new Int32Array(kernels.memory, place.row, bytes / 4);
  const sums = new Int32Array(kernels.memory, place.sums, units);
  const groupUnits = units / groups;
  const groupWords = Math.ceil(depth / 32);
  const border = borderWords(depth, padValue);
  const pixels = to.height * to.width;
  return () => {
    const words = input.words();
    row.fill(0);
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let group = 0; group < groups; group++) {
        let at = 0;
        for (let tap = 0; tap < taps; tap++) {
          const source = table[pixel * taps + tap] ?? -1;
          const start = source * input.pixelWords + group * groupWords;
          for (let word = 0; word < groupWords; word++)
            row[at++] = (source < 0 ? border[word] : words[start + word]) ?? 0;
        }
        const first = group * groupUnits;
        kernels.xnor(place.row, place.weights + first * bytes, place.sums, groupUnits, bytes, taps * depth);
        activator.pixel(sums, 0, pixel, first, groupUnits);
      }
    }
    activator.done();
  };
}

function borderWords(depth: number, padValue: number): Int32Array {
  const words = new Int32Array(Math.ceil(depth / 32));
  packSigns(new Int8Array(depth).fill(padValue), words, 1, depth);
  return words;
}

function dotStep(
  product: Product,
  kernels: Kernels,
  place: Placement,
  input: TensorBuffer,
  activator: Activator,
): () => void {
  const { taps, depth, groups, units, from, to, geometry, padValue } = product;
  const table = windowTable(from, to, geometry);
  const bytes = rowBytes(product, 'dot');
  const row = new Int16Array(kernels.memory, place.row, bytes / 2);
  const sums = new Int32Array(kernels.memory, place.sums, units);
  const groupUnits = units / groups;
  const pixels = to.height * to.width;
  return () => {
    const values = input.values();
    row.fill(0);
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let group = 0; group < groups; group++) {
        let at = 0;
        for (let tap = 0; tap < taps; tap++) {
          const source = table[pixel * taps + tap] ?? -1;
          const start = source * from.channels + group * depth;
          if (source < 0) row.fill(padValue, at, at + depth);
          else for (let channel = 0; channel < depth; channel++) row[at + channel] = values[start + channel] ?? 0;
          at += depth;
        }
        const first = group * groupUnits;
        kernels.dot(place.row, place.weights + first * bytes, place.sums, groupUnits, bytes);
        activator.pixel(sums, 0, pixel, first, groupUnits);
      }
    }
    activator.done();
  };
}

/** Values beyond 16 bits, summed in doubles, which hold every sum exactly (the language allows sums of 32 bits). */
function wideStep(product: Product, weights: WeightArray, input: TensorBuffer, activator: Activator): () => void {
  const { taps, depth, groups, units, from, to, geometry, padValue } = product;
  const table = windowTable(from, to, geometry);
  const sums: Values = new Float64Array(units);
  const groupUnits = units / groups;
  return () => {
    const values = input.values();
    for (let pixel = 0; pixel < to.height * to.width; pixel++) {
      for (let unit = 0; unit < units; unit++) {
        const group = Math.floor(unit / groupUnits);
        let weight = unit * taps * depth;
        let sum = 0;
        for (let tap = 0; tap < taps; tap++) {
          const source = table[pixel * taps + tap] ?? -1;
          const start = source * from.channels + group * depth;
          for (let channel = 0; channel < depth; channel++) {
            sum += (source < 0 ? padValue : (values[start + channel] ?? 0)) * (weights[weight++] ?? 0);
          }
        }
        sums[unit] = sum;
      }
      activator.pixel(sums, 0, pixel, 0, units);
    }
    activator.done();
  };
}
