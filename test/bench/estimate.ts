// What scripts/bench/estimate.bench.mjs times: what an edit of one layer costs to fold and to estimate.
import { findDevice } from '../../server/src/devices/find.js';
import { estimate } from '../../server/src/estimate/compute.js';
import type { Estimate } from '../../server/src/estimate/estimate.js';
import type { FoldingRequest } from '../../server/src/folding/folder.js';
import { greedyFolder } from '../../server/src/folding/greedy.js';
import { contextOf, lower } from '../../server/src/hardware/lower.js';
import { parse } from '../../server/src/language/parser.js';
import { resolve } from '../../server/src/network/resolve.js';

/** Milliseconds, the least and the median of many. */
export interface Times {
  readonly least: number;
  readonly median: number;
}

export interface EditTimes {
  /** Folding and estimate of a network of which one layer was edited: what a keystroke asks of both. */
  readonly edited: Times;
  /** Engines and estimate alone, when the folding is known, after those of the text before the edit. */
  readonly estimate: Times;
  /** Folding and estimate of a network none of whose layers has been met before, the code being warm. */
  readonly fresh: Times;
}

const URI = 'file:///bench/estimate.bnn';

/** A chain in which no two layers are equal; `salt` tells one chain from another, `edits` replaces the units of layers. */
function distinctChain(layers: number, salt: number, edits: ReadonlyMap<number, number> = new Map()): string {
  const lines = [
    `network N { defaults weights=bipolar activation=bipolar`,
    `  input x type=bipolar shape=${1024 + salt}`,
  ];
  for (let at = 0; at < layers; at++) {
    const units = edits.get(at) ?? 64 * (1 + ((at * 7 + salt) % 29));
    const pins = at % 2 === 1 ? ' pe=4 simd=8' : '';
    lines.push(`  dense l${at} units=${units + (at % 5) * 8}${pins} align=${8 * (1 + ((at + salt) % 13))}`);
  }
  return [...lines, '}', 'target t for N { device=vu9p clock=200MHz throughput=5kFPS }', ''].join('\n');
}

function requestOf(text: string): FoldingRequest {
  const { file } = parse(text, URI);
  const [target] = resolve(URI, (uri) => (uri === URI ? file : 'missing')).targets;
  if (!target?.network || !target.device || !target.clockHz) throw new Error('the benchmark has no target');
  const device = findDevice(target.device.value);
  return { network: target.network, target, device, clockHz: target.clockHz.value };
}

/** Times edits of one layer each, and networks that are all new, on chains of so many layers. */
export function timeEdits(layers: number, rounds: number): EditTimes {
  const edited: number[] = [];
  const estimated: number[] = [];
  const fresh: number[] = [];
  let before: Estimate | undefined;
  for (let round = 0; round < rounds; round++) {
    const text = distinctChain(layers, 0, new Map([[(round * 7) % layers, 64 * (2 + (round % 31))]]));
    const request = requestOf(text);
    const { folding } = timed(edited, () => greedyFolder(request));
    const again = requestOf(text);
    const context = contextOf(again.target, again.device);
    before = timed(estimated, () => estimate(lower(again.network, folding, context, before?.pipeline), again, before));
    if (round % 30 > 0) continue;
    const other = requestOf(distinctChain(layers, 1 + round));
    timed(fresh, () => greedyFolder(other));
  }
  return { edited: timesOf(edited), estimate: timesOf(estimated), fresh: timesOf(fresh) };
}

function timed<T>(into: number[], work: () => T): T {
  const started = performance.now();
  const result = work();
  into.push(performance.now() - started);
  return result;
}

/** The first third warms the code up. */
function timesOf(all: readonly number[]): Times {
  const sorted = all.slice(Math.floor(all.length / 3)).sort((a, b) => a - b);
  return { least: sorted[0] ?? Number.NaN, median: sorted[sorted.length >> 1] ?? Number.NaN };
}
