import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowFault } from '../../../server/src/vendor/flow-faults.js';
import { planSteps, type StepPlan } from '../../../server/src/vendor/plan.js';
import { resultManifest } from '../../../server/src/vendor/result-manifest.js';
import { clockMhz, periodNs } from '../../../server/src/vendor/settings.js';
import { STEPS, type Step } from '../../../server/src/vendor/steps.js';
import {
  hlsCommands,
  hlsLauncher,
  parseToolVersion,
  unsupportedVersion,
} from '../../../server/src/vendor/tool-version.js';
import type { FlowProject } from '../../../server/src/vendor/flow-project.js';
import {
  BARE,
  flowProject,
  port,
  RELEASES,
  ULTRA96,
  vendorLibrary,
  versions,
  weightPort,
} from '../../support/vendor-stand-in.js';

const version = (text: string): { year: number; minor: number } => versions(text).hls;

describe('releases of the tools', () => {
  it('are read, updates as their release', () => {
    expect(parseToolVersion('2022.2')).toEqual({ year: 2022, minor: 2 });
    expect(parseToolVersion('2024.2.2')).toEqual({ year: 2024, minor: 2 });
    for (const text of ['', '2022', '22.2', 'v2022.2', '2022.2; exec id'])
      expect(parseToolVersion(text)).toBeUndefined();
  });

  it('have their launchers', () => {
    const of = (launcher: string): string[] => RELEASES.filter((release) => hlsLauncher(version(release)) === launcher);
    expect(of('vivado_hls').at(-1)).toBe('2020.1');
    expect([of('vitis_hls')[0], of('vitis_hls').at(-1)]).toEqual(['2020.2', '2024.2']);
    expect(of('vitis-run')).toEqual(['2025.1']);
    expect(hlsCommands(version('2024.1'), 's.tcl')).toEqual([
      { executable: 'vitis_hls', args: ['-f', 's.tcl'] },
      { executable: 'vitis-run', args: ['--mode', 'hls', '--tcl', 's.tcl'] },
    ]);
    expect(hlsCommands(version('2023.1'), 's.tcl')).toHaveLength(1);
  });

  it('are refused when they are too old', () => {
    expect(unsupportedVersion(version('2017.4'))).toContain('from 2018.1 on, not for 2017.4');
    expect(RELEASES.map((release) => unsupportedVersion(version(release)))).toEqual(RELEASES.map(() => undefined));
  });
});

describe('the runs that lead to a step', () => {
  function plan(project: FlowProject, upTo: Step): readonly StepPlan[] {
    const plans = planSteps(project, upTo, versions('2022.2'));
    if ('fault' in plans) throw new Error(plans.fault);
    return plans;
  }
  const steps = (project: FlowProject, upTo: Step): Step[] => plan(project, upTo).map(({ step }) => step);

  it('start with their prerequisites', () => {
    const board = flowProject();
    expect(steps(board, 'bitstream')).toEqual(['csynth', 'export', 'synth', 'impl', 'bitstream']);
    expect(steps(board, 'cosim')).toEqual(['csynth', 'cosim']);
    expect(steps(flowProject(BARE), 'impl')).toEqual(['csynth', 'synth', 'impl']);
  });

  it('say why there is no bitstream', () => {
    const stream = planSteps(flowProject(BARE), 'bitstream', versions('2022.2'));
    expect(stream).toEqual({ fault: expect.stringContaining('interface=stream') as string });
    const alveo = flowProject({ part: 'xcu250-figd2104-2L-e', family: 'UltraScale+' });
    expect(planSteps(alveo, 'bitstream', versions('2022.2'))).toEqual({
      fault: expect.stringContaining('no block design for xcu250-figd2104-2L-e') as string,
    });
  });

  it('name folders, scripts and inputs inside of the project', () => {
    for (const step of STEPS) {
      for (const { folder, script, inputs, reports, logs } of plan(flowProject(ULTRA96), step)) {
        const paths = [folder, script, ...inputs, ...logs, ...reports.map((report) => report.path)];
        expect(paths.filter((path) => path.startsWith('/') || path.includes('..'))).toEqual([]);
        expect(inputs).toContain(script);
        expect(reports.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('what no scripts are written for', () => {
  const cases: readonly (readonly [string, Partial<FlowProject>])[] = [
    ["'a b $(touch x) [exec id] ; 'q' {' cannot be a name", { top: "a b $(touch x) [exec id] ; 'q' {" }],
    ["'Net;exit' cannot be a name", { network: 'Net;exit' }],
    ['a whole part with package and speed grade', { part: 'xc7z020' }],
    ['a whole part with package and speed grade', { part: 'xc7z020clg400-1 [exec id]' }],
    ['is no board part', { board: { title: 'B', boardPart: 'a:b:c:1.0]exec id' } }],
    ['outside of 1 MHz to 1 GHz', { clockHz: Number.NaN }],
    ['no streams of 96 bits', { ports: [port('input', 'x', 96), port('output', 'y')] }],
    ['weights of c for one frame are more', { weightPorts: [{ ...weightPort('c', 'stream', 1024), words: 1e6 }] }],
    ['words wider than a DMA', { weightPorts: [weightPort('c', 'stream', 8192)] }],
    ['17 streams to memory', { weightPorts: Array.from({ length: 15 }, (_, at) => weightPort(`c${at}`, 'load', 64)) }],
  ];
  it.each(cases)('%s', (message, changed) => {
    expect(flowFault(flowProject(changed))?.fault).toContain(message);
  });

  it('everything else is fine', () => {
    for (const changed of [{}, ULTRA96, BARE, { part: 'xck26-sfvc784-2LV-c' }, { part: 'xc7z020-clg400-1' }]) {
      expect(flowFault(flowProject(changed))).toBeUndefined();
    }
  });
});

it('a clock is never slower than asked', () => {
  expect([100e6, 300e6, 333.333e6].map((clockHz) => periodNs(flowProject({ clockHz })))).toEqual([
    '10.000',
    '3.333',
    '3.000',
  ]);
  expect(clockMhz(flowProject({ clockHz: 333.333333e6 }))).toBe('333.333333');
});

it('the manifest of a result lists its files, itself left out', () => {
  const files = ['manifest.json', 'reports/power.rpt', 'Net.bit'].map((path) => ({ path, sha256: `sha of ${path}` }));
  const text = resultManifest(flowProject(), versions('2022.2'), 'source', files, { wnsNs: 0.4 });
  expect(JSON.parse(text)).toMatchObject({
    generator: 'bnn',
    network: 'Net',
    tools: { hls: '2022.2', vivado: '2022.2' },
    project: 'source',
    bitstream: 'Net.bit',
    measured: { wnsNs: 0.4 },
    files: { 'Net.bit': 'sha of Net.bit', 'reports/power.rpt': 'sha of reports/power.rpt' },
  });
  expect(Object.keys((JSON.parse(text) as { files: object }).files)).toEqual(['Net.bit', 'reports/power.rpt']);
});

it('scripts and driver are shipped with the extension', () => {
  const ignored = readFileSync(path.resolve(import.meta.dirname, '../../../.vscodeignore'), 'utf8');
  const endings = new Set(vendorLibrary().map((file) => path.extname(file.path)));
  expect([...endings].sort()).toEqual(['.py', '.tcl']);
  for (const ending of endings) expect(ignored).toContain(`!server/vendor/**/*${ending}\n`);
});
