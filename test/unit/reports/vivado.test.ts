import { describe, expect, test } from 'vitest';
import { readReport } from '../../../server/src/reports/read-report.js';
import { fixture, read } from './fixture.js';

describe('utilisation', () => {
  test('without the column Prohibited, half tiles counted', () => {
    const report = read('utilization_2019.rpt');
    expect(report).toMatchObject({
      kind: 'utilization',
      stage: 'placed',
      tool: { version: '2019.2' },
      top: 'net_wrapper',
      part: 'xc7z020clg4001',
    });
    expect(report.resources).toEqual({
      lut: 10500,
      lutLogic: 10000,
      lutMemory: 500,
      lutRam: 300,
      srl: 200,
      ff: 12000,
      bram18: 21,
      dsp: 9,
    });
    expect(report.available).toEqual({
      lut: 53200,
      lutLogic: 53200,
      lutMemory: 17400,
      ff: 106400,
      bram18: 280,
      dsp: 220,
    });
  });

  test('with it, of the other family, without a DSP section', () => {
    const report = read('utilization_2023.rpt');
    expect(report).toMatchObject({ stage: 'synthesised', part: 'xczu3egsbva4841e' });
    expect(report.resources).toEqual({
      lut: 1819,
      lutLogic: 1674,
      lutMemory: 145,
      ff: 2659,
      carry: 21,
      bram18: 6,
      uram: 2,
    });
    expect(report.available).toMatchObject({ lut: 70560, bram18: 432, uram: 48 });
  });

  test('by instance, as text', () => {
    const report = read('hierarchical.rpt');
    expect(report).toMatchObject({ kind: 'utilization-hierarchical', stage: 'routed', top: 'net_wrapper' });
    expect(report.resources).toEqual({
      lut: 5000,
      lutLogic: 4500,
      lutRam: 300,
      srl: 200,
      lutMemory: 500,
      ff: 6000,
      bram18: 23,
      dsp: 0,
    });
    expect(
      report.modules.map(({ path, module, resources }) => [path.join('/'), module, resources.lut, resources.bram18]),
    ).toEqual([
      ['net_wrapper/(net_wrapper)', '(top)', 1, 0],
      ['net_wrapper/net', 'net', 3000, 21],
      ['net_wrapper/net/c1_mvtu_U0', 'c1_mvtu', 1200, 16],
      ['net_wrapper/net/c1_fifo_U', 'fifo_w8_d9', 30, 0],
      ['net_wrapper/dma', 'axi_dma_0', 1400, 2],
    ]);
  });

  test('by instance, as XML', () => {
    const report = read('hierarchical.xml');
    expect(report).toMatchObject({
      kind: 'utilization-hierarchical',
      top: 'net_wrapper',
      resources: { lut: 5000, uram: 4, dsp: 7 },
    });
    expect(
      report.modules.map(({ path, module, resources }) => [path.join('/'), module, resources.lut, resources.bram18]),
    ).toEqual([
      ['net_wrapper/net', 'net<8>', 3000, 21],
      ['net_wrapper/net/c1_mvtu_U0', 'c1_mvtu', 1200, 16],
    ]);
  });
});

test('timing: slack a clock, the fastest clock that would do, the worst path', () => {
  const report = read('timing.rpt');
  expect(report).toMatchObject({ kind: 'timing', stage: 'routed', top: 'net_wrapper' });
  expect(report.timing).toEqual({
    wnsNs: -0.619,
    tnsNs: -1719.35,
    whsNs: 0.011,
    failingEndpoints: 485,
    endpoints: 73242,
    met: false,
    clocks: [
      { clock: 'clk_pl_0', periodNs: 4, wnsNs: -0.619, whsNs: 0.011, failingEndpoints: 485, maximumMHz: 1000 / 4.619 },
      {
        clock: 'clk_pl_1',
        periodNs: 10,
        wnsNs: undefined,
        whsNs: 0.2,
        failingEndpoints: undefined,
        maximumMHz: undefined,
      },
    ],
    paths: [
      {
        slackNs: -0.619,
        source: 'net_i/net/inst/c1_mvtu_U0/acc_reg[3]/C',
        destination: 'net_i/net/inst/c1_mvtu_U0/out_reg[0]/D',
      },
    ],
  });
});

test('timing: hold alone may be missed, also where the sentence about it is left out', () => {
  const text = fixture('timing.rpt')
    .replace(/^Timing constraints are not met\.$/m, '')
    .replace('-0.619    -1719.350                    485', ' 0.027        0.000                      0');
  const met = (of: string): boolean | undefined => readReport('timing.rpt', of)?.timing?.met;
  expect(readReport('timing.rpt', text)?.timing).toMatchObject({ wnsNs: 0.027, met: true });
  expect(met(text.replace(' 0.011 ', '-0.011 '))).toBe(false);
});

test('power: a bound is no number, the confidence is kept', () => {
  expect(read('power.rpt').power).toEqual({
    totalW: 1.25,
    dynamicW: undefined,
    staticW: 0.12,
    junctionC: 38.4,
    confidence: 'Medium',
  });
});
