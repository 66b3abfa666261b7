import { describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, RESOURCE_TITLES } from '../../../server/src/devices/primitives.js';
import { addendsOf, explained } from '../../../server/src/hardware/explain.js';
import type { Engine, EngineKind } from '../../../server/src/hardware/pipeline.js';
import type { Estimate } from '../../../server/src/estimate/estimate.js';
import { explainRow } from '../../../server/src/estimate/explain.js';
import { valueOf } from '../../support/arithmetic.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded } from '../../support/random-network.js';
import { foldText } from './design.js';

/** Every kind of engine, windows of one tap, of several and of one row, products in LUTs, DSPs and constants. */
const ALL_KINDS = `network all {
  defaults weights=int4 activation=uint4
  input image type=uint8 shape=16x16x8
  conv first filters=16 kernel=3 pad=1 pe=4 simd=4
  dwconv depth kernel=3 stride=2 pe=16 simd=3
  conv wide filters=16 kernel=3 dilation=2 pad=2 pe=4 simd=48
  conv point filters=16 kernel=1 stride=2 pe=2 simd=8 impl=dsp
  maxpool top from=wide size=2 pe=4
  avgpool mean from=point size=2 shift=1 stride=1 pad=[0, 1, 0, 1] activation=uint4 pe=4
  threshold levels from=mean activation=uint4 pe=8
  conv fit from=top filters=16 kernel=1 pe=16 simd=16
  upsample up from=fit scale=2 pe=2
  conv down from=up filters=16 kernel=2 stride=2 pe=1 simd=1 mem=uram
  add sum from=[down, fit] activation=uint4 pe=4 fifo=[40, 200]
  concat both from=[sum, fit] pe=16 fifo=[600, 12]
  dense f units=32 weights=bipolar pe=8 simd=6 mem=lutram
  dense g units=10 weights=bipolar activation=none pe=10 simd=32 mem=bram
  argmax label top=2
}`;
const TARGETS = ['', 'target t for all { device=pynq_z1 }', 'target t for all { device="xczu7ev-ffvc1156-2-e" }'];

function checkRow(
  row: Pick<Engine, 'name' | 'cycles' | 'resources'>,
  lines: ReturnType<typeof explained>,
  kind: EngineKind,
): void {
  for (const line of lines) {
    const about = `${row.name} (${kind}), ${line.what}: ${line.substituted}`;
    const value = valueOf(line.substituted);
    // Counts are rounded up at the end, or where the part is one by itself.
    if (line.source === 'the lines above') expect(Math.ceil(value - 0.2), about).toBeLessThanOrEqual(line.value);
    else
      expect(
        [value, Math.ceil(value), Math.round(value)].some((each) => Math.abs(each - line.value) < 0.05),
        `${about} is ${value}, not ${line.value}`,
      ).toBe(true);
    expect(line.formula, about).not.toBe('');
    expect(line.source, about).not.toBe('');
  }
  for (const name of RESOURCE_NAMES) {
    const sum = addendsOf(
      lines.filter(({ source }) => source !== 'the lines above'),
      RESOURCE_TITLES[name],
    ).reduce((a, b) => a + b, 0);
    expect(
      Math.max(0, Math.ceil(sum - 1e-6)),
      `${row.name} (${kind}): ${name} of ${lines.map(({ what }) => what).join('; ')}`,
    ).toBe(row.resources[name]);
  }
  const cycles = lines.find(({ unit }) => unit === 'cycles');
  if (cycles) expect(cycles.value, row.name).toBe(row.cycles);
}

function checkExplained(estimate: Estimate): Set<EngineKind> {
  const kinds = new Set<EngineKind>();
  for (const engine of estimate.pipeline.engines) {
    kinds.add(engine.kind);
    checkRow(engine, explained(engine), engine.kind);
  }
  for (const row of estimate.infrastructure) {
    kinds.add(row.kind);
    checkRow(row, explainRow(estimate, row), row.kind);
  }
  return kinds;
}

describe('an explanation', () => {
  it.each(TARGETS)('of every kind of engine comes to the numbers that are shown: %s', (target) => {
    const kinds = checkExplained(foldText(`${ALL_KINDS}\n${target}`).estimate);
    const all: Record<EngineKind, true> = {
      mvtu: true,
      dwmvtu: true,
      'sliding-window': true,
      pad: true,
      pool: true,
      threshold: true,
      add: true,
      concat: true,
      duplicate: true,
      upsample: true,
      'width-converter': true,
      argmax: true,
      fifo: true,
      'input-dma': true,
      'output-dma': true,
      shell: true,
    };
    // A bare part has streams and no shell.
    if (!target.includes('xczu')) expect(kinds).toEqual(new Set(Object.keys(all)));
  });

  it('of what can be loaded at run time, too', () => {
    const text = ALL_KINDS.replace('defaults ', 'defaults parameters=loadable ');
    const { estimate } = foldText(`${text}\ntarget t for all { device=pynq_z1 }`);
    checkExplained(estimate);
    expect(estimate.totals.lut).toBeGreaterThan(foldText(ALL_KINDS).estimate.totals.lut);
  });

  it('of random networks, too', () => {
    for (let seed = 1; seed <= cases(40); seed++) {
      const text = randomNetworkText(seeded(seed), 8);
      const name = /network (\w+)/.exec(text)?.[1] ?? '';
      checkExplained(
        foldText(`${text}\ntarget t for ${name} { device=pynq_z1 ${seed % 2 ? '' : 'interface=stream'} }`).estimate,
      );
    }
  });
});
