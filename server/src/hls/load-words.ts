// What comes through the port of loaded parameters. Its C++ twin is server/hls/loading.hpp.
import type { Thresholds } from '../parameters/layer-parameters.js';

/** Bits of a word of the port. */
export const LOAD_BITS = 32;

/** The memories of one kind of an engine, as they are loaded: plain data that stands in the manifest. */
export interface LoadedMemory {
  readonly layer: string;
  readonly what: 'weights' | 'thresholds' | 'bias';
  readonly pe: number;
  /** Words of each PE's memory: of weights its depth, else the channels of a PE. */
  readonly depth: number;
  /** Bits of a weight word, of a threshold, or of a bias. */
  readonly bits: number;
  /** Words of the port for each word of a memory; of thresholds those of a channel, and one more that says whether it falls. */
  readonly parts: number;
}

/** Memories that are loaded, and the words of the port that fill them with the trained values, in order. */
export interface Loaded {
  readonly memory: LoadedMemory;
  /** Eight hexadecimal digits each. */
  readonly words: () => readonly string[];
}

/** Words of the port that fill a memory. */
export function loadWordCount({ pe, depth, parts }: LoadedMemory): number {
  return pe * depth * parts;
}

/** By PE the words of its weight memory, as hexadecimal digits: each in parts of 32 bits, the least significant first. */
export function weightLoad(memories: readonly (readonly string[])[]): readonly string[] {
  return memories.flatMap((words) => words.flatMap(partsOf));
}

/** Channel by channel, those of PE 0 first: its thresholds, then 1 where it falls. */
export function thresholdLoad({ values, steps, falling }: Thresholds, pe: number): readonly string[] {
  return channelsByPe(values.length / steps, pe).flatMap((channel) => [
    ...Array.from(values.subarray(channel * steps, (channel + 1) * steps), wordOf),
    wordOf(falling?.[channel] ?? 0),
  ]);
}

/** Channel by channel, those of PE 0 first. */
export function biasLoad(bias: Int32Array, pe: number): readonly string[] {
  return channelsByPe(bias.length, pe).map((channel) => wordOf(bias[channel] ?? 0));
}

/**
 * The file of a design's parameters: which design it is for, how many words, and the words, one a line.
 *
 * @param streamed hash of the weights of the same training that are streamed with every frame; undefined where there are none
 */
export function parametersText(design: string, streamed: string | undefined, loaded: readonly Loaded[]): string {
  const words = loaded.flatMap((each) => each.words());
  const weights = streamed === undefined ? '' : ` weights ${streamed}`;
  return `design ${design}${weights}\nwords ${words.length}\n${words.map((word) => `${word}\n`).join('')}`;
}

function channelsByPe(channels: number, pe: number): readonly number[] {
  const rows = channels / pe;
  return Array.from({ length: channels }, (_, at) => (at % rows) * pe + Math.floor(at / rows));
}

function partsOf(hex: string): readonly string[] {
  const parts: string[] = [];
  for (let end = hex.length; end > 0; end -= 8) parts.push(hex.slice(Math.max(0, end - 8), end).padStart(8, '0'));
  return parts;
}

/** A number in two's complement. */
function wordOf(value: number): string {
  return (value < 0 ? value + 2 ** 32 : value).toString(16).padStart(8, '0');
}
