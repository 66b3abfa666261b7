import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MVTU_LUT } from '../../../server/src/hardware/cost-model.js';
import { foldingChoices, legalFoldings, nearestLegal } from '../../../server/src/hardware/foldings.js';
import { modelOf } from '../../../server/src/hardware/layer-model.js';
import { isReady, type ReadyLayer } from '../../../server/src/hardware/ready.js';
import { cases } from '../../support/cases.js';
import { networkOf } from './design.js';

const TYPES = 'weights=bipolar activation=bipolar';

/** The layer `it` of a network of layer lines. */
function layer(lines: string): ReadyLayer {
  const found = networkOf(lines).layers.find((each) => each.name === 'it');
  if (!found || !isReady(found)) throw new Error(`no layer \`it\` in ${lines}`);
  return found;
}

function checkLegal(lines: string, pe: readonly number[], simd: readonly number[], withPe = pe[0] ?? 1): void {
  const legal = legalFoldings(layer(lines));
  expect(legal.pe).toEqual(pe);
  expect(legal.simd(withPe)).toEqual(simd);
}

describe('legal foldings', () => {
  it('dense: divisors of units and of the aligned inputs', () => {
    checkLegal(`input x type=bipolar shape=10 dense it units=6 ${TYPES}`, [1, 2, 3, 6], [1, 2, 5, 10]);
    checkLegal(`input x type=bipolar shape=10 dense it units=6 align=4 ${TYPES}`, [1, 2, 3, 6], [1, 2, 3, 4, 6, 12]);
  });

  it('conv: divisors of the channels, then whole taps', () => {
    const conv = `input x type=bipolar shape=8x8x4 conv it filters=6 kernel=3 ${TYPES}`;
    checkLegal(conv, [1, 2, 3, 6], [1, 2, 4, 12, 36]);
    checkLegal(`${conv} groups=2`, [1, 3], [1, 2, 6, 18]);
    checkLegal(conv.replace('kernel=3', 'kernel=1'), [1, 2, 3, 6], [1, 2, 4]);
  });

  it('dwconv: taps only where every channel has its own PE', () => {
    const dwconv = `input x type=bipolar shape=8x8x4 dwconv it kernel=3 ${TYPES}`;
    checkLegal(dwconv, [1, 2, 4], [1], 2);
    checkLegal(dwconv, [1, 2, 4], [1, 3, 9], 4);
  });

  it('the rest: divisors of the channels of every input, no simd', () => {
    checkLegal('input x type=uint4 shape=8x8x6 maxpool it size=2', [1, 2, 3, 6], []);
    const branches = 'input x type=uint4 shape=4x4x12 input y type=uint4 shape=4x4x8';
    checkLegal(`${branches} concat it from=[x, y]`, [1, 2, 4], []);
    checkLegal('input x type=uint4 shape=10 argmax it', [1, 2, 5, 10], []);
  });
});

describe('nearestLegal', () => {
  const conv = layer(`input x type=bipolar shape=8x8x64 conv it filters=24 kernel=3 ${TYPES}`);

  it('takes the legal value below and names the next above', () => {
    expect(nearestLegal(legalFoldings(conv), 5, 100)).toMatchObject({
      pe: 4,
      peBelow: 4,
      peAbove: 6,
      simd: 64,
      simdBelow: 64,
      simdAbove: 192,
    });
  });

  it('takes the least where nothing is wished, or nothing lies below', () => {
    expect(nearestLegal(legalFoldings(conv), undefined, undefined)).toMatchObject({
      pe: 1,
      simd: 1,
      peBelow: undefined,
    });
    expect(nearestLegal(legalFoldings(conv), 0, -3)).toMatchObject({ pe: 1, simd: 1, peBelow: undefined, peAbove: 1 });
  });

  it('gives a depthwise layer the PEs that its wished taps need', () => {
    const dwconv = layer(`input x type=bipolar shape=8x8x4 dwconv it kernel=3 ${TYPES}`);
    expect(nearestLegal(legalFoldings(dwconv), undefined, 9)).toMatchObject({ pe: 4, simd: 9 });
    expect(nearestLegal(legalFoldings(dwconv), 2, 9)).toMatchObject({ pe: 2, simd: 1 });
  });
});

/** Layers of every kind, of small random sizes. */
const anyLayer = fc
  .record({
    channels: fc.constantFrom(1, 2, 3, 4, 6, 8, 12),
    filters: fc.constantFrom(1, 2, 4, 6, 8, 12),
    size: fc.integer({ min: 3, max: 9 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.integer({ min: 0, max: 1 }),
    kind: fc.constantFrom('dense', 'conv', 'dwconv', 'maxpool', 'avgpool', 'globalavgpool', 'threshold', 'upsample'),
    type: fc.constantFrom('uint4', 'int8', 'binary'),
    weights: fc.constantFrom('bipolar', 'ternary', 'int4', 'int8'),
  })
  .map(({ channels, filters, size, kernel, stride, pad, kind, type, weights }) => {
    const window = `kernel=${kernel} stride=${stride} pad=${pad} weights=${weights} activation=uint2`;
    const forms: Readonly<Record<typeof kind, string>> = {
      dense: `dense it units=${filters} weights=${weights} activation=none`,
      conv: `conv it filters=${filters} ${window}`,
      dwconv: `dwconv it ${window}`,
      maxpool: `maxpool it size=${kernel} stride=${stride}`,
      avgpool: `avgpool it size=${kernel} stride=${stride} shift=1 activation=uint2`,
      globalavgpool: 'globalavgpool it activation=none',
      threshold: 'threshold it activation=uint3',
      upsample: 'upsample it scale=2',
    };
    return layer(`input x type=${type} shape=${size}x${size}x${channels}\n${forms[kind]}`);
  });

const STYLES = { mem: 'auto', impl: 'auto' } as const;

describe('every legal folding of any layer', () => {
  it('gives whole cycles and words, as many lanes times words at either end of every stream', () => {
    fc.assert(
      fc.property(anyLayer, (it) => {
        for (const choice of foldingChoices(it)) {
          const plan = modelOf(it, { family: 'xc7' }).plan({ ...choice, ...STYLES });
          for (const { cycles, inputs, outputs } of plan.engines) {
            expect(Number.isSafeInteger(cycles) && cycles > 0).toBe(true);
            for (const { words, lanes } of [...inputs, ...outputs]) {
              expect(Number.isSafeInteger(words) && Number.isSafeInteger(lanes)).toBe(true);
              expect(words).toBeLessThanOrEqual(cycles);
            }
          }
          plan.engines.slice(1).forEach((engine, before) => {
            expect(engine.inputs[0]).toEqual(plan.engines[before]?.outputs[0]);
          });
          const elements = it.output.shape.height * it.output.shape.width * it.output.shape.channels;
          expect(plan.output.words * plan.output.lanes).toBe(elements);
        }
      }),
      { seed: 2, numRuns: cases(150) },
    );
  });

  it('does the same work: the cycles of the MVTU times pe times simd are constant', () => {
    fc.assert(
      fc.property(anyLayer, (it) => {
        const works = foldingChoices(it).flatMap(({ pe, simd }) =>
          modelOf(it, { family: 'xc7' })
            .plan({ pe, simd, ...STYLES })
            .engines.filter(({ kind }) => kind === 'mvtu' || kind === 'dwmvtu')
            .map(({ cycles }) => cycles * (pe ?? 1) * (simd ?? 1)),
        );
        expect(new Set(works).size).toBeLessThanOrEqual(1);
      }),
      { seed: 3, numRuns: cases(100) },
    );
  });

  it('is no slower with more PEs, and takes no fewer LUTs for products', () => {
    fc.assert(
      fc.property(anyLayer, (it) => {
        const model = modelOf(it, { family: 'xc7' });
        for (const simd of model.legal.simd(model.legal.pe[0] ?? 1)) {
          let before: { pe: number; cycles: number; lut: number } | undefined;
          for (const pe of model.legal.pe.filter((each) => model.legal.simd(each).includes(simd))) {
            const plan = model.plan({ pe, simd, mem: 'bram', impl: 'lut' });
            // Thresholds of few rows melt into their comparators, which are not looked at.
            const parts = (plan.engines.at(-1)?.explain() ?? []).filter(({ what }) => !what.startsWith('thresholds'));
            const unit = parts.reduce((sum, { unit: of, value }) => sum + (of === 'LUT' ? value : 0), 0);
            // With a PE for every row the input buffer goes, and constant weights melt into the logic.
            const whole = pe === model.legal.pe.at(-1);
            if (before) {
              expect(plan.cycles).toBeLessThanOrEqual(before.cycles);
              // A counter of fewer rows is shorter.
              const shorter = MVTU_LUT.counterBit * Math.ceil(Math.log2(pe / before.pe));
              if (!whole) expect(unit).toBeGreaterThanOrEqual(before.lut - shorter);
            }
            before = { pe, cycles: plan.cycles, lut: unit };
          }
        }
      }),
      { seed: 4, numRuns: cases(100) },
    );
  });
});
