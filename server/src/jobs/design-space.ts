import type { Device } from '../devices/device.js';
import type { ResourceName, Resources } from '../devices/primitives.js';
import { rankBoards } from '../folding/exact/boards.js';
import { limitsOf } from '../folding/exact/patience.js';
import { frontOf } from '../folding/exact/front.js';
import type { FoldingRequest } from '../folding/folder.js';
import type { Found } from '../folding/found.js';
import type { Folding } from '../hardware/pipeline.js';
import type { JobContext } from './job.js';

export interface BoardsInput {
  /** Bare (`bareRequest`). */
  readonly request: FoldingRequest;
  readonly boards: readonly Device[];
  /** Milliseconds of the search for each. */
  readonly limitMs: number;
}

/** What a network reaches on one board; `fps` is undefined where nothing fits. */
export interface RankedBoard {
  readonly name: string;
  readonly title: string;
  readonly fps: number | undefined;
  readonly totals: Resources | undefined;
  readonly available: Resources;
  readonly optimal: boolean;
  readonly meetsGoal: boolean;
}

/** Boards by what a network reaches on each. */
export function boards(
  { request, boards: all, limitMs }: BoardsInput,
  { cancelled, now, progress }: JobContext,
): readonly RankedBoard[] {
  return rankBoards(request, all, { now, ...limitsOf(limitMs), cancelled }, progress).map(
    ({ board, result, optimal, meetsGoal }) => ({
      name: board.name,
      title: board.title,
      fps: result?.estimate.fps,
      totals: result?.estimate.totals,
      available: board.available,
      optimal,
      meetsGoal,
    }),
  );
}

export interface FrontInput {
  readonly request: FoldingRequest;
  readonly limitMs: number;
}

/** A folding of the front, and the resources of which none as fast takes less. */
export interface FrontPoint {
  readonly found: Found;
  readonly resources: readonly ResourceName[];
}

/**
 * The front of frames per second against each resource, fastest first. Its points are handed over as they are found: of
 * one resource after the other, from the slowest to the fastest.
 */
export function front(
  { request, limitMs }: FrontInput,
  { cancelled, now, part }: JobContext<FrontPoint>,
): { readonly points: readonly FrontPoint[]; readonly whole: boolean } {
  const { points, whole } = frontOf(request, { now, ...limitsOf(limitMs), cancelled }, ({ resource, folding }) =>
    part({ resources: [resource], found: bareFound(folding) }),
  );
  return { whole, points: points.map(({ result, resources }) => ({ found: bareFound(result.folding), resources })) };
}

function bareFound(folding: Folding): Found {
  return { folding, latencyS: undefined, certificate: undefined };
}
