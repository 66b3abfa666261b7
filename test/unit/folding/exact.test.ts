import { describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, type Resources } from '../../../server/src/devices/primitives.js';
import { estimate } from '../../../server/src/estimate/compute.js';
import { networkProblem } from '../../../server/src/folding/exact/network-problem.js';
import { evaluate } from '../../../server/src/folding/exact/task.js';
import type { FoldingRequest } from '../../../server/src/folding/folder.js';
import { modelOf } from '../../../server/src/hardware/layer-model.js';
import { contextOf, lower } from '../../../server/src/hardware/lower.js';
import type { Folding } from '../../../server/src/hardware/pipeline.js';
import { isReady } from '../../../server/src/hardware/ready.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded } from '../../support/random-network.js';
import { read, requestOf } from '../hardware/design.js';

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

function estimateOf(
  { network, target, device, clockHz }: FoldingRequest,
  folding: Folding,
): ReturnType<typeof estimate> {
  return estimate(lower(network, folding, contextOf(target, device)), { clockHz, device, target });
}
