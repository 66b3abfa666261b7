import { describe, expect, it } from 'vitest';
import { foldExactly, type ExactOptions } from '../../../server/src/folding/exact/exact.js';
import { networkProblem } from '../../../server/src/folding/exact/network-problem.js';
import { inputBitsOf, outlineOf } from '../../../server/src/hardware/layer-engines.js';
import { modelOf } from '../../../server/src/hardware/layer-model.js';
import { isReady } from '../../../server/src/hardware/ready.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded, type Random } from '../../support/random-network.js';
import { read, requestOf } from '../hardware/design.js';

const TIMELESS: ExactOptions = { now: () => 0, limitMs: 1 };

describe('the outline of a layer', () => {
  it('has the cycles and words of its engines, and no more LUTs than the last of them in any style', () => {
    const random = seeded(31);
    let outlines = 0;
    for (let round = 0; round < cases(8); round++) {
      const { network } = read(randomNetworkText(random));
      for (const layer of network.layers) {
        if (!isReady(layer) || layer.kind === 'input' || layer.kind === 'output') continue;
        const model = modelOf(layer, { family: 'xcup' });
        for (const pe of model.legal.pe) {
          const simds = model.legal.simd(pe);
          for (const simd of simds.length > 0 ? simds : [undefined]) {
            const plain = model.plan({ pe, simd, mem: 'auto', impl: 'auto' });
            expect(inputBitsOf(layer, { pe, simd }), layer.kind).toBe(plain.inputs[0]?.bits);
            const outline = outlineOf(layer, { pe, simd }, 'xcup');
            if (!outline) continue;
            outlines++;
            expect(outline.cycles).toBe(plain.cycles);
            const styles = (['auto', 'lutram', 'bram', 'uram'] as const).flatMap((mem) =>
              (['auto', 'lut', 'dsp'] as const).map((impl) => model.plan({ pe, simd, mem, impl }).engines.at(-1)),
            );
            const fewest = Math.min(...styles.map((last) => last?.resources.lut ?? 0));
            expect(outline.lutsAtLeast()).toBeLessThanOrEqual(fewest);
          }
        }
      }
    }
    expect(outlines).toBeGreaterThan(100);
  });
});

/** A chain of wide layers of many kinds: wider words than the time asks for spare a converter here and there. */
function wideChain(random: Random): string {
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const lines = [`input x type=${pick('uint8', 'uint2')} shape=${pick('12x12x3', '8x8x6', '10x1x8')}`];
  const layers = 2 + Math.floor(random() * 3);
  for (let at = 0; at < layers; at++) {
    const pinned = random() < 0.15 ? ` fifo=${pick(2, 64)}` : '';
    lines.push(
      pick(
        `conv l${at} filters=${pick(12, 16, 20, 30)} kernel=3 pad=same${pinned}`,
        `conv l${at} filters=${pick(8, 10, 24)} kernel=1${pinned}`,
        `dwconv l${at} kernel=3 pad=same`,
        `maxpool l${at} size=2 stride=1`,
      ),
    );
  }
  if (random() < 0.6) lines.push(`dense last units=${pick(10, 16, 24)} activation=${pick('none', 'uint2')}`);
  return `network N {
  defaults weights=${pick('bipolar', 'ternary', 'int3', 'int8')} activation=${pick('uint2', 'uint4')}
  ${lines.join('\n  ')}
}
target t for N { device=${pick('zc706', 'zcu104')} clock=100MHz ${random() < 0.3 ? 'interface=stream' : ''} throughput=${pick(2, 8, 30, 90)}kFPS }`;
}

describe('the choices of the fewest LUTs', () => {
  it('hold the best of all choices, over random chains', () => {
    const random = seeded(99);
    let fewer = 0;
    let found = 0;
    for (let round = 0; round < cases(70); round++) {
      const text = wideChain(random);
      const { network, targets } = read(text);
      if (!network.complete) continue;
      const request = requestOf({ network, targets });
      const best = foldExactly(request, TIMELESS);
      // What is allowed is not known beforehand: then every choice is looked at.
      const ofAll = foldExactly(request, { ...TIMELESS, allowed: () => true });
      expect(best.feasible, text).toBe(ofAll.feasible);
      if (!best.feasible || !ofAll.feasible) continue;
      found++;
      expect(best.result.folding, text).toEqual(ofAll.result.folding);
      expect({ optimal: best.optimal, bound: best.bound }).toEqual({ optimal: ofAll.optimal, bound: ofAll.bound });
      const { target, device, clockHz } = request;
      const cycles = Math.floor(clockHz / (target?.throughputFps?.value ?? 1));
      const count = (allowed?: () => boolean): number => {
        const made = networkProblem(network, target, device, cycles, allowed, false);
        return 'tooSlow' in made ? 0 : made.choices.reduce((sum, all) => sum + all.length, 0);
      };
      if (count() < 0.7 * count(() => true)) fewer++;
    }
    expect(found).toBeGreaterThan(30);
    expect(fewer).toBeGreaterThan(10);
  });
});
