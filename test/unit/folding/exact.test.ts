import { describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, type Resources } from '../../../server/src/devices/primitives.js';
import { budgetOf, estimate, fits } from '../../../server/src/estimate/compute.js';
import { judged, latencyAtLeast } from '../../../server/src/estimate/simulated.js';
import { foldExactly, type ExactOptions } from '../../../server/src/folding/exact/exact.js';
import { sharesOf } from '../../../server/src/folding/exact/goals.js';
import { networkProblem } from '../../../server/src/folding/exact/network-problem.js';
import { evaluate } from '../../../server/src/folding/exact/task.js';
import type { FoldingRequest } from '../../../server/src/folding/folder.js';
import { modelOf } from '../../../server/src/hardware/layer-model.js';
import { contextOf, lower } from '../../../server/src/hardware/lower.js';
import type { Folding } from '../../../server/src/hardware/pipeline.js';
import { isReady } from '../../../server/src/hardware/ready.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded, type Random } from '../../support/random-network.js';
import { read, requestOf } from '../hardware/design.js';

/** A clock that stands still: a search in a test is never cut short. */
const TIMELESS: ExactOptions = { now: () => 0, limitMs: 1 };

describe('the problem that is searched', () => {
  it('costs every folding as the estimate does, over random networks', () => {
    const random = seeded(11);
    const rounds = cases(50);
    let compared = 0;
    for (let round = 0; round < rounds; round++) {
      const device = random() < 0.5 ? 'pynq_z1' : 'zcu104';
      const face = random() < 0.3 ? ' interface=stream' : '';
      const { network, targets } = read(
        `${randomNetworkText(random)}\ntarget t for Random { device=${device}${face} }`,
      );
      if (!network.complete) continue;
      const request = requestOf({ network, targets });
      const made = networkProblem(network, request.target, request.device, Infinity);
      if ('tooSlow' in made) throw new Error('every layer has a choice');
      for (let draw = 0; draw < 4; draw++) {
        const chosen = Int32Array.from(made.choices, (all) => Math.floor(random() * all.length));
        const solution = evaluate(made.problem, [], chosen);
        const found = estimateOf(request, made.foldingOf(chosen));
        expect(solution.totals.slice(0, 5), round.toString()).toEqual(RESOURCE_NAMES.map((name) => found.totals[name]));
        expect(solution.intervalCycles).toBe(found.intervalCycles);
        expect(solution.converters).toBe(
          found.pipeline.engines.filter(({ kind }) => kind === 'width-converter').length,
        );
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(2 * rounds);
  });
});

describe('the choices of a layer', () => {
  it('are every legal pe, simd, memory and multiplier that differ in what they take', () => {
    const random = seeded(5);
    for (let round = 0; round < cases(25); round++) {
      const { network, targets } = read(`${randomNetworkText(random)}\ntarget t for Random { device=zcu104 }`);
      if (!network.complete) continue;
      const { target, device } = requestOf({ network, targets });
      const made = networkProblem(network, target, device, Infinity);
      if ('tooSlow' in made) throw new Error('every layer has a choice');
      made.layers.forEach((index, node) => {
        const layer = network.layers[index];
        if (!layer || !isReady(layer)) return;
        const model = modelOf(layer, { family: 'xcup' });
        const { legal } = model;
        const key = (pe: unknown, simd: unknown, resources: Resources): string => JSON.stringify([pe, simd, resources]);
        const expected = new Set<string>();
        const mems = ['conv', 'dense', 'dwconv', 'threshold'].includes(layer.kind) ? MEMORIES : (['auto'] as const);
        const impls = ['conv', 'dense', 'dwconv'].includes(layer.kind) ? MULTIPLIERS : (['auto'] as const);
        for (const pe of legal.pe) {
          for (const simd of legal.simd(pe).length > 0 ? legal.simd(pe) : [undefined]) {
            for (const mem of mems) {
              for (const impl of impls) expected.add(key(pe, simd, model.plan({ pe, simd, mem, impl }).resources));
            }
          }
        }
        const found = (made.choices[node] ?? []).map(({ pe, simd, resources }) => key(pe, simd, resources));
        expect(new Set(found), layer.kind).toEqual(expected);
        expect(new Set(found).size).toBe(found.length);
      });
    }
  });
});

const MEMORIES = ['auto', 'lutram', 'bram', 'uram'] as const;
const MULTIPLIERS = ['auto', 'lut', 'dsp'] as const;

describe('the exact folding', () => {
  it('equals brute force on random small networks', () => {
    const random = seeded(2026);
    const designs = cases(200);
    let feasible = 0;
    let impossible = 0;
    for (let round = 0; feasible + impossible < designs; round++) {
      const text = smallDesign(random);
      const request = requestOf(read(text));
      const all = everyFolding(request, 2500);
      if (!all) continue;
      const outcome = foldExactly(request, TIMELESS);
      const expected = bruteForce(request, all);
      if (!outcome.feasible) {
        expect(expected, text).toBeUndefined();
        expect(outcome.limits.length, text).toBeGreaterThan(0);
        impossible++;
        continue;
      }
      feasible++;
      expect(outcome.optimal, text).toBe(true);
      const mine = candidateOf(request, outcome.result.folding);
      expect(summary(mine), text).toEqual(expected && summary(expected));
    }
    expect(feasible).toBeGreaterThan(0.6 * designs);
    expect(impossible).toBeGreaterThan(0.06 * designs);
  });
});

interface Candidate {
  readonly folding: Folding;
  readonly totals: Resources;
  readonly intervalCycles: number;
  readonly converters: number;
}

function estimateOf(
  { network, target, device, clockHz }: FoldingRequest,
  folding: Folding,
): ReturnType<typeof estimate> {
  return estimate(lower(network, folding, contextOf(target, device)), { clockHz, device, target });
}

function candidateOf(request: FoldingRequest, folding: Folding): Candidate {
  const { totals, intervalCycles, pipeline } = estimateOf(request, folding);
  const converters = pipeline.engines.filter(({ kind }) => kind === 'width-converter').length;
  return { folding, totals, intervalCycles, converters };
}

/** What decides between two foldings, and the words that the last tie looks at. */
function summary({ totals, intervalCycles, converters, folding }: Candidate): unknown {
  return { totals, intervalCycles, converters, words: folding.map(({ pe, simd }) => [simd, pe]) };
}

/** Every legal folding of what is open; undefined where there are too many. What each costs is the problem's to say,
 * which the test above compares with the estimate. */
function everyFolding(request: FoldingRequest, most: number): readonly Candidate[] | undefined {
  const { network, target, device } = request;
  const made = networkProblem(network, target, device, Infinity);
  if ('tooSlow' in made) return undefined;
  const count = made.choices.reduce((product, all) => product * all.length, 1);
  if (count > most) return undefined;
  const candidates: Candidate[] = [];
  const chosen = new Int32Array(made.choices.length);
  const walk = (node: number): void => {
    if (node === chosen.length) {
      const folding = made.foldingOf(chosen);
      const { totals, intervalCycles, converters } = evaluate(made.problem, [], chosen.slice());
      const [lut = 0, ff = 0, bram18 = 0, uram = 0, dsp = 0] = totals;
      candidates.push({ folding, totals: { lut, ff, bram18, uram, dsp }, intervalCycles, converters });
      return;
    }
    for (let choice = 0; choice < (made.choices[node]?.length ?? 0); choice++) {
      chosen[node] = choice;
      walk(node + 1);
    }
  };
  walk(0);
  return candidates;
}

/** The best folding by the words of docs/folding.md, found by trying all. */
function bruteForce(request: FoldingRequest, all: readonly Candidate[]): Candidate | undefined {
  const { target, device, clockHz } = request;
  const budget = budgetOf(target, device);
  const fps = target?.throughputFps?.value;
  const latency = target?.latencyS?.value;
  const within = all
    .filter(({ totals }) => fits(totals, budget))
    .filter(({ intervalCycles }) => fps === undefined || intervalCycles <= (clockHz / fps) * (1 + 1e-12));
  if (within.length === 0) return undefined;
  const fastest = within.reduce((least, { intervalCycles }) => Math.min(least, intervalCycles), Infinity);
  const wanted =
    fps === undefined && latency === undefined ? within.filter((each) => each.intervalCycles === fastest) : within;
  const shares = sharesOf(device);
  const share = ({ totals }: Candidate): number =>
    RESOURCE_NAMES.reduce((sum, name, at) => sum + totals[name] * (shares[at] ?? 0), 0);
  const used = ({ totals }: Candidate, name: keyof Resources): number =>
    totals[name] / Math.max(1, budget[name] ?? Infinity);
  const greatest = (each: Candidate): number => Math.max(...RESOURCE_NAMES.map((name) => used(each, name)));
  const sum = ({ totals }: Candidate): number =>
    RESOURCE_NAMES.reduce((all, name) => all + totals[name] * Math.round(2 ** 40 / Math.max(1, budget[name] ?? 1)), 0);
  const values = (each: Candidate): readonly number[] => {
    const { totals, converters, folding } = each;
    const words = folding.flatMap(({ simd, pe }) => [simd ?? 0, pe ?? 0]);
    const rest = [share(each), converters, ...words];
    switch (target?.minimize) {
      case 'bram':
        return [totals.bram18, ...rest];
      case 'dsp':
        return [totals.dsp, ...rest];
      case 'balanced':
        return [greatest(each), sum(each), ...rest];
      default:
        return [totals.lut, ...rest];
    }
  };
  if (latency === undefined) return wanted.reduce((best, each) => (isLess(values(each), values(best)) ? each : best));
  const inOrder = wanted
    .map((each) => ({ each, values: values(each) }))
    .sort((a, b) => (isLess(a.values, b.values) ? -1 : isLess(b.values, a.values) ? 1 : 0));
  // Styles of memory and multipliers take no other cycles, so that each pe and simd are simulated once.
  const known = new Map<string, boolean>();
  return inOrder.find(({ each: { folding } }) => {
    const words = folding.map(({ pe, simd }) => `${pe} ${simd}`).join();
    const keeps = known.get(words) ?? latencyOf(request, folding, latency) <= latency * clockHz * (1 + 1e-12);
    known.set(words, keeps);
    return keeps;
  })?.each;
}

/** In cycles; no more than the least that it can be where that is beyond the goal. */
function latencyOf(request: FoldingRequest, folding: Folding, goalS: number): number {
  const bound = estimateOf(request, folding);
  const least = latencyAtLeast(bound);
  return least > goalS * bound.clockHz ? least : judged(bound, request).latencyS * bound.clockHz;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value < (b[at] ?? 0);
  return false;
}

/** A small network with residuals, forks, concats and pinned layers, on a small device, with goals about what it reaches. */
function smallDesign(random: Random): string {
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const pin = (): string =>
    (random() < 0.25 ? ` pe=${pick(1, 2, 3, 4)}` : '') +
    (random() < 0.15 ? ` simd=${pick(1, 2, 3)}` : '') +
    (random() < 0.5 ? ` mem=${pick('bram', 'lutram', 'auto')}` : '');
  const lines: string[] = [];
  let channels = pick(2, 3, 4);
  const side = pick(4, 5, 6);
  const bits = pick('bipolar', 'uint2', 'int4', 'uint8');
  lines.push(`input x type=${bits} shape=${side}x${side}x${channels}`);
  const weights = pick('bipolar', 'int2', 'int8');
  const act = pick('uint2', 'uint4', 'uint5');
  let last = 'x';
  let n = 0;
  const name = (): string => `l${n++}`;
  const conv = (from: string, filters: number, kernel: number): string => {
    const own = name();
    const pad = kernel > 1 ? ` pad=1${last === 'x' && bits === 'bipolar' ? ' pad_value=1' : ''}` : '';
    lines.push(`conv ${own} from=${from} filters=${filters} kernel=${kernel}${pad}${pin()}`);
    return own;
  };
  const steps = pick(1, 2, 2, 3);
  for (let step = 0; step < steps; step++) {
    const kind = pick('conv', 'conv', 'pool', 'residual', 'residual', 'concat', 'threshold', 'dwconv');
    if (kind === 'conv' || last === 'x') {
      channels = pick(2, 3, 4);
      last = conv(last, channels, pick(1, 3));
    } else if (kind === 'pool') {
      const own = name();
      lines.push(`maxpool ${own} from=${last} size=2 stride=1${pin().replace(/simd=\d/, '')}`);
      last = own;
    } else if (kind === 'residual') {
      const [left, right] = [conv(last, channels, 3), random() < 0.5 ? conv(last, channels, 1) : last];
      const own = name();
      lines.push(`add ${own} from=[${left}, ${right}] activation=${act}`);
      last = own;
    } else if (kind === 'concat') {
      const [left, right] = [conv(last, channels, 1), conv(last, channels, 3)];
      const own = name();
      lines.push(`concat ${own} from=[${left}, ${right}]`);
      channels *= 2;
      last = own;
    } else if (kind === 'threshold') {
      const own = name();
      lines.push(`threshold ${own} from=${last} activation=${act}`);
      last = own;
    } else {
      const own = name();
      lines.push(`dwconv ${own} from=${last} kernel=2${pin()}`);
      last = own;
    }
  }
  if (random() < 0.4) lines.push(`dense ${name()} from=${last} units=${pick(2, 3)} activation=none${pin()}`);
  const goal = pick(
    '',
    `throughput=${pick(20, 60, 150, 300)}kFPS`,
    `throughput=${pick(20, 60, 150, 300, 600)}kFPS`,
    `throughput=${pick(20, 60, 150)}kFPS latency=${pick(10, 20, 60)}us`,
    `latency=${pick(3, 8, 30)}us`,
  );
  const budget = pick(
    '',
    '',
    `budget lut=${pick(7000, 8000, 10000)}`,
    `budget bram=${pick(3, 4, 6)}`,
    `budget lut=${pick(8000, 9000)} bram=${pick(3, 5)} dsp=${pick(0, 2, 10)}`,
  );
  const minimize = pick('', '', 'minimize=bram', 'minimize=dsp', 'minimize=balanced');
  const device = pick('pynq_z1', 'pynq_z1', 'zcu104');
  const face = random() < 0.3 ? 'interface=stream' : '';
  return `network N {
    defaults weights=${weights} activation=${act}
    ${lines.join('\n    ')}
  }
  target t for N { device=${device} clock=100MHz ${goal} ${minimize} ${face} ${budget} }`;
}
