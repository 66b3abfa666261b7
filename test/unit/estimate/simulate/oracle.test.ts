import { describe, expect, it } from 'vitest';
import { machineOf, planOf } from '../../../../server/src/estimate/simulate/actors.js';
import { advance } from '../../../../server/src/estimate/simulate/advance.js';
import { endsOf } from '../../../../server/src/estimate/simulate/simulate.js';
import type { Pipeline } from '../../../../server/src/hardware/pipeline.js';
import { cases } from '../../../support/cases.js';
import { simulateCycles } from '../../../support/cycle-simulator.js';
import { randomNetworkText, seeded } from '../../../support/random-network.js';
import { foldText } from '../../hardware/design.js';

interface Case {
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly depths: readonly number[];
}

/** A random network of any kind of layer, folded, on ports or bare streams, with FIFOs as chosen or of 1 to 6 words. */
function randomCase(seed: number): Case | undefined {
  const random = seeded(seed);
  const text = randomNetworkText(random, 2 + Math.floor(random() * 7));
  const name = /network (\w+)/.exec(text)?.[1] ?? '';
  const face = random() < 0.5 ? 'interface=stream ' : '';
  const target = random() < 0.5 ? `\ntarget t for ${name} { device=pynq_z1 ${face}}` : '';
  const { pipeline } = foldText(text + target).estimate;
  const cycles = pipeline.engines.reduce((sum, engine) => sum + engine.cycles, 0);
  if (!pipeline.network.complete || pipeline.edges.length === 0 || cycles > 20_000) return undefined;
  const depths = pipeline.edges.map(({ depth }) => (random() < 0.6 ? depth : 1 + Math.floor(random() * 6)));
  return { name: text, pipeline, depths };
}

/** Ends of frames, and the most words in each FIFO, by the simulation that is used. */
function simulated({ pipeline, depths }: Case, frames: number): unknown {
  const machine = machineOf(planOf(pipeline, Infinity), { frames, depths });
  if (advance(machine)) return 'deadlock';
  return { finished: endsOf(machine), peaks: machine.links.map(({ peak }) => peak) };
}

function cycleByCycle({ pipeline, depths }: Case, frames: number): unknown {
  const { finished, peaks, deadlock } = simulateCycles(pipeline, depths, frames);
  return deadlock ? 'deadlock' : { finished, peaks };
}

describe('the simulation and a cycle-by-cycle one agree on every frame end and every peak', () => {
  it.each([1, 101, 201, 301, 401])('random networks from seed %i on', (first) => {
    const seeds = cases(30, 100);
    let compared = 0;
    const kinds = new Set<string>();
    for (let seed = first; seed < first + seeds; seed++) {
      const made = randomCase(seed);
      if (!made) continue;
      for (const engine of made.pipeline.engines) kinds.add(engine.kind);
      for (const frames of [1, 3]) {
        const slow = cycleByCycle(made, frames);
        expect(simulated(made, frames), `seed ${seed}, ${frames} frames:\n${made.name}`).toEqual(slow);
        if (slow !== 'deadlock') compared++;
      }
    }
    expect(compared).toBeGreaterThan(seeds);
    expect(kinds.size).toBeGreaterThan(9);
  });
});
