import { scheduleOf } from '../../hardware/schedules/index.js';
import { READS_NONE, type Schedule } from '../../hardware/schedules/schedule.js';
import type { EngineDraft } from '../../hardware/draft.js';
import type { ReadyLayer } from '../../hardware/ready.js';

/** Which pixel of the inputs has been read whole when something leaves; below 0 where none needs to. */
export interface Needs {
  /** By output pixel, for its last word; never falls from one to the next. */
  readonly pixels: Int32Array;
  /** For the first word of all. */
  readonly firstWord: number;
}

/** Of a layer whose needs are those of its shape, whatever is chosen. */
export function needsByShape({ operation, inputTensors, output }: ReadyLayer): Needs {
  const { height = 1, width = 1 } = inputTensors[0]?.shape ?? {};
  const all = height * width - 1;
  const of = (firstWord: number, pixel: (at: number) => number): Needs => ({
    firstWord,
    pixels: Int32Array.from({ length: output.shape.height * output.shape.width }, (_, at) => pixel(at)),
  });
  switch (operation.kind) {
    case 'dense':
      return of(all, () => all);
    case 'argmax':
      return of(0, (pixel) => pixel);
    case 'globalavgpool':
      return of(all - 1, () => all);
    case 'upsample': {
      const [rows, columns] = operation.scale;
      const outputWidth = output.shape.width;
      return of(-1, (pixel) => {
        const row = Math.floor(pixel / outputWidth);
        // Of a row that is repeated all has been read.
        const column = row % rows > 0 ? width - 1 : Math.floor((pixel % outputWidth) / columns);
        return Math.floor(row / rows) * width + column;
      });
    }
    default:
      return of(-1, (pixel) => pixel);
  }
}

/** Of a layer whose engines read and write by a schedule: what those before the unit ask for, which look ahead. */
export function needsBySchedule(
  layer: ReadyLayer,
  engines: readonly EngineDraft[],
  /** Words that the last of them gives for an output pixel, and for the first word of all. */
  wanted: { readonly ofPixel: number; readonly ofFirst: number },
): Needs {
  const { height, width } = layer.output.shape;
  const pixels = height * width;
  /** Words that the last engine must have written, then those before it, then those that must have been read. */
  let words: Float64Array = new Float64Array(pixels + 1);
  words[0] = wanted.ofFirst;
  for (let pixel = 0; pixel < pixels; pixel++) words[pixel + 1] = (pixel + 1) * wanted.ofPixel;
  for (let at = engines.length - 1; at >= 0; at--) {
    const engine = engines[at];
    if (engine) words = wordsRead(scheduleOf(engine, layer), words);
  }
  const shape = layer.inputTensors[0]?.shape;
  const all = shape ? shape.height * shape.width : 1;
  const perPixel = (engines[0]?.inputs[0]?.words ?? all * wanted.ofPixel) / all;
  // What a frame no longer brings is not waited for.
  const whole = Int32Array.from(words, (count) => Math.min(all, Math.floor(count / perPixel)) - 1);
  return { pixels: whole.subarray(1), firstWord: whole[0] ?? -1 };
}

/** How many words an engine has read when it has written so many, by counts of which the first is the least. */
function wordsRead({ prologue, body }: Schedule, written: Float64Array): Float64Array {
  const found = new Float64Array(written.length);
  let [at, writes, reads] = [0, 0, 0];
  while (written[at] === 0) at++;
  const walk = (runs: Schedule['body']): void => {
    for (const run of runs) {
      const takes = run.reads !== READS_NONE;
      if (run.writes) {
        for (; at < written.length && (written[at] ?? 0) <= writes + run.count; at++)
          found[at] = reads + (takes ? (written[at] ?? 0) - writes : 0);
        writes += run.count;
      }
      if (takes) reads += run.count;
    }
  };
  walk(prologue);
  for (let before = -1; at < written.length && writes > before;) {
    before = writes;
    walk(body);
  }
  return found;
}
