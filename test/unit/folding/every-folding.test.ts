import { describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, type ResourceName } from '../../../server/src/devices/primitives.js';
import { budgetOf, estimate } from '../../../server/src/estimate/compute.js';
import { foldExactly, type ExactOptions, type Outcome } from '../../../server/src/folding/exact/exact.js';
import { frontOf } from '../../../server/src/folding/exact/front.js';
import type { FoldingRequest } from '../../../server/src/folding/folder.js';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { contextOf, lower } from '../../../server/src/hardware/lower.js';
import { freezeFolding } from '../../../server/src/ide/freeze-folding.js';
import { applyChanges } from '../../../server/src/language/text-change.js';
import {
  askedOf,
  bestOf,
  differing,
  everyFolding,
  fewestCycles,
  frontByAll,
  latencies,
  leastAmount,
  withinBudgets,
  type Asked,
  type Candidate,
} from '../../support/every-folding.js';
import { cases } from '../../support/cases.js';
import { seeded } from '../../support/random-network.js';
import { goalsAbout, smallNetwork } from '../../support/small-design.js';
import { read, requestOf } from '../hardware/design.js';

/** A clock that stands still: a search in a test is never cut short. */
const TIMELESS: ExactOptions = { now: () => 0, limitMs: 1 };

const NETWORKS = cases(80, 4000);
const MOST_FOLDINGS = cases(200, 3000);
/** The most foldings whose latencies are all simulated, where one goal is a latency. */
const MOST_SIMULATED = cases(25, 100);

describe('the search beside every legal folding', () => {
  it('finds the best, the highest throughput and the front, and tells the truth where nothing fits', () => {
    const random = seeded(4711);
    const seen = { networks: 0, found: 0, refused: 0, slow: 0, scarce: 0, late: 0, points: 0, written: 0 };
    while (seen.networks < NETWORKS) {
      const text = smallNetwork(random);
      const board = `device=${random() < 0.5 ? 'pynq_z1' : 'zcu104'} clock=100MHz${random() < 0.3 ? ' interface=stream' : ''}`;
      const open = requestOf(read(`${text}\ntarget t for N { ${board} latency=1s }`));
      const all = open.network.complete ? everyFolding(open, MOST_FOLDINGS) : undefined;
      if (!all) continue;
      seen.networks++;
      const latencyOf = latencies(open);
      const words = new Set(all.map(({ folding }) => folding.map(({ pe, simd }) => `${pe} ${simd}`).join()));
      const simulates = words.size <= MOST_SIMULATED ? latencyOf : undefined;
      for (const goal of [0, 1]) {
        const goals = goalsAbout(random, all, open.clockHz, goal === 0 ? simulates : undefined);
        const whole = `${text}\ntarget t for N { ${board} ${goals} }`;
        const request = requestOf(read(whole));
        for (const max of goal === 0 ? [false, true] : [false]) {
          const asked = askedOf(request, max);
          const best = bestOf(request, all, asked, latencyOf);
          const outcome = foldExactly(request, TIMELESS, { max });
          const where = `${whole}\n${max ? '--max' : ''}`;
          if (!outcome.feasible) {
            expect(best, where).toBeUndefined();
            const because = holdsTrue(request, all, asked, outcome, latencyOf, where);
            seen[because]++;
            seen.refused++;
            continue;
          }
          seen.found++;
          expect(outcome.optimal, where).toBe(true);
          expect(summary(candidateOf(request, outcome)), where).toEqual(best && summary(best));
          expect(outcome.bound, where).toBe(boundOf(request, outcome));
          if (max || goal > 0 || !isOpen(request)) continue;
          seen.written++;
          expect(written(whole, request, outcome), where).toEqual(outcome.result.estimate.totals);
        }
        if (goal > 0) continue;
        const { points, whole: ended } = frontOf(request, TIMELESS);
        expect(ended).toBe(true);
        for (const resource of RESOURCE_NAMES) {
          const varies = differing(all).includes(resource) || (differing(all).length === 0 && resource === 'lut');
          const mine = points
            .filter(({ resources }) => resources.includes(resource))
            .map(({ result: { estimate: of } }) => ({ intervalCycles: of.intervalCycles, amount: of.totals[resource] }))
            .reverse();
          const expected = frontByAll(request, all, resource);
          // Layers may differ in what their totals do not: what one takes more, the converter beside it takes less. Then
          // the one point that there is may stand on the front of that resource, or not.
          if (varies || mine.length > 0) expect(mine, `${whole} ${resource}`).toEqual(expected);
          seen.points += mine.length;
        }
      }
    }
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(NETWORKS / 20);
  }, 5_000_000);
});

function isOpen(request: FoldingRequest): boolean {
  return greedyFolder(request).chosen.some(({ pe, simd }) => pe || simd);
}

type Feasible = Extract<Outcome, { feasible: true }>;

/** What the folding comes to by the estimate, and not by what the search says. */
function candidateOf(request: FoldingRequest, { result: { folding } }: Feasible): Candidate {
  const { network, target, device } = request;
  const { totals, intervalCycles, pipeline } = estimate(lower(network, folding, contextOf(target, device)), request);
  const converters = pipeline.engines.filter(({ kind }) => kind === 'width-converter').length;
  return { folding, totals, intervalCycles, converters };
}

function summary({ totals, intervalCycles, converters, folding }: Candidate): unknown {
  return {
    totals,
    intervalCycles,
    converters,
    words: folding.map(({ pe, simd, mem, impl }) => [simd, pe, mem, impl].join(' ')),
  };
}

/** The bound of a proven folding is what it has. */
function boundOf({ target, device }: FoldingRequest, { boundOf: name, result: { estimate: of } }: Feasible): number {
  if (name === 'fps') return of.fps;
  if (name !== 'greatest share') return of.totals[name];
  const budget = budgetOf(target, device);
  return Math.max(0, ...RESOURCE_NAMES.map((each) => of.totals[each] / Math.max(1, budget[each] ?? Infinity)));
}

/** Totals of the text with the folding written into it. */
function written(text: string, request: FoldingRequest, { result }: Feasible): unknown {
  const uri = request.target?.uri ?? '';
  const { changes, unwritten } = freezeFolding({ uri, text }, request.network, request.target, result);
  expect(unwritten).toEqual([]);
  const frozen = requestOf(read(applyChanges(text, changes)));
  expect(isOpen(frozen), text).toBe(false);
  return greedyFolder(frozen).estimate.totals;
}

/** Every sentence of a refusal, held against all foldings; gives what it speaks of. */
function holdsTrue(
  request: FoldingRequest,
  all: readonly Candidate[],
  { intervalCycles = Infinity, latencyCycles }: Asked,
  outcome: Extract<Outcome, { feasible: false }>,
  latencyOf: (candidate: Candidate, most?: number) => number,
  where: string,
): 'slow' | 'scarce' | 'late' {
  const { limits, either, nearest, atAnyRate } = outcome;
  const fitting = withinBudgets(request, all);
  const fastest = fitting.length > 0 ? Math.min(...fitting.map((each) => each.intervalCycles)) : undefined;
  expect(nearest?.estimate.intervalCycles, where).toBe(fastest);
  if (atAnyRate) {
    expect(fitting, where).toEqual([]);
    scarceIsTrue(request, all, Infinity, atAnyRate, undefined, where);
  }
  expect(limits.length, `${where} ${JSON.stringify(limits)}`).toBeGreaterThan(0);
  if (limits.some((limit) => 'engine' in limit)) {
    const fewest = [...fewestCycles(request, all)].filter(([, cycles]) => cycles > intervalCycles);
    const told = limits.map((limit) => ['engine' in limit ? limit.engine : '', limit.needed]);
    expect(
      told.map(([, needed]) => needed).sort(),
      `${where} ${JSON.stringify(limits)} ${JSON.stringify([...fewestCycles(request, all)])} ${intervalCycles}`,
    ).toEqual(fewest.map(([, cycles]) => cycles).sort());
    for (const [name] of fewest)
      expect(
        told.some(([engine]) => engine === name || `${engine}`.startsWith(`${name}.`)),
        where,
      ).toBe(true);
    return 'slow';
  }
  const [late] = limits.flatMap((limit) => ('resource' in limit && limit.resource === 'latency' ? [limit] : []));
  if (!late) {
    scarceIsTrue(request, all, intervalCycles, limits, either, where);
    return 'scarce';
  }
  const reached = fitting.filter((each) => each.intervalCycles <= intervalCycles).map((each) => latencyOf(each));
  expect(reached.length, where).toBeGreaterThan(0);
  expect(late.available, where).toBe(Math.floor(latencyCycles ?? 0));
  expect({ needed: late.needed, open: late.atLeast !== undefined }, where).toEqual({
    needed: Math.ceil(Math.min(...reached) - 1e-6),
    open: false,
  });
  return 'late';
}

/** Where more of no single one is enough: a folding needs what is told, and none that is within the budgets lacks fewer. */
function togetherIsTrue(
  request: FoldingRequest,
  all: readonly Candidate[],
  intervalCycles: number,
  told: Readonly<Record<string, number>>,
  where: string,
): void {
  const budget = budgetOf(request.target, request.device);
  const lacking = all
    .filter((each) => each.intervalCycles <= intervalCycles)
    .map(({ totals }) => RESOURCE_NAMES.filter((name) => totals[name] > (budget[name] ?? Infinity)));
  const names = Object.keys(told);
  expect(names.length, where).toBe(Math.min(...lacking.map(({ length }) => length)));
  expect(
    all.some(
      ({ intervalCycles: cycles, totals }) =>
        cycles <= intervalCycles &&
        RESOURCE_NAMES.every((name) =>
          name in told ? totals[name] === told[name] : totals[name] <= (budget[name] ?? Infinity),
        ),
    ),
    where,
  ).toBe(true);
  // And none that needs less of one needs no more of the others.
  const less = all.filter(
    ({ intervalCycles: cycles, totals }) =>
      cycles <= intervalCycles &&
      RESOURCE_NAMES.every((name) => totals[name] <= (told[name] ?? budget[name] ?? Infinity)) &&
      names.some((name) => totals[name as ResourceName] < (told[name] ?? 0)),
  );
  expect(less, where).toEqual([]);
}

function scarceIsTrue(
  request: FoldingRequest,
  all: readonly Candidate[],
  intervalCycles: number,
  limits: Extract<Outcome, { feasible: false }>['limits'],
  either: boolean | undefined,
  where: string,
): void {
  const budget = budgetOf(request.target, request.device);
  const names = RESOURCE_NAMES.filter((name) => budget[name] !== undefined);
  const told = Object.fromEntries(
    limits.map((limit) => ['resource' in limit ? limit.resource : limit.engine, limit.needed]),
  );
  const short = (name: ResourceName, needed: number | undefined): readonly [string, number][] =>
    needed !== undefined && needed > (budget[name] ?? Infinity) ? [[name, needed]] : [];
  const alone = names.filter(
    (name) => (leastAmount(request, all, intervalCycles, name, names) ?? 0) > (budget[name] ?? Infinity),
  );
  // Those that each folding lacks are told, with as few others as are enough together.
  for (const name of alone) expect(Object.keys(told), where).toContain(name);
  const expected =
    alone.length > 0 ? [] : names.flatMap((name) => short(name, leastAmount(request, all, intervalCycles, name, [])));
  if (expected.length === 0) {
    togetherIsTrue(request, all, intervalCycles, told, where);
    expect(either ?? false, where).toBe(false);
    return;
  }
  expect(told, where).toEqual(Object.fromEntries(expected));
  if (either !== undefined) expect(either, where).toBe(alone.length === 0);
}
