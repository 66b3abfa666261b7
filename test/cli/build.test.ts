import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning } from '../support/recorded/install.js';
import { bench, type Bench } from '../support/build-bench.js';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.remove());

/** Everything below the folder that no name of a network, tool or project explains. */
const strangers = (): readonly string[] =>
  [at.folder, at.out]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => ['x', 'y', 'z'].includes(name));

const steps = (): readonly string[] => at.tools.calls().map(({ step }) => step);

describe('bnn build', () => {
  it('runs the steps that lead to the one asked for, and leaves reports, records and progress', async () => {
    at.tools.play({
      csynth: at.success('csynth', { log: ['INFO: [HLS 200-10] Analyzing design file'] }),
      export: at.success('export'),
      synth: at.success('synth'),
      impl: at.success('impl', { log: ['Command: place_design', 'place_design completed successfully'] }),
      bitstream: at.success('bitstream'),
    });
    const { code, out, err } = await at.build('bitstream');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toContain('INFO: [HLS 200-10] Analyzing design file');
    expect(steps()).toEqual(['csynth', 'export', 'synth', 'impl', 'bitstream']);
    expect(at.runs()).toEqual(['0001-csynth', '0002-export', '0003-synth', '0004-impl', '0005-bitstream']);
    const record = at.record('0001-csynth');
    expect(record).toMatchObject({
      state: 'succeeded',
      network: 'N',
      target: 't',
      tool: { name: 'vitis_hls', version: '2022.2' },
      command: { args: ['-f', '../tcl/csynth.tcl'], folder: 'hls' },
      exitCode: 0,
      problems: [],
    });
    expect(Object.keys(record?.inputs ?? {})).toEqual(expect.arrayContaining(['top.cpp', 'tcl/csynth.tcl']));
    const folder = path.join(at.out, '.bnn', 'runs', '0001-csynth');
    expect(readFileSync(path.join(folder, 'tool.log'), 'utf8')).toContain('BNN-STEP csynth OK');
    expect(existsSync(path.join(folder, 'reports/hls/csynth/sol/syn/report/N_top_csynth.xml'))).toBe(true);
    const events = at.events();
    expect(events[0]).toMatchObject({ event: 'build', target: 't', file: at.file });
    expect(events).toContainEqual(expect.objectContaining({ event: 'phase', step: 'impl', phase: 'place' }));
    expect(events.at(-1)).toMatchObject({ event: 'ended', outcome: 'succeeded', exitCode: 0 });
    const result = JSON.parse(readFileSync(path.join(at.out, 'result/manifest.json'), 'utf8')) as { files: object };
    expect(Object.keys(result.files)).toContain('N.bit');
  });

  it('runs no command that a name could hold, and hands every name on as it is', async () => {
    at.tools.play({ csynth: at.success('csynth') });
    expect((await at.build('csynth')).code).toBe(0);
    expect(at.tools.calls()).toEqual([
      { step: 'csynth', args: ['-f', '../tcl/csynth.tcl'], cwd: path.join(at.out, 'hls') },
    ]);
    expect(strangers()).toEqual([]);
  });

  it('prints its commands and does nothing with --dry-run', async () => {
    const { code, out } = await at.build('export', '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { step: 'csynth', args: ['-f', '../tcl/csynth.tcl'] },
      { step: 'export', executable: path.join(at.tools.bin, 'vitis_hls') },
    ]);
    expect(existsSync(at.out)).toBe(false);
    const { out: lines } = await at.build('csynth', '--dry-run');
    expect(lines).toBe(
      `cd '${path.join(at.out, 'hls').replaceAll("'", "'\\''")}' && '${path.join(at.tools.bin, 'vitis_hls').replaceAll("'", "'\\''")}' -f ../tcl/csynth.tcl\n`,
    );
  });

  it('prints one document with --json, and the tool on stderr', async () => {
    at.tools.play({ csynth: at.success('csynth', { log: ['the tool speaks'] }) });
    const { out, err } = await at.build('csynth', '--json');
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'succeeded',
      steps: [{ step: 'csynth', state: 'succeeded', unchanged: false, run: '.bnn/runs/0001-csynth' }],
    });
    expect(err).toContain('the tool speaks');
  });

  it('puts the words of a launcher before each command', async () => {
    const launcher = path.join(at.folder, 'launch');
    writeFileSync(
      launcher,
      `#!/bin/sh\nprintf '%s\\n' "$@" > "$(dirname "$0")/words"\nshift\nPATH=${JSON.stringify(at.tools.bin)}:$PATH exec "$@"\n`.replace(
        JSON.stringify(at.tools.bin),
        `'${at.tools.bin.replaceAll("'", "'\\''")}'`,
      ),
      { mode: 0o755 },
    );
    at.tools.play({ csynth: at.success('csynth') });
    const refused = await at.build('csynth', '--launcher', launcher);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.err).toContain('--tool-version');
    const { code } = await at.build('csynth', '--launcher', launcher, '--launcher=-c8', '--tool-version', '2022.2');
    expect(code).toBe(0);
    expect(readFileSync(path.join(at.folder, 'words'), 'utf8')).toBe('-c8\nvitis_hls\n-f\n../tcl/csynth.tcl\n');
    expect(strangers()).toEqual([]);
  });
});

describe('a tool that is missing', () => {
  it('is told on one line: what, where it was looked for, and what to do', async () => {
    const { code, out, err } = await at.build('csynth', '--tool-version', '2019.2');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    const line = err.split('\n').find((each) => each.includes('was found'));
    expect(line).toMatch(/no vivado_hls of version 2019\.2 was found \(looked in PATH, .*--tools.*bnn\.tools\.folders/);
    expect(existsSync(at.out)).toBe(false);
  });

  it('of one release does not count for another that bnn.json pins', async () => {
    writeFileSync(path.join(at.folder, 'bnn.json'), '{"tool": "2024.1"}');
    expect((await at.build('csynth')).code).toBe(3);
  });
});

describe('a folder', () => {
  it('in which a build runs takes no second one', async () => {
    at.tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
    const first = at.start('csynth');
    await first.says('begun');
    const second = await at.build('csynth');
    expect(second.code).toBe(1);
    expect(second.err).toContain(`another build (process ${first.process.pid ?? 0}) runs in`);
    first.process.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
  });
});

describe('a tool that says nothing any more', () => {
  it('is told once for each silence, on the line of the layer that it was at', async () => {
    const log = ["INFO: [HLS 200-42] -- Implementing module 'e_mvtu'"];
    at.tools.play({ csynth: { log, hang: true, grandchild: true } });
    const build = at.start('csynth', '--silent-after', '0.002');
    await build.says(/net\.bnn:4:9: warning BNN821: csynth has said nothing for 0\.002 minutes; it may hang/);
    build.process.kill('SIGTERM');
    const { err } = await build.ended;
    // The silence before its first word may have been told, too.
    expect(err.match(/net\.bnn:4:9: warning BNN821/g)).toHaveLength(1);
    expect(at.events()).toContainEqual(
      expect.objectContaining({ event: 'problem', step: 'csynth', code: 'BNN821', severity: 'warning', line: 4 }),
    );
  });
});

describe('an interrupted build', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends the tool and all that it started, and exits %i', async (signal, code) => {
    at.tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
    const build = at.start('csynth');
    await build.says('begun');
    const pids = at.tools.pids();
    expect(pids.map(isRunning)).toEqual([true, true]);
    build.process.kill(signal);
    const ended = await build.ended;
    expect(ended.code).toBe(code);
    expect(ended.err).toContain('was cancelled; nothing that it started is left');
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(at.record('0001-csynth')?.state).toBe('cancelled');
    expect(at.events().at(-1)).toMatchObject({ event: 'ended', outcome: 'cancelled' });
  });

  it('ends when the reader of its output is gone', async () => {
    at.tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
    const build = at.start('csynth', '--silent-after', '0.001');
    await build.says('begun');
    const pids = at.tools.pids();
    build.process.stdout?.destroy();
    build.process.stderr?.destroy();
    await build.ended;
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  it('ends when its stdin is closed, where that was asked for', async () => {
    at.tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
    const build = at.start('csynth', '--end-with-stdin');
    await build.says('begun');
    const pids = at.tools.pids();
    build.process.stdin?.end();
    await build.ended;
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  it.runIf(process.platform === 'linux')('that was killed leaves a tool, which the next one ends', async () => {
    at.tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
    const build = at.start('csynth');
    await build.says('begun');
    const pids = at.tools.pids();
    build.process.kill('SIGKILL');
    await new Promise((resolve) => build.process.on('exit', resolve));
    expect(pids.map(isRunning)).toEqual([true, true]);
    at.tools.play({ csynth: at.success('csynth') });
    const next = await at.build('csynth');
    expect(next).toMatchObject({ code: 0 });
    expect(next.err).toContain('ended what 0001-csynth had left running');
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(at.record('0001-csynth')?.state).toBe('left');
  });
});
