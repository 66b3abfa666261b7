import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../server/src/estimate/simulate/actors.js';
import { deepLatency, fitDepths } from '../../../../server/src/estimate/simulate/depths.js';
import { endlessFrame, noKeptTimes } from '../../../../server/src/estimate/simulate/endless.js';
import { firstFrameCycles, simulate } from '../../../../server/src/estimate/simulate/simulate.js';
import type { Pipeline } from '../../../../server/src/hardware/pipeline.js';
import { cases } from '../../../support/cases.js';
import { simulateCycles } from '../../../support/cycle-simulator.js';
import { randomNetworkText, seeded } from '../../../support/random-network.js';
import { foldText } from '../../hardware/design.js';

function pipelineOf(text: string): Pipeline {
  return foldText(text).estimate.pipeline;
}

function slowest({ engines }: Pipeline): number {
  return Math.max(...engines.map(({ cycles }) => cycles));
}

/** Cycles between the last two of some frames, by the slow simulation; infinite where it stops. */
function intervalByCycles(pipeline: Pipeline, depths: readonly number[], frames = 8): number {
  const { finished, deadlock } = simulateCycles(pipeline, depths, frames);
  return deadlock ? Infinity : (finished[frames - 2] ?? 0) - (finished[frames - 3] ?? 0);
}

/** Random networks small enough for the slow simulation. */
function* randomPipelines(seeds: number): Generator<{ readonly pipeline: Pipeline; readonly about: string }> {
  for (let seed = 1; seed <= seeds; seed++) {
    const random = seeded(seed);
    const text = randomNetworkText(random, 2 + Math.floor(random() * 6));
    const pipeline = pipelineOf(text);
    const cycles = pipeline.engines.reduce((sum, engine) => sum + engine.cycles, 0);
    if (pipeline.network.complete && pipeline.edges.length > 0 && cycles <= 3000)
      yield { pipeline, about: `seed ${seed}:\n${text}` };
  }
}

const RESIDUAL = `network N {
  input x type=uint2 shape=8x8x4
  threshold t activation=uint2
  conv a filters=4 kernel=3 pad=1 weights=int2 activation=uint2
  conv b filters=4 kernel=3 pad=1 weights=int2 activation=uint2
  add s from=[b, t] activation=uint2
}`;

describe('fitted FIFO depths', () => {
  it('keep the interval of the slowest engine, where two words a FIFO do not', () => {
    const pipeline = pipelineOf(`network N {
      input x type=uint2 shape=16
      dense a units=16 weights=int2 activation=uint2 pe=1 simd=16
      dense b units=16 weights=int2 activation=uint2 pe=16 simd=1
    }`);
    const shallow = pipeline.edges.map(() => 2);
    expect(simulate(pipeline, shallow).intervalCycles).toBeGreaterThanOrEqual(slowest(pipeline));
    const { depths, simulation, minimal } = fitDepths(pipeline);
    expect(simulation.intervalCycles).toBe(slowest(pipeline));
    expect(minimal).toBe(true);
    expect(intervalByCycles(pipeline, depths)).toBe(slowest(pipeline));
  });

  it('a residual branch gets what the other branch lags, and not a word more', () => {
    const pipeline = pipelineOf(RESIDUAL);
    const { depths, simulation } = fitDepths(pipeline);
    const shortcut = pipeline.edges.findIndex(({ depth }) => depth > 2);
    const bound = pipeline.edges[shortcut]?.depth ?? 0;
    expect(depths[shortcut]).toBeLessThanOrEqual(bound);
    expect(simulation.intervalCycles).toBe(slowest(pipeline));
    const less = depths.map((depth, at) => (at === shortcut ? depth - 1 : depth));
    expect(intervalByCycles(pipeline, less)).toBeGreaterThan(slowest(pipeline));
    expect(
      simulate(
        pipeline,
        pipeline.edges.map(() => 2),
      ).deadlock,
    ).toBeDefined();
  });

  it('keep the interval on random networks, none shallower on its own, joins within their bound', () => {
    let deep = 0;
    for (const { pipeline, about } of randomPipelines(cases(60))) {
      const { depths, simulation, minimal } = fitDepths(pipeline);
      expect(minimal, about).toBe(true);
      expect(simulation.intervalCycles, about).toBe(intervalByCycles(pipeline, depths, 12));
      expect(simulation.intervalCycles, about).toBe(slowest(pipeline));
      pipeline.edges.forEach(({ depth }, at) => {
        const fitted = depths[at] ?? 0;
        if (fitted > 2 && deep < 40) {
          deep++;
          const less = depths.map((each, other) => (other === at ? each - 1 : each));
          expect(intervalByCycles(pipeline, less), about).toBeGreaterThan(simulation.intervalCycles);
        }
        if (depth > 2) expect(fitted, about).toBeLessThanOrEqual(depth);
      });
    }
    expect(deep).toBeGreaterThan(10);
  });

  it('keep a latency where deep ones keep it, to the cycle, and are no deeper for one that none keeps', () => {
    let later = 0;
    for (const { pipeline, about } of randomPipelines(cases(40))) {
      const { latencyCycles } = deepLatency(pipeline);
      const free = fitDepths(pipeline);
      expect(latencyCycles, about).toBeLessThanOrEqual(free.simulation.latencyCycles);
      if (latencyCycles < free.simulation.latencyCycles) later++;
      const kept = fitDepths(pipeline, { latencyCycles });
      expect(kept.simulation.latencyCycles, about).toBe(latencyCycles);
      expect(kept.simulation.intervalCycles, about).toBe(free.simulation.intervalCycles);
      expect(fitDepths(pipeline, { latencyCycles: latencyCycles - 1 }).depths, about).toEqual(free.depths);
    }
    expect(later).toBeGreaterThan(0);
  });

  it('a frame through FIFOs that are never full is the one through FIFOs of a frame', () => {
    const kept = noKeptTimes();
    for (let seed = 1; seed <= cases(100); seed++) {
      const random = seeded(seed);
      const pipeline = pipelineOf(randomNetworkText(random, 2 + Math.floor(random() * 6)));
      if (!pipeline.network.complete || pipeline.edges.length === 0) continue;
      const exactWords = random() < 0.5 ? Infinity : 100;
      const plan = planOf(pipeline, exactWords);
      const whole = pipeline.edges.map(({ stream }) => stream.words);
      expect(endlessFrame(plan, kept)?.cycles, `seed ${seed}`).toBe(firstFrameCycles(plan, whole));
      expect(endlessFrame(plan, kept)?.moved, `seed ${seed}`).toBe(0);
    }
  });

  it('what the author wrote stays', () => {
    const pipeline = pipelineOf(RESIDUAL.replace('from=[b, t]', 'from=[b, t] fifo=[auto, 100]'));
    const { depths } = fitDepths(pipeline);
    expect(depths[pipeline.edges.findIndex(({ pinned }) => pinned)]).toBe(100);
  });
});
