import { modelOf } from '../../hardware/layer-model.js';
import type { LowerContext } from '../../hardware/lower.js';
import type { ReadyLayer } from '../../hardware/ready.js';
import type { Choice } from './choices.js';
import { needsByShape, needsBySchedule, type Needs } from './latency-needs.js';

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
  readonly needs: (choice: number) => Needs;
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
    needs: needsOf(layer, choices, timings, context),
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
  /** Words that the engines before the unit give for a pixel, and for its first word; of a pool what it gives itself. */
  readonly words: { readonly ofPixel: number; readonly ofFirst: number };
}

/** What each choice waits for; kept by what the engines that look ahead depend on. */
function needsOf(
  layer: ReadyLayer,
  choices: readonly Choice[],
  timings: readonly ChoiceTiming[],
  context: LowerContext,
): (choice: number) => Needs {
  const { kind } = layer.operation;
  if (kind !== 'conv' && kind !== 'dwconv' && kind !== 'maxpool' && kind !== 'avgpool') {
    const same = needsByShape(layer);
    return () => same;
  }
  const model = modelOf(layer, context);
  const byWords = new Map<number, Needs>();
  return (at) => {
    const choice = choices[at];
    const timing = timings[at];
    if (!choice || !timing) return NO_NEEDS;
    const key = (kind === 'conv' ? 0 : (choice.pe ?? 0)) * 2 ** 24 + (choice.simd ?? 0);
    let found = byWords.get(key);
    if (!found) {
      const { engines } = model.plan(choice);
      const before = engines.findIndex((engine) => engine.kind === 'mvtu' || engine.kind === 'dwmvtu');
      byWords.set(key, (found = needsBySchedule(layer, engines.slice(0, before < 0 ? 1 : before), timing.words)));
    }
    return found;
  };
}

const NO_NEEDS: Needs = { pixels: new Int32Array(), firstWord: -1 };

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
      return { firstPixel: words - 1, pixel: words, tail: 0, words: { ofPixel: words, ofFirst: 1 } };
  }
}

/** The loop of the units that multiply: each vector of a pixel is read in the first of its row folds. */
function matrix(rowFolds: number, columnFolds: number, vectors: number): ChoiceTiming {
  const vector = rowFolds * columnFolds;
  return {
    firstPixel: vectors * vector - columnFolds,
    pixel: vectors * vector,
    tail: vector - columnFolds,
    words: { ofPixel: vectors * columnFolds, ofFirst: columnFolds },
  };
}
