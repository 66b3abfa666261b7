import { needsConverter } from '../../hardware/engines/width-converter.js';
import { isReady } from '../../hardware/ready.js';
import type { Network } from '../../network/graph.js';
import { sourceLayer } from '../../network/source-layer.js';
import { timingOf, type LayerTiming } from './latency-timing.js';
import { WORK_OF } from './patience.js';
import type { NetworkProblem } from './network-problem.js';
import type { Path } from './task.js';

/**
 * What the latency of a full choice is not below, as sums over the layers of a path. It follows the words that the last
 * one waits for: a pixel leaves a layer some cycles behind the last pixel of its window, or as many behind an earlier pixel
 * as its loops take in between, or behind its first word; pixels are read likewise, a word a cycle. Each way to follow them
 * is a sum of terms that depend on one layer's choice each, however the others are folded. Room in FIFOs is taken to be
 * endless, and converters to be free.
 */
export interface LatencyBound {
  /**
   * The greatest of all sums for a full choice, and its path, as a bound for all whose latency is within so many cycles;
   * undefined where it is not above `above`. Cycles of the memory ports are in `constant`.
   */
  longest(chosen: ArrayLike<number>, within: number, above: number): LongestPath | undefined;
  /** The same with the converters and forks between the layers, which no sum over single layers can count: in cycles. */
  atLeast(chosen: ArrayLike<number>): number;
  /** What either of them takes, and what it takes to tell a path. */
  readonly work: number;
  readonly pathWork: number;
}

export interface LongestPath {
  readonly terms: Path;
  readonly constant: number;
  readonly cycles: number;
  /** Equal for equal paths. */
  readonly key: string;
}

/** A pixel whose last word is waited for, or a layer's first word at all. */
type Moment = number;
const FIRST_WORD: Moment = -1;

/** When a choice has read and written the pixels of a frame, and which word each was waiting for. */
interface Times {
  readonly firstWord: number;
  /** Whether the first word waits for a whole pixel of the first input, and not for the first word of that. */
  readonly firstNeeds: boolean;
  /** By pixel: when its last word was written. */
  readonly done: Float64Array;
  /** By pixel: from which earlier one on (or itself) the loops alone decide. */
  readonly since: Int32Array;
  /** By pixel that others follow: the input that it waits for, or `BY_FIRST_WORD`. */
  readonly by: Int8Array;
  readonly reads: readonly Reads[];
}
const BY_FIRST_WORD = -1;

/** The same of the pixels of one input as they are read. */
interface Reads {
  readonly done: Float64Array;
  readonly since: Int32Array;
  /** By pixel that others follow: whether it waits for the first word of all, and not for its own last. */
  readonly byFirstWord: Uint8Array;
}

/** The bound for the choices of a network. */
export function latencyBoundOf(
  network: Network,
  { layers, choices, context }: Pick<NetworkProblem, 'layers' | 'choices' | 'context'>,
): LatencyBound {
  const nodeOfLayer = new Map(layers.map((layer, node) => [layer, node]));
  const timings = layers.map((index, node) => {
    const layer = network.layers[index];
    return layer && isReady(layer) ? timingOf(layer, choices[node] ?? [], context) : undefined;
  });
  // Memory and multiplier styles take no cycles.
  const firsts = choices.map((all) => {
    const known = new Map<string, number>();
    return Int32Array.from(all, ({ pe, simd }, at) => {
      const key = `${pe} ${simd}`;
      const first = known.get(key) ?? at;
      known.set(key, first);
      return first;
    });
  });
  const sources = layers.map((index) =>
    (network.layers[index]?.inputs ?? []).map((input) => sourceLayer(network, input)),
  );
  const readers = network.layers.map(() => 0);
  for (const each of sources) for (const source of each) readers[source] = (readers[source] ?? 0) + 1;
  for (const output of network.outputs) {
    const source = sourceLayer(network, output);
    readers[source] = (readers[source] ?? 0) + 1;
  }
  const pixelsOf = (index: number): number => {
    const shape = network.layers[index]?.output?.shape;
    return shape ? shape.height * shape.width : 1;
  };
  /** When a pixel, or the first word, of an input of the network is there at the earliest. */
  const offered = (index: number, moment: Moment): number => {
    const tensor = network.layers[index]?.output;
    if (moment === FIRST_WORD || !tensor) return 0;
    if (context.interface === 'stream') return moment;
    return Math.ceil(((moment + 1) * tensor.shape.channels * tensor.type.bits) / context.portBits) - 1;
  };
  interface Walked {
    readonly times: readonly (Times | undefined)[];
    /** The last output, and when it is whole. */
    readonly end: number;
    readonly latest: number;
  }
  const walk = (chosen: ArrayLike<number>, delays: (node: number, slot: number) => Delays): Walked => {
    const times: (Times | undefined)[] = [];
    const at = (index: number, moment: Moment): number => {
      const node = nodeOfLayer.get(index);
      if (node === undefined) return offered(index, moment);
      return (moment === FIRST_WORD ? times[node]?.firstWord : times[node]?.done[moment]) ?? 0;
    };
    for (const [node, index] of layers.entries()) {
      const timing = timings[node];
      const inputs = (sources[node] ?? []).map((source, slot) => {
        const { first, later } = delays(node, slot);
        const came = (moment: Moment): number => at(source, moment) + (moment === FIRST_WORD ? first : later);
        return { pixels: pixelsOf(source), came };
      });
      times.push(timing && timesOf(timing, chosen[node] ?? 0, inputs, pixelsOf(index)));
    }
    let end = -1;
    let latest = -1;
    for (const output of network.outputs) {
      const index = sourceLayer(network, output);
      const cycles = at(index, pixelsOf(index) - 1);
      if (cycles > latest) [latest, end] = [cycles, index];
    }
    return { times, end, latest };
  };
  const pixels = layers.reduce(
    (sum, index, node) =>
      sum + (sources[node] ?? []).reduce((read, source) => read + pixelsOf(source), pixelsOf(index)),
    0,
  );
  return {
    work: WORK_OF.pixel * pixels,
    pathWork: WORK_OF.path * firsts.reduce((sum, all) => sum + all.filter((first, at) => first === at).length, 0),
    atLeast(chosen) {
      const { latest } = walk(chosen, (node, slot) => {
        const source = sources[node]?.[slot] ?? -1;
        const before = nodeOfLayer.get(source);
        const to = choices[node]?.[chosen[node] ?? 0]?.inputs[slot];
        // What comes from a port has whole words of many pixels: what is offered says when.
        const from = before === undefined ? undefined : choices[before]?.[chosen[before] ?? 0]?.output;
        const fork = (readers[source] ?? 0) > 1 ? 1 : 0;
        if (!from || !to || !needsConverter(from, to)) return { first: fork, later: fork };
        // A word that is taken apart leaves a part a cycle.
        const parts = Math.max(1, Math.floor(from.bits / to.bits));
        return { first: fork + 1, later: fork + parts };
      });
      return latest + LEAVING;
    },
    longest(chosen, within, above) {
      const { times, end, latest } = walk(chosen, () => NO_DELAYS);
      if (latest + LEAVING <= above) return undefined;
      const terms: (Float64Array | undefined)[] = layers.map(() => undefined);
      const steps: string[] = [];
      let constant = LEAVING;
      let moment = pixelsOf(end) - 1;
      for (let index = end; index >= 0;) {
        const node = nodeOfLayer.get(index);
        if (node === undefined) {
          constant += offered(index, moment);
          break;
        }
        const [timing, own] = [timings[node], times[node]];
        if (!timing || !own) break;
        const step = stepTo(timing, own, chosen[node] ?? 0, moment, within);
        const cycles = new Float64Array(choices[node]?.length ?? 0);
        firsts[node]?.forEach((first, choice) => {
          cycles[choice] = first < choice ? (cycles[first] ?? 0) : step.cycles(choice);
        });
        terms[node] = cycles;
        steps.push(`${node} ${step.key}`);
        index = sources[node]?.[step.slot] ?? -1;
        moment = step.moment;
      }
      return { terms, constant, cycles: latest + LEAVING, key: steps.join() };
    },
  };
}

/** The last word is read one cycle after it was written, and a latency counts both its ends. */
const LEAVING = 2;

/** Cycles between a layer and what it reads: of the first word, and of the last word of a pixel. */
interface Delays {
  readonly first: number;
  readonly later: number;
}
const NO_DELAYS: Delays = { first: 0, later: 0 };

/** What a layer reads: pixels of a frame, and when their words are there. */
interface Input {
  readonly pixels: number;
  readonly came: (moment: Moment) => number;
}

/** The times of one layer's choice that writes so many pixels. */
function timesOf(
  { engines, firstPixel, period, tail, needs, slots }: LayerTiming,
  choice: number,
  inputs: readonly Input[],
  pixels: number,
): Times {
  const firstOf = (slot: number): number => inputs[slot]?.came(FIRST_WORD) ?? 0;
  const reads = slots.map(({ perPixel, reading }, slot): Reads => {
    const { pixels: count, came: cameAt } = inputs[slot] ?? { pixels: 0, came: () => 0 };
    const own = { done: new Float64Array(count), since: new Int32Array(count), byFirstWord: new Uint8Array(count) };
    const first = firstOf(slot);
    const step = perPixel[choice] ?? 0;
    for (let pixel = 0; pixel < count; pixel++) {
      const came = cameAt(pixel);
      const began = first + reading(choice, pixel + 1);
      const followed = pixel === 0 ? -Infinity : (own.done[pixel - 1] ?? 0) + step;
      const fresh = Math.max(came, began);
      own.done[pixel] = Math.max(fresh, followed);
      own.since[pixel] = followed > fresh ? (own.since[pixel - 1] ?? 0) : pixel;
      own.byFirstWord[pixel] = began > came ? 1 : 0;
    }
    return own;
  });
  // Of a concat's first word only the first input knows.
  const { pixels: needed, firstWord: neededFirst } = needs(choice);
  const begun = firstOf(0) + (slots[0]?.reading(choice, Math.max(0, neededFirst + 1)) ?? 0);
  const read = neededFirst < 0 ? -Infinity : (reads[0]?.done[neededFirst] ?? 0);
  const firstWord = engines + Math.max(begun, read);
  const done = new Float64Array(pixels);
  const since = new Int32Array(pixels);
  const by = new Int8Array(pixels);
  const [behind, step] = [engines + (tail[choice] ?? 0), period[choice] ?? 0];
  for (let pixel = 0; pixel < pixels; pixel++) {
    let fresh = pixel === 0 ? firstWord + (firstPixel[choice] ?? 0) : -Infinity;
    by[pixel] = BY_FIRST_WORD;
    const last = needed[pixel] ?? -1;
    if (last >= 0) {
      for (const [slot, { done: readAt }] of reads.entries()) {
        const cycles = (readAt[last] ?? 0) + behind;
        if (cycles > fresh) [fresh, by[pixel]] = [cycles, slot];
      }
    }
    const followed = pixel === 0 ? -Infinity : (done[pixel - 1] ?? 0) + step;
    done[pixel] = Math.max(fresh, followed);
    since[pixel] = followed >= fresh && pixel > 0 ? (since[pixel - 1] ?? 0) : pixel;
  }
  return { firstWord, firstNeeds: read > begun, done, since, by, reads };
}

/** One layer of a path: what it waits for, and the cycles from there on, by choice. */
interface PathStep {
  readonly slot: number;
  readonly moment: Moment;
  readonly cycles: (choice: number) => number;
  readonly key: string;
}

function stepTo(
  timing: LayerTiming,
  { firstNeeds, since, by, reads }: Times,
  chosen: number,
  moment: Moment,
  within: number,
): PathStep {
  const { engines, needs, slots } = timing;
  const from = moment === FIRST_WORD ? 0 : (since[moment] ?? 0);
  /** From what is read to the moment: by the word that is waited for. */
  const first = moment === FIRST_WORD || by[from] === BY_FIRST_WORD;
  if (first && !firstNeeds) {
    const cycles = (choice: number): number =>
      engines +
      (slots[0]?.reading(choice, Math.max(0, needs(choice).firstWord + 1)) ?? 0) +
      behindFirst(timing, choice, moment);
    return { slot: 0, moment: FIRST_WORD, cycles, key: `first ${moment}` };
  }
  const slot = first ? 0 : (by[from] ?? 0);
  const last = (first ? needs(chosen).firstWord : needs(chosen).pixels[from]) ?? -1;
  const read = reads[slot];
  const began = read?.since[last] ?? last;
  const byFirstWord = read?.byFirstWord[began] === 1;
  const cycles = (choice: number): number => {
    const behind = behindPixel(timing, choice, slot, last, moment);
    const before = byFirstWord ? (slots[slot]?.reading(choice, began + 1) ?? 0) : 0;
    // One that does not wait for that pixel says nothing but that what came before was no later than the end.
    return Math.max(-within, engines + before + (last - began) * (slots[slot]?.perPixel[choice] ?? 0) + behind);
  };
  const key = `${slot} ${last} ${moment} ${began}${byFirstWord ? ' begun' : ''}`;
  return { slot, moment: byFirstWord ? FIRST_WORD : began, cycles, key };
}

/** Cycles from a layer's first word to a moment. */
function behindFirst({ firstPixel, period }: LayerTiming, choice: number, moment: Moment): number {
  return moment === FIRST_WORD ? 0 : (firstPixel[choice] ?? 0) + moment * (period[choice] ?? 0);
}

/** Cycles at least from a pixel of an input that has been read to a moment; -Infinity where that does not wait for it. */
function behindPixel(timing: LayerTiming, choice: number, slot: number, last: number, moment: Moment): number {
  const { period, tail, needs } = timing;
  const { pixels, firstWord } = needs(choice);
  // Of a first word only the first input is known.
  const byFirst = slot === 0 && firstWord >= last ? behindFirst(timing, choice, moment) : -Infinity;
  const from = firstAtLeast(pixels, last);
  if (from > moment) return byFirst;
  return Math.max(byFirst, (tail[choice] ?? 0) + (moment - from) * (period[choice] ?? 0));
}

/** The first place of numbers that never fall where they are at least so high; behind the last where none is. */
function firstAtLeast(numbers: Int32Array, wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
