import { describe, expect, test } from 'vitest';
import { readReport } from '../../../server/src/reports/read-report.js';
import { fifosRpt } from '../../support/written-reports.js';
import { read } from './fixture.js';

describe('the FIFOs of a dataflow region', () => {
  test('stand in csynth.rpt with depth and width; the total is none of them', () => {
    const text = fifosRpt('net', [{ name: 'c1_mvtu_out_U', bram18: 3, ff: 165, lut: 7, depth: 900, bits: 40 }]);
    expect(readReport('net_csynth.rpt', text)?.modules).toEqual([
      {
        name: 'c1_mvtu_out_U',
        path: ['net', 'c1_mvtu_out_U'],
        module: undefined,
        resources: { lut: 7, ff: 165, bram18: 3, uram: 0, dsp: 0 },
        fifo: { depthWords: 900, widthBits: 40 },
      },
    ]);
  });
});

describe('csynth.rpt of one module', () => {
  test('the old form: undefined latencies and a resource without column stay unknown', () => {
    const report = read('old_csynth.rpt');
    expect(report).toMatchObject({
      kind: 'hls-csynth',
      stage: 'hls-estimate',
      tool: { name: 'Vivado HLS', version: '2017.4' },
      top: 'net',
      part: 'xc7z020clg4001',
      clock: { targetNs: 10, estimatedNs: 7.25, uncertaintyNs: 1.25 },
      latency: { min: 40, max: undefined },
      interval: { min: 41, max: undefined },
      pipeline: 'none',
      available: { lut: 53200, ff: 106400, bram18: 280, dsp: 220 },
    });
    expect(report.resources).toEqual({ lut: 531, ff: 300, bram18: 4, dsp: 2 });
  });

  test('instances join their latency and their resources', () => {
    expect(read('old_csynth.rpt').modules).toEqual([
      {
        name: 'grp_c1_fu_1',
        path: ['net', 'grp_c1_fu_1'],
        module: 'c1_mvtu',
        resources: { lut: 500, ff: 300, bram18: 4, dsp: 2 },
        latency: { min: 16, max: 20 },
        interval: { min: 16, max: 20 },
      },
    ]);
  });

  test('loops: nested names, ranges, reached and wanted intervals', () => {
    expect(read('old_csynth.rpt').loops).toEqual([
      {
        name: 'Outer',
        module: 'net',
        latency: { min: 10, max: 900 },
        tripCount: { min: 1, max: 10 },
        iterationLatency: { min: 10, max: 90 },
        interval: undefined,
        targetInterval: undefined,
        pipelined: false,
      },
      {
        name: 'Inner',
        module: 'net',
        latency: { min: 8, max: 8 },
        tripCount: { min: 4, max: 4 },
        iterationLatency: { min: 3, max: 3 },
        interval: 2,
        targetInterval: 1,
        pipelined: true,
      },
    ]);
  });

  test('the new form: cycles and not nanoseconds, the device and not its first die', () => {
    const report = read('new_csynth.rpt');
    expect(report).toMatchObject({
      tool: { name: 'Vitis HLS', version: '2023.2' },
      clock: { targetNs: 5, estimatedNs: 3.65, uncertaintyNs: 1.35 },
      latency: { min: 300, max: 300 },
      interval: { min: 128, max: 130 },
      pipeline: 'dataflow',
    });
    expect(report.resources).toEqual({ lut: 12000, ff: 9000, bram18: 12, uram: 2, dsp: 0 });
    expect(report.available).toEqual({ lut: 70560, ff: 141120, bram18: 432, uram: 0, dsp: 360 });
  });
});

test('csynth.rpt as a summary: modules and loops as a tree, with issues', () => {
  const report = read('csynth.rpt');
  expect(report).toMatchObject({ kind: 'hls-summary', top: 'net', latency: { max: 300 }, interval: { max: 130 } });
  expect(report.resources).toEqual({ lut: 1200, ff: 900, bram18: 12, uram: 0, dsp: 0 });
  expect(
    report.modules.map(({ name, path, issue, resources }) => [name, path.join('/'), issue, resources.lut]),
  ).toEqual([
    ['c1_mvtu', 'net/c1_mvtu', 'II', 700],
    ['c2_mvtu', 'net/c2_mvtu', undefined, 500],
  ]);
  expect(report.loops).toMatchObject([
    { name: 'FOLD', module: 'c1_mvtu', interval: 1, tripCount: { max: 128 }, pipelined: true },
  ]);
  expect(report.violations).toEqual([
    { issue: 'Timing', location: 'net' },
    { issue: 'II', location: 'c1_mvtu' },
  ]);
});

test('csynth.xml: undef is unknown, DSP48E is DSP, loops nest, modules have ranges', () => {
  const report = read('net_csynth.xml');
  expect(report).toMatchObject({
    kind: 'hls-csynth',
    tool: { name: 'Vivado HLS', version: '2018.3' },
    top: 'net',
    latency: { min: 100, max: undefined },
    interval: { min: 64, max: undefined },
    violations: [{ issue: 'Timing Violation', location: 'net.cpp:9' }],
  });
  expect(report.resources).toEqual({ lut: 531, ff: 300, bram18: 4, dsp: 2 });
  expect(report.loops.map(({ name, tripCount, interval }) => [name, tripCount, interval])).toEqual([
    ['OUTER', { min: 1, max: 10 }, undefined],
    ['INNER', { min: 4, max: 4 }, 2],
  ]);
  expect(report.modules).toEqual([
    {
      name: 'c1_mvtu',
      path: ['c1_mvtu'],
      module: 'c1_mvtu',
      resources: { lut: 500, bram18: 4 },
      latency: { min: 16, max: 20 },
      interval: { min: 16, max: 20 },
    },
  ]);
});

test('co-simulation: what ran, with its cycles', () => {
  const report = read('net_cosim.rpt');
  expect(report.kind).toBe('hls-cosim');
  expect(report.cosim).toEqual([
    {
      language: 'VHDL',
      status: 'not run',
      latency: { min: undefined, max: undefined },
      interval: { min: undefined, max: undefined },
    },
    { language: 'Verilog', status: 'pass', latency: { min: 290, max: 310 }, interval: { min: 128, max: 130 } },
  ]);
  expect(report.interval).toEqual({ min: 128, max: 130 });
});

test('export: after Vivado, with the slack of the clock', () => {
  const report = read('net_export.rpt');
  expect(report).toMatchObject({
    kind: 'hls-export',
    stage: 'routed',
    part: 'xczu3egsbva4841e',
    timing: { wnsNs: -0.25, met: false },
  });
  expect(report.resources).toEqual({ lut: 4100, ff: 5200, dsp: 0, bram18: 12, uram: 0, srl: 110 });
});
