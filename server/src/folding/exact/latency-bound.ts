import { modelOf } from '../../hardware/layer-model.js';
import { isReady, type ReadyLayer } from '../../hardware/ready.js';
import type { Network, Padding, WindowGeometry } from '../../network/graph.js';
import type { Choice } from './choices.js';
import { sourceLayer, type NetworkProblem } from './network-problem.js';
import type { Path } from './task.js';

/**
 * What the latency of a full choice is not below, as sums over the layers of a path. It follows the words that the last
 * one waits for: a pixel leaves a layer some cycles behind the last pixel of its window, or behind the layer's first word
 * by what the loops take in between, whichever is later. Each way to follow them is a sum of terms that depend on one
 * layer's choice each, however the others are folded. Room in FIFOs is taken to be endless, and converters to be free.
 */
export interface LatencyBound {
  /** The greatest of all sums for a full choice, and its path. Cycles of the memory ports are in `constant`. */
  longest(chosen: ArrayLike<number>): LongestPath;
}

export interface LongestPath {
  readonly terms: Path;
  readonly constant: number;
  readonly cycles: number;
  /** Equal for equal paths. */
  readonly key: string;
}

/** A moment in the life of a layer: when it wrote the last word of a pixel of its frame, or (-1) its first word at all. */
type Moment = number;
const FIRST_WORD: Moment = -1;

/** A way in which a moment depends on an earlier one of an input; `cycles` by choice. */
interface Way {
  readonly slot: number;
  readonly moment: Moment;
  readonly cycles: Float64Array;
}

/** The bound for the choices of a network. */
export function latencyBoundOf(
  network: Network,
  made: Pick<NetworkProblem, 'layers' | 'choices' | 'context'>,
): LatencyBound {
  const { layers, choices, context } = made;
  const nodeOfLayer = new Map(layers.map((layer, node) => [layer, node]));
  const timings = layers.map((index, node) => {
    const layer = network.layers[index];
    return layer && isReady(layer) ? timingOf(layer, choices[node] ?? [], made) : undefined;
  });
  const sources = layers.map((index) =>
    (network.layers[index]?.inputs ?? []).map((input) => sourceLayer(network, input)),
  );
  const ways = layers.map(() => new Map<Moment, readonly Way[]>());
  const waysOf = (node: number, moment: Moment): readonly Way[] => {
    let known = ways[node]?.get(moment);
    if (!known) {
      known = timings[node]?.waysTo(moment) ?? [];
      ways[node]?.set(moment, known);
    }
    return known;
  };
  /** When a pixel, or the first word, of an input of the network is there at the earliest. */
  const offered = (index: number, moment: Moment): number => {
    const tensor = network.layers[index]?.output;
    if (moment === FIRST_WORD || !tensor) return 0;
    if (context.interface === 'stream') return moment;
    return Math.ceil(((moment + 1) * tensor.shape.channels * tensor.type.bits) / context.portBits) - 1;
  };

  interface Reached {
    readonly cycles: number;
    readonly way: Way | undefined;
  }
  const lastPixel = (index: number): Moment => {
    const shape = network.layers[index]?.output?.shape;
    return shape ? shape.height * shape.width - 1 : 0;
  };
  return {
    longest(chosen) {
      const known = layers.map(() => new Map<Moment, Reached>());
      const at = (index: number, moment: Moment): number => {
        const node = nodeOfLayer.get(index);
        return node === undefined ? offered(index, moment) : reach(node, moment).cycles;
      };
      const reach = (node: number, moment: Moment): Reached => {
        const before = known[node]?.get(moment);
        if (before) return before;
        let best: Reached = { cycles: 0, way: undefined };
        for (const way of waysOf(node, moment)) {
          const source = sources[node]?.[way.slot];
          if (source === undefined) continue;
          const cycles = at(source, way.moment) + (way.cycles[chosen[node] ?? 0] ?? 0);
          if (cycles > best.cycles) best = { cycles, way };
        }
        known[node]?.set(moment, best);
        return best;
      };
      let end = -1;
      let latest = -1;
      for (const output of network.outputs) {
        const index = sourceLayer(network, output);
        const cycles = at(index, lastPixel(index));
        if (cycles > latest) [latest, end] = [cycles, index];
      }
      const terms: (Float64Array | undefined)[] = layers.map(() => undefined);
      const steps: string[] = [];
      let constant = LEAVING;
      let moment = lastPixel(end);
      for (let index = end; index >= 0;) {
        const node = nodeOfLayer.get(index);
        if (node === undefined) {
          constant += offered(index, moment);
          break;
        }
        const { way } = reach(node, moment);
        if (!way) break;
        terms[node] = way.cycles;
        steps.push(`${node} ${waysOf(node, moment).indexOf(way)} ${moment}`);
        index = sources[node]?.[way.slot] ?? -1;
        moment = way.moment;
      }
      return { terms, constant, cycles: latest + LEAVING, key: steps.join() };
    },
  };
}

/** The last word is read one cycle after it was written, and a latency counts both its ends. */
const LEAVING = 2;

interface LayerTiming {
  waysTo(moment: Moment): readonly Way[];
}

/** Numbers of one choice, in cycles; loops run one iteration a cycle at best. */
interface ChoiceTiming {
  /** From the first word that the last engine writes to the last word of its first pixel. */
  readonly firstPixel: number;
  /** From pixel to pixel. */
  readonly pixel: number;
  /** From the last word that it reads for a pixel to the last that it writes. */
  readonly tail: number;
}

function timingOf(
  layer: ReadyLayer,
  choices: readonly Choice[],
  { context }: Pick<NetworkProblem, 'context'>,
): LayerTiming {
  const [first] = choices;
  if (!first) return { waysTo: () => [] };
  // Every engine hands a word on one cycle after it was written at the earliest.
  const engines = modelOf(layer, context).plan(first).engines.length;
  const timings = choices.map((choice) => choiceTiming(layer, choice));
  const needs = needsOf(layer);
  const pixelsOf = (slot: number): number => {
    const shape = layer.inputTensors[slot]?.shape;
    return shape ? shape.height * shape.width : 1;
  };
  const byChoice = (cycles: (choice: Choice, timing: ChoiceTiming) => number): Float64Array =>
    Float64Array.from(choices, (choice, at) => {
      const timing = timings[at];
      return timing ? cycles(choice, timing) : 0;
    });
  /** Reading so many pixels, one word a cycle, all but the first word. */
  const reading = ({ inputs }: Choice, slot: number, pixels: number): number =>
    Math.max(0, Math.ceil(((inputs[slot]?.words ?? 0) * pixels) / pixelsOf(slot)) - 1);

  const waysToFirst = (extra: (timing: ChoiceTiming) => number): readonly Way[] => {
    // Of a concat's first word only the first input knows.
    const needed = needs.firstWord;
    const begins = { slot: 0, moment: FIRST_WORD };
    const ways: Way[] = [
      {
        ...begins,
        cycles: byChoice((choice, timing) => engines + reading(choice, 0, Math.max(0, needed + 1)) + extra(timing)),
      },
    ];
    if (needed >= 0) ways.push({ slot: 0, moment: needed, cycles: byChoice((_, timing) => engines + extra(timing)) });
    return ways;
  };
  return {
    waysTo(moment) {
      if (moment === FIRST_WORD) return waysToFirst(() => 0);
      const pixel = needs.pixel(moment);
      const through = layer.inputs.flatMap((_, slot): readonly Way[] => {
        if (pixel < 0) return [];
        return [
          { slot, moment: pixel, cycles: byChoice((_choice, { tail }) => engines + tail) },
          {
            slot,
            moment: FIRST_WORD,
            cycles: byChoice((choice, { tail }) => engines + tail + reading(choice, slot, pixel + 1)),
          },
        ];
      });
      return [...through, ...waysToFirst((timing) => timing.firstPixel + moment * timing.pixel)];
    },
  };
}

/** Which pixel of the inputs must be whole before something can leave; below 0 where none needs to. */
interface Needs {
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
