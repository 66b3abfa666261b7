import { describe, expect, it } from 'vitest';
import { estimate } from '../../../server/src/estimate/compute.js';
import { shortestLatency, simulated } from '../../../server/src/estimate/simulated.js';
import { foldExactly } from '../../../server/src/folding/exact/exact.js';
import { latencyBoundOf } from '../../../server/src/folding/exact/latency-bound.js';
import { wordsOf } from '../../../server/src/folding/exact/latency-words.js';
import { networkProblem } from '../../../server/src/folding/exact/network-problem.js';
import { lower } from '../../../server/src/hardware/lower.js';
import { randomNetworkText, seeded } from '../../support/random-network.js';
import { read, requestOf } from '../hardware/design.js';

const NO_PATH = { cycles: Infinity, terms: [], constant: 0 };

describe('the bound on the latency', () => {
  it('is not above the simulated latency of any folding, over random networks, and near it in the middle', () => {
    const random = seeded(77);
    const shares: number[] = [];
    for (let round = 0; round < 24; round++) {
      const face = random() < 0.3 ? ' interface=stream' : '';
      const text = `${randomNetworkText(random)}\ntarget t for Random { device=zcu104${face} }`;
      const { network, targets } = read(text);
      if (!network.complete) continue;
      const { target, device, clockHz } = requestOf({ network, targets });
      const made = networkProblem(network, target, device, Infinity);
      if ('tooSlow' in made) throw new Error('every layer has a choice');
      const bound = latencyBoundOf(network, made);
      const words = wordsOf(network, made);
      /** Latencies simulated one word at a time, of all of which every path must be a bound. */
      const drawn: { readonly chosen: Int32Array; readonly latencyCycles: number }[] = [];
      for (let draw = 0; draw < 3; draw++) {
        const chosen = Int32Array.from(made.choices, (all) => Math.floor(random() * all.length));
        const context = { clockHz, device, target };
        const design = estimate(lower(network, made.foldingOf(chosen), made.context), context);
        const found = simulated(design, context);
        if (!found?.fitted.simulation.exact) continue;
        // Whatever a goal makes of the FIFOs, they are no deeper.
        const { cycles: latencyCycles } = shortestLatency(design);
        expect(latencyCycles, text).toBeLessThanOrEqual(found.latencyCycles);
        const moved = found.pipeline.edges.reduce((all, { stream }) => all + stream.words, 0);
        const mostMoved = chosen.reduce(
          (all, choice, node) => all + (words.terms[node]?.[choice] ?? 0),
          words.constant,
        );
        expect(mostMoved, text).toBeGreaterThanOrEqual(moved);
        const { cycles, terms, constant } = bound.longest(chosen, latencyCycles, 0) ?? NO_PATH;
        expect(cycles, text).toBeLessThanOrEqual(latencyCycles);
        const sum = terms.reduce((all, each, node) => all + (each?.[chosen[node] ?? 0] ?? 0), constant);
        expect(sum).toBe(cycles);
        const least = bound.atLeast(chosen);
        expect(least, text).toBeLessThanOrEqual(latencyCycles);
        expect(least).toBeGreaterThanOrEqual(cycles);
        shares.push(least / latencyCycles);
        drawn.push({ chosen, latencyCycles });
      }
      const within = Math.max(...drawn.map(({ latencyCycles }) => latencyCycles));
      for (const { chosen } of drawn) {
        const { terms, constant } = bound.longest(chosen, within, 0) ?? NO_PATH;
        for (const other of drawn) {
          const sum = terms.reduce((all, each, node) => all + (each?.[other.chosen[node] ?? 0] ?? 0), constant);
          expect(sum, text).toBeLessThanOrEqual(other.latencyCycles);
        }
      }
    }
    shares.sort((a, b) => a - b);
    expect(shares.length).toBeGreaterThan(30);
    expect(shares[shares.length >> 1]).toBeGreaterThan(0.85);
  }, 60_000);
});

describe('a latency goal of a search that ends early', () => {
  const network = `network N {
  defaults weights=bipolar activation=bipolar
  input  in type=uint8 shape=12x12x4
  conv   a  filters=8 kernel=3
  conv   b  filters=16 kernel=3
  dense  c  units=10 activation=none
}`;
  it.each([0, 1e5, 1e6, 1e7])('is not called out of reach where a folding keeps it: %d units of work', (limitWork) => {
    const text = `${network}\ntarget t for N { device=zcu104 clock=200MHz latency=60us }`;
    const outcome = foldExactly(requestOf(read(text)), { now: () => 0, limitMs: 1, limitWork });
    if (!outcome.feasible) throw new Error(JSON.stringify(outcome.limits));
    const { latencyS, totals } = outcome.result.estimate;
    expect(latencyS).toBeLessThanOrEqual(60e-6);
    expect(outcome.bound).toBeLessThanOrEqual(totals.lut);
  });
});
