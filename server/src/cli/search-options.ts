import { performance } from 'node:perf_hooks';
import { exactFolder, type ExactOptions } from '../folding/exact/exact.js';
import { DEFAULT_LIMIT_MS, limitsOf } from '../folding/exact/patience.js';
import type { Folder } from '../folding/folder.js';
import { UsageError } from './terminal.js';

/** The exact search of a command: by the machine's clock, and as long as is asked for. */
export function searchOptions(seconds: string | undefined): ExactOptions {
  const limit = seconds === undefined ? DEFAULT_LIMIT_MS / 1000 : Number(seconds);
  if (!(limit > 0)) throw new UsageError(`--time-limit ${seconds ?? ''}: seconds above 0, such as 10`);
  return { now: () => performance.now(), ...limitsOf(1000 * limit) };
}

/** The folding of commands that print or build one: what is left open is folded by the exact search, to its end. */
export function finalFolder(): Folder {
  return exactFolder(searchOptions(undefined));
}

/** A rate as `--throughput` takes it: `10kFPS`, `2.5MFPS`, `900FPS` or a bare number of frames per second. */
export function rateOf(text: string): number {
  const [, number = '', unit = ''] = /^([0-9.]+(?:e[0-9]+)?)([kM]?FPS)?$/.exec(text) ?? [];
  const fps = Number(number) * (unit === 'MFPS' ? 1e6 : unit === 'kFPS' ? 1e3 : 1);
  if (number === '' || !(fps > 0 && Number.isFinite(fps)))
    throw new UsageError(`--throughput ${text}: a rate such as 10kFPS`);
  return fps;
}
