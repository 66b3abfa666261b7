import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimate, fits } from '../../../server/src/estimate/compute.js';
import { exactFolder, foldExactly, type ExactOptions } from '../../../server/src/folding/exact/exact.js';
import { frontOf } from '../../../server/src/folding/exact/front.js';
import type { FoldingRequest } from '../../../server/src/folding/folder.js';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { contextOf, lower } from '../../../server/src/hardware/lower.js';
import { provenText } from '../../../server/src/ide/certificate.js';
import { read, requestOf } from '../hardware/design.js';

const TIMELESS: ExactOptions = { now: () => 0, limitMs: 1 };

function example(name: string, target: string): FoldingRequest {
  const text = readFileSync(new URL(`../../../examples/${name}.bnn`, import.meta.url), 'utf8');
  const { network, targets } = read(text);
  return requestOf({ network, targets: targets.filter((each) => each.name === target) });
}

/** The same request with nothing folded by the author. */
function unfolded({ target, ...rest }: FoldingRequest): FoldingRequest {
  return { ...rest, target: target && { ...target, folds: [] } };
}

const LAYERS = Array.from({ length: 40 }, (_, at) => `  dense layer${at} units=256`).join('\n');
/** A network of equal layers. */
function chain(goals: string): FoldingRequest {
  const text = `network Chain {
  defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=256
${LAYERS}
}
target t for Chain { device=u250 clock=200MHz ${goals} }`;
  return requestOf(read(text));
}

describe('a search whose time is short', () => {
  it('gives no lower highest rate than the simple rule, wherever it ends', () => {
    for (const request of [
      unfolded(example('mobilenet-v1', 'zcu102')),
      chain('budget bram=300 uram=64'),
      unfolded(example('cnv', 'pynq')),
    ]) {
      const { target } = request;
      const free = target && { ...target, throughputFps: undefined, latencyS: undefined };
      const simple = greedyFolder({ ...request, target: free }).estimate;
      for (const limitWork of [0, 1e6, 1e7, 3e7]) {
        const outcome = foldExactly(request, { ...TIMELESS, limitWork }, { max: true });
        if (!outcome.feasible) throw new Error('something fits');
        const { fps, totals } = outcome.result.estimate;
        expect(fps).toBeGreaterThanOrEqual(simple.fps);
        if (fps === simple.fps) expect(totals.lut).toBeLessThanOrEqual(simple.totals.lut);
        expect(outcome.bound).toBeGreaterThanOrEqual(fps);
      }
    }
  });
});

describe('the exact folding of the examples', () => {
  it("reaches CNV's own rate on the ZC706 with fewer LUTs than the hand folding", () => {
    const request = example('cnv', 'max');
    const byHand = greedyFolder(request).estimate;
    const outcome = foldExactly(unfolded(request), TIMELESS, { throughputFps: byHand.fps });
    if (!outcome.feasible) throw new Error('the hand folding shows that it can be done');
    const { optimal, bound, result } = outcome;
    expect(optimal).toBe(true);
    expect(result.estimate.fps).toBeGreaterThanOrEqual(byHand.fps);
    expect(result.estimate.totals.lut).toBeLessThan(byHand.totals.lut);
    expect(bound).toBe(result.estimate.totals.lut);
    expect(fits(result.estimate.totals, result.estimate.budget)).toBe(true);
  });

  it.each([
    ['mobilenet-v1', 'zcu102'],
    ['resnet-50', 'u250'],
  ])('is proven for %s, and no worse than the greedy rule where that reaches the goal', (name, targetName) => {
    const request = unfolded(example(name, targetName));
    const greedy = greedyFolder(request).estimate;
    const outcome = foldExactly(request, TIMELESS);
    expect(outcome).toMatchObject({ feasible: true, optimal: true });
    if (!outcome.feasible) return;
    const { totals, budget, fps } = outcome.result.estimate;
    const goal = request.target?.throughputFps?.value ?? 0;
    expect(fps).toBeGreaterThanOrEqual(goal);
    // The rule takes no step back: in ResNet-50 it runs out of block RAM at 443 of 500 frames a second.
    if (greedy.fps >= goal) expect(totals.lut).toBeLessThanOrEqual(greedy.totals.lut);
    expect(fits(totals, budget)).toBe(true);
  });

  it('finds the highest throughput within the budgets, and proves it', () => {
    const request = unfolded(example('cnv', 'pynq'));
    const outcome = foldExactly(request, TIMELESS, { max: true });
    if (!outcome.feasible) throw new Error('something fits');
    const { fps, totals, budget } = outcome.result.estimate;
    expect(outcome).toMatchObject({ optimal: true, bound: fps, boundOf: 'fps' });
    expect(fits(totals, budget)).toBe(true);
    // A frame more a second is refused.
    const more = foldExactly(request, TIMELESS, { throughputFps: fps * 1.001 });
    expect(more.feasible).toBe(false);
    if (more.feasible) return;
    expect(more.limits.length).toBeGreaterThan(0);
    for (const { needed, available } of more.limits) expect(needed).toBeGreaterThan(available);
    expect(more.nearest?.estimate.fps).toBe(fps);
  });

  it('does not depend on the order of searches, and gives the folding that its estimate is of', () => {
    const request = unfolded(example('cnv', 'fix'));
    const first = foldExactly(request, TIMELESS);
    foldExactly(request, TIMELESS, { max: true });
    const second = foldExactly(request, TIMELESS);
    if (!first.feasible || !second.feasible) throw new Error('the goal can be met');
    expect(second.result.folding).toEqual(first.result.folding);
    const { network, target, device, clockHz } = request;
    const again = estimate(lower(network, first.result.folding, contextOf(target, device)), {
      clockHz,
      device,
      target,
    });
    expect(again.totals).toEqual(first.result.estimate.totals);
  });

  it('gives the gap where the clock stops it', () => {
    let calls = 0;
    const impatient: ExactOptions = { now: () => calls++ * 10, limitMs: 25 };
    const outcome = foldExactly(unfolded(example('mobilenet-v1', 'zcu102')), impatient, { max: true });
    if (!outcome.feasible) throw new Error('something fits');
    const { fps } = outcome.result.estimate;
    expect(outcome.optimal).toBe(false);
    expect(outcome.bound).toBeGreaterThanOrEqual(fps);
  });
});

describe('a request that nothing meets', () => {
  const cnv = (goals: string): FoldingRequest => {
    const text = readFileSync(new URL('../../../examples/cnv.bnn', import.meta.url), 'utf8');
    const [network = ''] = text.split('/// As fast');
    return requestOf(read(`${network}target t for CNV { device=zc706 clock=200MHz ${goals} }`));
  };

  it('is told what any folding lacks, where even the slowest is too large', () => {
    const outcome = foldExactly(cnv('throughput=21kFPS budget ff=5000'), TIMELESS);
    if (outcome.feasible) throw new Error('5000 FF are too few');
    const [goal] = outcome.limits;
    const [any] = outcome.atAnyRate ?? [];
    expect(goal).toMatchObject({ resource: 'ff', available: 5000 });
    expect(any).toMatchObject({ resource: 'ff', available: 5000 });
    expect(any?.needed).toBeGreaterThan(5000);
    expect(any?.needed).toBeLessThan(goal?.needed ?? 0);
    const slowest = foldExactly(cnv(`budget ff=${any?.needed ?? 0}`), TIMELESS);
    expect(slowest.feasible).toBe(true);
  });

  it('is told how much more of two budgets, where more of one alone is not enough', () => {
    const text = `network N {
  defaults weights=int8 activation=uint4
  input x type=int4 shape=4x4x1
  conv l0 from=x filters=1 kernel=1 pe=1 simd=1 impl=lut
  dwconv l1 from=l0 kernel=2 fifo=40 mem=bram impl=auto
}
target t for N { device=pynq_z1 clock=100MHz minimize=bram budget lut=7000 ff=9000 bram=3 dsp=0 }`;
    const { certificate } = exactFolder(TIMELESS)(requestOf(read(text)));
    if (!certificate || certificate.feasible) throw new Error('it does not fit');
    expect(certificate.either).toBe(false);
    expect(certificate.limits.map((limit) => 'resource' in limit && limit.resource)).toEqual(['lut', 'ff']);
    const lifted = certificate.limits.map(({ needed }) => needed);
    const more = text.replace('lut=7000 ff=9000', `lut=${lifted[0] ?? 0} ff=${lifted[1] ?? 0}`);
    expect(exactFolder(TIMELESS)(requestOf(read(more))).certificate).toMatchObject({ feasible: true });
  });

  it('is told the shortest latency that there is, to the cycle, also where seconds round it up', () => {
    const text = `network N {
  defaults weights=int8 activation=uint2
  input x type=int4 shape=5x5x4
  conv l0 from=x filters=1 kernel=2 pad=same mem=lutram parameters=loadable
  upsample l1 from=l0 scale=2
}
target t for N { device=pynq_z1 clock=100MHz throughput=925926FPS latency=690ns minimize=balanced }`;
    const outcome = foldExactly(requestOf(read(text)), TIMELESS);
    expect(outcome).toMatchObject({ limits: [{ resource: 'latency', needed: 114, available: 69 }] });
  });

  it('is told the fastest folding that fits also where the search for the goal took all of the time', () => {
    const limited: ExactOptions = { ...TIMELESS, limitWork: 3e7 };
    const outcome = foldExactly(cnv('latency=20us budget lut=20000'), limited);
    if (outcome.feasible) throw new Error('20 us are too short');
    const fastest = foldExactly(cnv('budget lut=20000'), TIMELESS, { max: true });
    expect(fastest.feasible && fastest.result.estimate.fps).toBe(outcome.nearest?.estimate.fps);
  });
});

describe('a latency and a budget that nothing is paid for', () => {
  it('are kept by the folding that costs more of what counts for ties, where only that one fits', () => {
    const text = `network N {
  defaults weights=bipolar activation=uint2
  input x type=uint2 shape=4x4x3
  conv l0 from=x filters=2 kernel=3 pad=same weights=int3 impl=lut
  dwconv l1 from=l0 kernel=2 impl=dsp parameters=loadable
}
target t for N { device=zcu104 clock=100MHz interface=stream latency=3030ns minimize=dsp budget lut=764 }`;
    const outcome = foldExactly(requestOf(read(text)), TIMELESS);
    expect(outcome).toMatchObject({ feasible: true, optimal: true });
    expect(outcome.feasible && outcome.result.estimate.totals).toMatchObject({ dsp: 0, lut: 762 });
  });
});

describe('the limit of work', () => {
  it('ends a search at the same place on every machine', () => {
    const request = unfolded(example('mobilenet-v1', 'zcu102'));
    const limited = (speed: number): unknown => {
      let ticks = 0;
      const now = (): number => (ticks += speed);
      const outcome = foldExactly(request, { now, limitMs: 1e9, limitWork: 1.5e7 }, { max: true });
      if (!outcome.feasible) throw new Error('something fits');
      expect(outcome.optimal).toBe(false);
      return { bound: outcome.bound, folding: outcome.result.folding };
    };
    expect(limited(3)).toEqual(limited(0.001));
  });

  it('leaves a bound that is never above what was found, wherever it ends a search', () => {
    const request = chain('throughput=2MFPS budget bram=300 uram=64');
    const best = foldExactly(request, TIMELESS);
    for (let limitWork = 1e5; limitWork < 1e8; limitWork *= 2) {
      const outcome = foldExactly(request, { ...TIMELESS, limitWork });
      if (!outcome.feasible || !best.feasible) throw new Error('LUT memory has room for all');
      const { lut } = outcome.result.estimate.totals;
      expect(outcome.bound).toBeLessThanOrEqual(best.result.estimate.totals.lut);
      if (outcome.optimal || outcome.bound === lut) expect(lut).toBe(best.result.estimate.totals.lut);
    }
  });
});

describe('the limit of memory', () => {
  it('ends a search with what is known, and the certificate says so', () => {
    const request = chain('throughput=2MFPS budget bram=300 uram=64');
    const best = foldExactly(request, TIMELESS);
    const ended = foldExactly(request, { ...TIMELESS, mostNumbers: 200 });
    if (!ended.feasible || !best.feasible) throw new Error('LUT memory has room for all');
    expect(best.outOfMemory).toBeUndefined();
    expect(ended).toMatchObject({ optimal: false, outOfMemory: true });
    expect(ended.bound).toBeLessThanOrEqual(best.bound);
    expect(ended.result.estimate.totals.lut).toBeGreaterThanOrEqual(best.result.estimate.totals.lut);
    expect(provenText(ended, ended.result.estimate)).toMatch(/^not proven: .* memory/);
  });
});

describe('a chain of equal layers', () => {
  // The weights of each layer take 32 block RAMs, 16 UltraRAMs or 1024 LUTs: many ways to fill two budgets alike.
  it('is folded and proven where two budgets bind at once', () => {
    const outcome = foldExactly(chain('throughput=2MFPS budget bram=300 uram=64'), TIMELESS);
    if (!outcome.feasible) throw new Error('LUT memory has room for all');
    const { optimal, bound, result } = outcome;
    const { totals } = result.estimate;
    expect(optimal).toBe(true);
    expect(bound).toBe(totals.lut);
    expect(totals.bram18).toBeLessThanOrEqual(300);
    expect(totals.uram).toBeLessThanOrEqual(64);
    // One layer more in either would break its budget, and each takes the fewest LUTs.
    const roomier = foldExactly(chain('throughput=2MFPS budget bram=332 uram=64'), TIMELESS);
    expect(roomier.feasible && roomier.optimal && totals.lut - roomier.result.estimate.totals.lut).toBe(1024);
  });

  it('is folded and proven for the highest throughput', () => {
    const outcome = foldExactly(chain('budget bram=300 uram=64'), TIMELESS, { max: true });
    expect(outcome.feasible && outcome.optimal).toBe(true);
  });
});

describe('the front', () => {
  const request = unfolded(example('tfc', 'pynq'));

  it('holds the cheapest folding of every rate', () => {
    const { points, whole } = frontOf(request, TIMELESS);
    expect(whole).toBe(true);
    const ofLut = points.filter(({ resources }) => resources.includes('lut')).map(({ result }) => result.estimate);
    expect(ofLut.length).toBeGreaterThan(3);
    for (const point of ofLut) {
      const outcome = foldExactly(request, TIMELESS, { throughputFps: point.fps });
      expect(outcome.feasible && outcome.result.estimate.totals.lut).toBe(point.totals.lut);
    }
    // Between two neighbours nothing is cheaper than the faster one.
    for (const [at, slower] of ofLut.slice(1).entries()) {
      const faster = ofLut[at];
      const outcome = foldExactly(request, TIMELESS, { throughputFps: slower.fps * (1 + 1e-9) });
      expect(outcome.feasible && outcome.result.estimate.totals.lut).toBe(faster?.totals.lut);
    }
  });

  it('is called whole only where every point is proven', () => {
    const whole = frontOf(request, TIMELESS).points;
    const limits = Array.from({ length: 24 }, (_, at) => 1e5 * 1.35 ** at);
    const fronts = limits.map((limitWork) => frontOf(request, { ...TIMELESS, limitWork }));
    for (const front of fronts) if (front.whole) expect(front.points).toHaveLength(whole.length);
    expect(new Set(fronts.map((front) => front.whole))).toEqual(new Set([true, false]));
  });

  it('stops when it is told to', () => {
    let found = 0;
    const { whole } = frontOf(request, { ...TIMELESS, cancelled: () => found > 2 }, () => found++);
    expect(whole).toBe(false);
    expect(found).toBe(3);
  });
});
