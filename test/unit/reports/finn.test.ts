import { expect, test } from 'vitest';
import { detectReport, readReport } from '../../../server/src/reports/read-report.js';

const report = (name: string, value: unknown): ReturnType<typeof readReport> => readReport(name, JSON.stringify(value));

test('cycles: the slowest engine sets the interval', () => {
  expect(report('estimate_layer_cycles.json', { swu_0: 100, mvau_0: 900, mvau_1: 64 })).toMatchObject({
    kind: 'finn-cycles',
    stage: 'model-estimate',
    interval: { min: 900, max: 900 },
    network: { slowest: 'mvau_0' },
  });
});

test('resources: numbers as text, both names of DSP, whole and half block RAMs', () => {
  const hls = report('estimate_layer_resources_hls.json', {
    m: { BRAM_18K: '2', FF: '539', LUT: '1227', DSP48E: 0, URAM: '0', DSP: '7' },
  });
  expect(hls).toMatchObject({ kind: 'finn-resources-hls', stage: 'hls-estimate' });
  expect(hls?.modules[0]?.resources).toEqual({ lut: 1227, ff: 539, bram18: 2, uram: 0, dsp: 7 });
  const placed = report('post_synth_resources.json', {
    '(top)': { LUT: 10, FF: 5, BRAM_36K: 2, BRAM_18K: 1 },
    m_0: { LUT: 4, SRL: 1 },
  });
  expect(placed).toMatchObject({ kind: 'finn-post-synthesis', stage: 'routed' });
  expect(placed?.resources).toEqual({ lut: 10, ff: 5, bram18: 5 });
  expect(placed?.modules.map(({ name, resources }) => [name, resources])).toEqual([['m_0', { lut: 4, srl: 1 }]]);
});

test('simulation: the stable rate where there is one', () => {
  expect(
    report('rtlsim_performance.json', { latency_cycles: 213, N: 1, 'fclk[mhz]': 100, 'throughput[images/s]': 5 })
      ?.network,
  ).toMatchObject({ fps: 5 });
  expect(
    report('rtlsim_performance.json', {
      latency_cycles: 213,
      'throughput[images/s]': 5,
      'stable_throughput[images/s]': 6,
    })?.network,
  ).toMatchObject({ fps: 6, latencyCycles: 213 });
});

test('steps and folding', () => {
  expect(report('time_per_step.json', { step_hls: 131.5, note: 'x' })?.steps).toEqual([
    { name: 'step_hls', seconds: 131.5 },
  ]);
  expect([...(report('final_hw_config.json', { Defaults: {}, m_0: { PE: 2, SIMD: 4 } })?.folding ?? [])]).toEqual([
    ['m_0', { PE: 2, SIMD: 4 }],
  ]);
});

test.each([
  ['renamed.json', { critical_path_cycles: 3, max_cycles: 2 }, 'finn-performance'],
  ['', { '(top)': {} }, 'finn-post-synthesis'],
  ['other.json', { name: 'x' }, undefined],
  ['package.json', { version: '1' }, undefined],
])('%s is known by what stands in it', (name, value, kind) => {
  expect(detectReport(name, JSON.stringify(value))).toBe(kind);
});

test('broken JSON under a known name gives a report without numbers', () => {
  expect(readReport('estimate_layer_cycles.json', '{"a": 1,')).toMatchObject({ kind: 'finn-cycles', modules: [] });
});
