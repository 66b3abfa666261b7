import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowProject } from '../../../server/src/vendor/flow-project.js';
import { BARE, flowProject, hasTcl, isThere, standInEnvironment, writeProject } from '../../support/vendor-stand-in.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-flows-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STAND_IN = path.resolve(import.meta.dirname, '../../tcl/stand-in.tcl');
/** Where tclsh and the usual tools are, without the vendor's. */
const TOOLS_PATH = [path.dirname(which('tclsh')), '/usr/bin', '/bin'].join(':');

function which(name: string): string {
  return spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim();
}

describe.skipIf(!hasTcl || process.platform === 'win32')('run.sh, with recorded tools on the PATH', () => {
  /** `vitis_hls -f SCRIPT` and `vivado ... -source SCRIPT ...`, played by the stand-in. */
  function run(
    project: FlowProject,
    args: readonly string[],
    fail = '-',
    launcher = 'vitis_hls',
  ): { code: number; out: string } {
    writeProject(folder, project, launcher === 'vivado_hls' ? '2019.2' : '2024.2');
    const bin = path.join(folder, 'bin dir');
    mkdirSync(bin, { recursive: true });
    const record = (name: string, tool: string, place: number): void => {
      const call = `exec tclsh '${STAND_IN}' "$STANDIN_DATA" ${tool} 2024.2 '${fail}' "$${place}"`;
      writeFileSync(path.join(bin, name), `#!/bin/sh\n${call}\n`, { mode: 0o755 });
    };
    record(launcher, 'hls', launcher === 'vitis-run' ? 4 : 2);
    record('vivado', 'vivado', 4);
    const ran = spawnSync('/bin/sh', [path.join(folder, 'run.sh'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...standInEnvironment(project, '2024.2'), PATH: `${bin}:${TOOLS_PATH}` },
    });
    return { code: ran.status ?? -1, out: ran.stdout + ran.stderr };
  }

  it('runs to the bitstream', () => {
    const { code, out } = run(flowProject(), []);
    expect(out.match(/^BNN-STEP .*$/gm)).toEqual(
      ['csynth', 'export', 'synth', 'impl', 'bitstream'].map((step) => `BNN-STEP ${step} OK`),
    );
    expect(code).toBe(0);
    expect(isThere(folder, 'result/Net.bit')).toBe(true);
  });

  it('ends with the code of the step that fails', () => {
    expect(run(flowProject(), ['csynth', 'export'], 'export_design').code).toBe(5);
    expect(run(flowProject(BARE), [], 'place_design').code).toBe(7);
  });

  it('takes the other launcher of a release, and says which is missing', () => {
    expect(run(flowProject(), ['csim'], '-', 'vitis-run').code).toBe(0);
    rmSync(path.join(folder, 'bin dir'), { recursive: true });
    const missing = run(flowProject(), ['csim'], '-', 'nothing');
    expect(missing.code).toBe(127);
    expect(missing.out).toContain('vitis_hls or vitis-run is not on the PATH');
  });

  it('refuses a step that it does not know', () => {
    const { code, out } = run(flowProject(BARE), ['bitstream; touch x']);
    expect(code).toBe(64);
    expect(out).toContain("'bitstream; touch x' is no step");
    expect(isThere(folder, 'x')).toBe(false);
  });
});
