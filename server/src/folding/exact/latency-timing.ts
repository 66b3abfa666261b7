import { modelOf } from '../../hardware/layer-model.js';
import type { LowerContext } from '../../hardware/lower.js';
import type { ReadyLayer } from '../../hardware/ready.js';
import type { Padding, WindowGeometry } from '../../network/graph.js';
import type { Choice } from './choices.js';

/** A moment in the life of a layer: when the last word of a pixel of its frame was written. */
type Moment = number;

/** What a layer's latency is made of, in cycles by choice; loops run one iteration a cycle at best. */
export interface LayerTiming {
  /** Every engine hands a word on one cycle after it was written at the earliest. */
  readonly engines: number;
  /** From the first word that the last engine writes to the last word of its first pixel. */
  readonly firstPixel: Float64Array;
  /** From pixel to pixel. */
  readonly period: Float64Array;
  /** From the last word that it reads for a pixel to the last that it writes. */
  readonly tail: Float64Array;
  readonly needs: Needs;
  readonly slots: readonly SlotTiming[];
}

/** How a layer reads one of its inputs. */
export interface SlotTiming {
  /** Words from pixel to pixel at least, by choice. */
  readonly perPixel: Float64Array;
  /** Cycles for so many pixels, one word a cycle, all but the first word. */
  readonly reading: (choice: number, pixels: number) => number;
}

export function timingOf(
  layer: ReadyLayer,
  choices: readonly Choice[],
  context: LowerContext,
): LayerTiming | undefined {
  const [first] = choices;
  if (!first) return undefined;
  const timings = choices.map((choice) => choiceTiming(layer, choice));
  return {
    engines: modelOf(layer, context).plan(first).engines.length,
    firstPixel: Float64Array.from(timings, ({ firstPixel }) => firstPixel),
    period: Float64Array.from(timings, ({ pixel }) => pixel),
    tail: Float64Array.from(timings, ({ tail }) => tail),
    needs: needsOf(layer),
    slots: layer.inputTensors.map(({ shape }, slot) => {
      const pixels = shape.height * shape.width;
      return {
        perPixel: Float64Array.from(choices, ({ inputs }) => Math.floor(shape.channels / (inputs[slot]?.lanes ?? 1))),
        reading: (choice, wanted) =>
          Math.max(0, Math.ceil(((choices[choice]?.inputs[slot]?.words ?? 0) * wanted) / pixels) - 1),
      };
    }),
  };
}

/** Numbers of one choice. */
interface ChoiceTiming {
  readonly firstPixel: number;
  readonly pixel: number;
  readonly tail: number;
}

/** Which pixel of the inputs must be whole before something can leave; below 0 where none needs to. */
export interface Needs {
  /** For the last word of an output pixel. */
  readonly pixel: (moment: Moment) => number;
  /** For the first word of all. */
  readonly firstWord: number;
}

function needsOf({ operation, inputTensors, output }: ReadyLayer): Needs {
  const { height = 1, width = 1 } = inputTensors[0]?.shape ?? {};
  const all = height * width - 1;
  const same: Needs = { pixel: (moment) => moment, firstWord: -1 };
  switch (operation.kind) {
    case 'dense':
    case 'argmax':
      return operation.kind === 'dense' ? { pixel: () => all, firstWord: all } : { ...same, firstWord: 0 };
    case 'globalavgpool':
      return { pixel: () => all, firstWord: all - 1 };
    case 'conv':
    case 'dwconv':
    case 'maxpool':
    case 'avgpool': {
      const pixel = (moment: Moment): number => lastOfWindow(operation, moment, output.shape.width, height, width);
      // The first result of a convolution without groups wants all channels of its window, others the first few.
      const whole = operation.kind === 'conv' && operation.groups === 1;
      return { pixel, firstWord: whole ? pixel(0) : pixel(0) - 1 };
    }
    case 'upsample': {
      const [rows, columns] = operation.scale;
      const outputWidth = output.shape.width;
      const from = (moment: Moment): number =>
        Math.floor(Math.floor(moment / outputWidth) / rows) * width + Math.floor((moment % outputWidth) / columns);
      return { pixel: from, firstWord: -1 };
    }
    default:
      return same;
  }
}

/** The last pixel of the map in the window of an output pixel; below 0 where there is only padding. */
function lastOfWindow(
  { kernel, stride, dilation, pad }: WindowGeometry & { readonly pad: Padding },
  moment: Moment,
  outputWidth: number,
  height: number,
  width: number,
): number {
  const row = Math.floor(moment / outputWidth) * stride[0] + (kernel[0] - 1) * dilation[0] - pad.top;
  const column = (moment % outputWidth) * stride[1] + (kernel[1] - 1) * dilation[1] - pad.left;
  if (row < 0 || column < 0) return -1;
  return Math.min(row, height - 1) * width + Math.min(column, width - 1);
}

function choiceTiming({ operation, output, inputTensors }: ReadyLayer, choice: Choice): ChoiceTiming {
  const { pe = 1, simd = 1 } = choice;
  const { height, width } = output.shape;
  const words = choice.output.words / (height * width);
  switch (operation.kind) {
    case 'dense':
      return matrix(operation.units / pe, operation.alignedInputs / simd, 1);
    case 'conv': {
      const { kernel, filters, groups } = operation;
      const columns = (kernel[0] * kernel[1] * (inputTensors[0]?.shape.channels ?? 0)) / groups;
      return matrix(filters / groups / pe, columns / simd, groups);
    }
    case 'dwconv':
      return matrix(1, (operation.kernel[0] * operation.kernel[1]) / simd, output.shape.channels / pe);
    default:
      return { firstPixel: words - 1, pixel: words, tail: 0 };
  }
}

/** The loop of the units that multiply: each vector of a pixel is read in the first of its row folds. */
function matrix(rowFolds: number, columnFolds: number, vectors: number): ChoiceTiming {
  const vector = rowFolds * columnFolds;
  return {
    firstPixel: vectors * vector - columnFolds,
    pixel: vectors * vector,
    tail: vector - columnFolds,
  };
}
