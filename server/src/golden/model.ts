import type { Network, Shape } from '../network/graph.js';
import { networkBounds, type LayerBounds } from '../parameters/bounds.js';
import type { LayerParameters, Range, WeightArray } from '../parameters/layer-parameters.js';
import { isFault, type Fault } from '../parameters/npy.js';
import { activator } from './activation.js';
import {
  addStep,
  argmaxStep,
  averagePoolStep,
  concatStep,
  copyStep,
  depthwiseStep,
  maxPoolStep,
  maxPoolWordsStep,
  upsampleStep,
  type Step,
} from './elementwise.js';
import { createKernels, type Kernels } from './kernels.js';
import { known, type KnownLayer } from './known.js';
import {
  arithmeticOf,
  multiplier,
  productOf,
  rowBytes,
  type Arithmetic,
  type Placement,
  type Product,
} from './multiply.js';
import { tensorBuffer, type TensorBuffer } from './tensor.js';

/** A network made ready to run: weights laid out, one buffer a layer. It runs one image at a time. */
export interface Model {
  readonly network: Network;
  readonly layers: readonly KnownLayer[];
  /** By layer index: the layer's output for the image run last. */
  readonly buffers: readonly TensorBuffer[];
  /** By layer index; nothing for inputs. In order they run one image. */
  readonly steps: readonly Step[];
  /** How each dense and conv layer multiplies, by layer index. */
  readonly arithmetic: readonly (Arithmetic | undefined)[];
}

/**
 * The bit-exact reference of a network with its parameters (from `bindParameters` or `randomParameters`), or why it
 * cannot be run. Bipolar layers run as XNOR and population count on packed words, others as 16-bit products, both in
 * WebAssembly SIMD where the engine has it; `kernelsOf` replaces these kernels.
 */
export function compile(
  network: Network,
  parameters: readonly (LayerParameters | undefined)[],
  kernelsOf: (bytes: number) => Kernels = createKernels,
): Model | Fault {
  const complete = known(network, parameters);
  if (isFault(complete)) return complete;
  const { layers } = complete;
  const bounds = networkBounds(network, parameters);
  const buffers = layers.map(({ output, index }) =>
    tensorBuffer(output.shape, beyondInt32(bounds[index], output.type)),
  );
  const plan = planProducts(layers, parameters, bounds);
  const kernels = kernelsOf(plan.bytes);
  const steps = layers.map((layer) => {
    const planned = plan.products[layer.index];
    return stepOf(layer, parameters[layer.index], buffers, planned && { ...planned, kernels });
  });
  return { network, layers, buffers, steps, arithmetic: plan.products.map((product) => product?.arithmetic) };
}

interface PlannedProduct {
  readonly product: Product;
  readonly arithmetic: Arithmetic;
  readonly place: Placement;
}

/** Gives every product its place: one row and one list of sums that all share, then each layer's weights. */
function planProducts(
  layers: readonly KnownLayer[],
  parameters: readonly (LayerParameters | undefined)[],
  bounds: readonly (LayerBounds | undefined)[],
): { readonly products: readonly (PlannedProduct | undefined)[]; readonly bytes: number } {
  const chosen = layers.map((layer) => {
    const { operation } = layer;
    const weights = parameters[layer.index]?.weights;
    if (!weights || (operation.kind !== 'dense' && operation.kind !== 'conv')) return undefined;
    const product = productOf(layer, operation);
    const type = layer.inputTensors[0]?.type;
    const input = bounds[layer.inputs[0] ?? -1]?.output ?? { lo: type?.lo ?? 0, hi: type?.hi ?? 0 };
    const bipolar = operation.weights.bipolar && type?.bipolar === true;
    const arithmetic = arithmeticOf(
      product,
      bipolar,
      input,
      rangeOf(weights),
      bounds[layer.index]?.accumulator ?? input,
    );
    return { product, arithmetic, bytes: rowBytes(product, arithmetic) };
  });
  const row = 0;
  const sums = Math.max(0, ...chosen.map((each) => each?.bytes ?? 0));
  let end = sums + roundUp(Math.max(0, ...chosen.map((each) => (each?.product.units ?? 0) * 4)));
  const products = chosen.map((each): PlannedProduct | undefined => {
    if (!each) return undefined;
    const place = { row, sums, weights: end };
    end += each.bytes * each.product.units;
    return { product: each.product, arithmetic: each.arithmetic, place };
  });
  return { products, bytes: Math.max(end, 16) };
}

function stepOf(
  layer: KnownLayer,
  parameters: LayerParameters | undefined,
  buffers: readonly TensorBuffer[],
  planned: (PlannedProduct & { readonly kernels: Kernels }) | undefined,
): Step {
  const { operation } = layer;
  const { shape, type } = layer.output;
  const output = buffers[layer.index] ?? tensorBuffer(shape, false);
  const inputs = layer.inputs.map((index) => buffers[index] ?? output);
  const input = inputs[0] ?? output;
  const act = activator(output, type, parameters?.thresholds, parameters?.bias);
  const weights: WeightArray = parameters?.weights ?? new Int8Array();
  switch (operation.kind) {
    case 'input':
      return () => undefined;
    case 'output':
      return copyStep(type.bipolar, input, output);
    case 'dense':
    case 'conv':
      return planned
        ? multiplier(planned.product, planned.arithmetic, weights, planned.kernels, planned.place, input, act)
        : () => undefined;
    case 'dwconv':
      return depthwiseStep(operation, weights, input, shape, act);
    case 'maxpool':
      return type.bipolar ? maxPoolWordsStep(operation, input, output) : maxPoolStep(operation, type.lo, input, output);
    case 'avgpool':
      return averagePoolStep(operation, operation.shift, input, shape, act);
    case 'globalavgpool':
      return averagePoolStep(wholeMap(input.shape), operation.shift, input, shape, act);
    case 'threshold':
    case 'add':
      return addStep(inputs, shape, act);
    case 'concat':
      return concatStep(inputs, output);
    case 'upsample':
      return upsampleStep(operation, input, output);
    case 'argmax':
      return argmaxStep(layer, operation.top, input, output);
  }
}

function wholeMap({ height, width }: Shape): Parameters<typeof averagePoolStep>[0] {
  return { kernel: [height, width], stride: [1, 1], dilation: [1, 1], pad: { top: 0, bottom: 0, left: 0, right: 0 } };
}

function beyondInt32(bounds: LayerBounds | undefined, type: Range): boolean {
  const { lo, hi } = bounds?.output ?? type;
  return lo < -(2 ** 31) || hi >= 2 ** 31;
}

function rangeOf(values: WeightArray): Range {
  let lo = 0;
  let hi = 0;
  // By index: an iterator over millions of cold elements takes several times as long.
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return { lo, hi };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
