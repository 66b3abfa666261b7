import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench, NETWORK, type Bench } from '../../support/build-bench.js';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.remove());

const steps = (): readonly string[] => at.tools.calls().map(({ step }) => step);

describe('the history of bnn build', () => {
  it('says what the tools may refuse in the name of the folder, until something has succeeded there', async () => {
    const warning = /vitis_hls 2022\.2 and Vivado 2022\.2 may refuse the path .*: it has a blank, /;
    at.tools.play({ csynth: { exit: 1 } });
    expect((await at.buildHere('csynth')).err).toMatch(warning);
    at.tools.play({ csynth: at.success('csynth') });
    expect((await at.buildHere('csynth')).err).toMatch(warning);
    expect((await at.buildHere('csynth')).err).not.toMatch(warning);
  });

  it('does not run a step again that succeeded on the same inputs; --force does', async () => {
    at.tools.play({ csynth: at.success('csynth'), export: at.success('export') });
    await at.buildHere('csynth');
    const again = await at.buildHere('csynth');
    expect(again.err).toContain('csynth has not changed since');
    expect(again.code).toBe(0);
    await at.buildHere('export');
    expect(steps()).toEqual(['csynth', 'export']);
    await at.buildHere('csynth', '--force');
    expect(steps()).toEqual(['csynth', 'export', 'csynth']);
    // What was built on the older run is older than what it is built on.
    await at.buildHere('export');
    expect(steps()).toEqual(['csynth', 'export', 'csynth', 'export']);
  });

  it('runs a step again after an edit that changes the hardware, and after no other', async () => {
    at.tools.play({ csynth: at.success('csynth') });
    await at.buildHere('csynth');
    writeFileSync(at.file, `// A comment.\n\n${NETWORK}`);
    await at.buildHere('csynth');
    expect(steps()).toHaveLength(1);
    writeFileSync(at.file, NETWORK.replace('pe=4', 'pe=8'));
    await at.buildHere('csynth');
    expect(steps()).toHaveLength(2);
  });

  it('expects a step to take as long as it last took here, else what is known of others, else nothing', async () => {
    at.tools.play({ csynth: at.success('csynth'), export: at.success('export'), synth: { exit: 1 } });
    const first = await at.buildHere('synth');
    expect(first.err).toContain('csynth by vitis_hls 2022.2; it took 2 min 11 s elsewhere (HLS of a small FINN MLP');
    expect(first.err).toMatch(/export by vitis_hls 2022\.2\n/);
    const [begun] = at.events();
    expect(begun).toMatchObject({
      steps: [
        { step: 'csynth', expectedSeconds: 131 },
        { step: 'export', expectedSeconds: null },
        { step: 'synth', expectedSeconds: 465 },
      ],
    });
    const took = at.record('0001-csynth')?.seconds;
    const again = await at.buildHere('synth', '--force');
    expect(again.err).toMatch(/csynth by vitis_hls 2022\.2; it took \d+ s last time\n/);
    // What failed says nothing of how long a success takes.
    expect(at.events()[0]).toMatchObject({
      steps: [{ expectedSeconds: took }, { step: 'export' }, { step: 'synth', expectedSeconds: 465 }],
    });
  });

  it('runs a step again whose reports were touched', async () => {
    at.tools.play({ csynth: at.success('csynth') });
    await at.buildHere('csynth');
    writeFileSync(path.join(at.out, 'hls/csynth/sol/syn/report/N_top_csynth.rpt'), 'mine');
    await at.buildHere('csynth');
    expect(steps()).toHaveLength(2);
    // What somebody wrote there is kept.
    expect(
      readFileSync(
        path.join(at.out, '.bnn/runs/0002-csynth/replaced/hls/csynth/sol/syn/report/N_top_csynth.rpt'),
        'utf8',
      ),
    ).toBe('mine');
  });

  it('overwrites nothing that an older run measured', async () => {
    const report = 'hls/csynth/sol/syn/report/N_top_csynth.rpt';
    at.tools.play({ csynth: at.success('csynth', { reports: { [report]: 'first' } }) });
    await at.buildHere('csynth');
    at.tools.play({ csynth: at.success('csynth', { reports: { [report]: 'second' } }) });
    await at.buildHere('csynth', '--force');
    const kept = at.runs().map((id) => readFileSync(path.join(at.out, '.bnn/runs', id, 'reports', report), 'utf8'));
    expect(kept).toEqual(['first', 'second']);
  });

  it('puts back what was measured of the same inputs, where a later run fails, and of no others', async () => {
    const report = 'hls/csynth/sol/syn/report/N_top_csynth.rpt';
    const there = (): string | undefined =>
      existsSync(path.join(at.out, report)) ? readFileSync(path.join(at.out, report), 'utf8') : undefined;
    at.tools.play({ csynth: at.success('csynth', { reports: { [report]: 'first' } }) });
    await at.buildHere('csynth');
    at.tools.play({ csynth: { log: ['Killed'], exit: 137 } });
    expect((await at.buildHere('csynth', '--force')).code).toBe(1);
    expect(there()).toBe('first');
    // What the failed run has left itself stays.
    at.tools.play({ csynth: { log: ['Killed'], exit: 137, reports: { [report]: 'half' } } });
    expect((await at.buildHere('csynth', '--force')).code).toBe(1);
    expect(there()).toBe('half');
    at.tools.play({ csynth: { log: ['Killed'], exit: 137 } });
    writeFileSync(at.file, NETWORK.replace('pe=4', 'pe=8'));
    expect((await at.buildHere('csynth')).code).toBe(1);
    expect(there()).toBeUndefined();
  });

  it('leaves what it would generate as it is there alone', async () => {
    const times = (): readonly number[] =>
      ['manifest.json', 'top.cpp', 'tcl/settings.tcl'].map((name) => statSync(path.join(at.out, name)).mtimeMs);
    at.tools.play({ csynth: at.success('csynth') });
    await at.buildHere('csynth');
    const before = times();
    await at.buildHere('csynth');
    expect(times()).toEqual(before);
  });

  it('does not write over files of others', async () => {
    at.tools.play({ csynth: at.success('csynth') });
    await at.buildHere('csynth');
    writeFileSync(path.join(at.out, 'top.cpp'), '// mine\n');
    const { code, err } = await at.buildHere('csynth');
    expect(code).toBe(1);
    expect(err).toContain('top.cpp');
    expect(err).toContain('bnn generate --force');
    expect(steps()).toHaveLength(1);
  });
});
