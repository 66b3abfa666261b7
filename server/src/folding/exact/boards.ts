import type { Device } from '../../devices/device.js';
import type { FoldingRequest, FoldingResult } from '../folder.js';
import { foldFastest, type ExactOptions } from './exact.js';

/** What a network reaches on one board. */
export interface Ranked {
  readonly board: Device;
  /** The highest throughput within the budgets; undefined where nothing fits. */
  readonly result: FoldingResult | undefined;
  /** Whether the result is proven to be the highest, or that nothing fits. */
  readonly optimal: boolean;
  /** Whether the target's goals are met; true where it has none and something fits. */
  readonly meetsGoal: boolean;
}

/**
 * Boards by what a network reaches on each: with a throughput goal those that meet it come first, the smallest first;
 * then, or without a goal, the fastest. Boards that offer the same share a search. `progress` hears how many are done;
 * after a cancellation those that were looked at are given.
 */
export function rankBoards(
  request: FoldingRequest,
  boards: readonly Device[],
  options: ExactOptions,
  progress?: (done: number, total: number) => void,
): readonly Ranked[] {
  const goal = request.target?.throughputFps?.value;
  const known = new Map<string, Omit<Ranked, 'board'>>();
  const ranked = boards.flatMap((board, at): readonly Ranked[] => {
    if (options.cancelled?.()) return [];
    const key = searchKey(board);
    let found = known.get(key);
    if (!found) known.set(key, (found = reach({ ...request, device: board }, goal, options)));
    progress?.(at + 1, boards.length);
    return [{ board, ...found }];
  });
  const smaller = (a: Ranked, b: Ranked): number => a.board.available.lut - b.board.available.lut;
  const faster = (a: Ranked, b: Ranked): number => (b.result?.estimate.fps ?? 0) - (a.result?.estimate.fps ?? 0);
  return ranked.sort((a, b) => {
    if (goal !== undefined && a.meetsGoal !== b.meetsGoal) return a.meetsGoal ? -1 : 1;
    const first = goal !== undefined && a.meetsGoal ? smaller(a, b) : faster(a, b) || smaller(a, b);
    return first || (a.board.name < b.board.name ? -1 : 1);
  });
}

/** Equal for boards on which a network reaches the same: the die alone does not tell, a shell may take some of it. */
function searchKey({ board, family, portBits, available, corrections }: Device): string {
  return JSON.stringify([board, family, portBits, available, corrections]);
}

function reach(request: FoldingRequest, goal: number | undefined, options: ExactOptions): Omit<Ranked, 'board'> {
  const outcome = foldFastest(request, options);
  if (typeof outcome === 'string') return { result: undefined, optimal: outcome === 'infeasible', meetsGoal: false };
  const { result, optimal } = outcome;
  return { result, optimal, meetsGoal: result.estimate.fps >= (goal ?? 0) * (1 - 1e-12) };
}
