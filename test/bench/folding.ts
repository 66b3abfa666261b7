import type { Device } from '../../server/src/devices/device.js';
import { findDevice } from '../../server/src/devices/find.js';
import { estimate } from '../../server/src/estimate/compute.js';
import { foldExactly, type ExactOptions } from '../../server/src/folding/exact/exact.js';
import { frontOf } from '../../server/src/folding/exact/front.js';
import type { FoldingRequest } from '../../server/src/folding/folder.js';
import { greedyFolder } from '../../server/src/folding/greedy.js';
import { contextOf, lower } from '../../server/src/hardware/lower.js';
import { parse } from '../../server/src/language/parser.js';
import { resolve } from '../../server/src/network/resolve.js';

/** What is searched: the target as written, the highest throughput, or the front. */
export type Wanted = 'target' | 'max' | 'front';

/** One search, timed: the first in this process, and the least of some more on the text read anew. */
export interface Timed {
  readonly coldMs: number;
  readonly warmMs: number;
  /** Whether the search ended by itself. */
  readonly whole: boolean;
  readonly fps: number;
  readonly lut: number;
  readonly points: number;
}

const UNLIMITED: ExactOptions = { now: () => performance.now(), limitMs: 20_000 };

export function requestOf(text: string): FoldingRequest {
  const uri = 'file:///bench.bnn';
  const { file } = parse(text, uri);
  const { networks, targets } = resolve(uri, () => file);
  const [target] = targets;
  const network = target?.network ?? networks[0];
  if (!network) throw new Error('no network');
  const device: Device | undefined = target?.device && findDevice(target.device.value);
  return { network, target, device, clockHz: target?.clockHz?.value ?? 100e6 };
}

export function timeFolding(text: string, wanted: Wanted, rounds: number): Timed {
  const search = (): Omit<Timed, 'coldMs' | 'warmMs'> & { readonly ms: number } => {
    const request = requestOf(text);
    const start = performance.now();
    if (wanted === 'front') {
      const { points, whole } = frontOf(request, UNLIMITED);
      const ms = performance.now() - start;
      const [fastest] = points;
      const { fps = 0, totals } = fastest?.result.estimate ?? {};
      return { ms, whole, fps, lut: totals?.lut ?? 0, points: points.length };
    }
    const outcome = foldExactly(request, UNLIMITED, wanted === 'max' ? { max: true } : {});
    const ms = performance.now() - start;
    if (!outcome.feasible) return { ms, whole: true, fps: 0, lut: 0, points: 0 };
    const { fps, totals } = outcome.result.estimate;
    return { ms, whole: outcome.optimal, fps, lut: totals.lut, points: 1 };
  };
  const { ms: coldMs, ...found } = search();
  let warmMs = coldMs;
  for (let round = 0; round < rounds; round++) warmMs = Math.min(warmMs, search().ms);
  return { coldMs, warmMs, ...found };
}

/** LUTs of a target's own folding, and of the cheapest one at the same rate. */
export interface BesideHand {
  readonly fps: number;
  readonly handLut: number;
  readonly ourLut: number;
  readonly proven: boolean;
}

/** A target folded by hand, beside the best folding of the same network at the rate that the hand's folding has. */
export function besideHand(text: string): BesideHand {
  const request = requestOf(text);
  const hand = greedyFolder(request).estimate;
  const { network, device, clockHz, target } = request;
  const open = { ...request, target: target && { ...target, folds: [] } };
  const outcome = foldExactly(open, UNLIMITED, { throughputFps: hand.fps });
  if (!outcome.feasible) throw new Error('the rate of the hand folding is reached by none');
  const again = estimate(lower(network, outcome.result.folding, contextOf(target, device)), {
    clockHz,
    device,
    target,
  });
  return { fps: hand.fps, handLut: hand.totals.lut, ourLut: again.totals.lut, proven: outcome.optimal };
}
