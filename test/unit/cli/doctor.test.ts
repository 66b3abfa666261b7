import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../server/src/cli/doctor/check.js';
import { doctor, type DoctorOptions } from '../../../server/src/cli/commands/doctor.js';
import { nodeHost } from '../../../server/src/host/node.js';
import type { Surroundings } from '../../../server/src/host/tools/surroundings.js';

/** A machine with these files, by path; those in a folder `bin` may be executed. */
function machine(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Surroundings & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    env,
    platform: 'linux',
    path: path.posix,
    asked,
    list: (folder) =>
      Promise.resolve([
        ...new Set(
          Object.keys(files)
            .filter((file) => file.startsWith(`${folder}/`))
            .map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''),
        ),
      ]),
    runs: (file) => Promise.resolve(file in files && file.includes('/bin/')),
    read: (file) => Promise.resolve(files[file]),
    real: (file) => Promise.resolve(file),
    ask: (file) => {
      asked.push(file);
      return Promise.resolve(undefined);
    },
  };
}

const XILINX = '/tools/Xilinx';
const both = (version: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  [`${XILINX}/Vitis_HLS/${version}/bin/vitis_hls`]: '',
  [`${XILINX}/Vivado/${version}/bin/vivado`]: '',
  ...more,
});

async function run(
  around: Surroundings,
  options: DoctorOptions = {},
  programs: readonly string[] = ['g++'],
): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const host = {
    ...nodeHost,
    findTool: (names: readonly string[]) => Promise.resolve(names.find((name) => programs.includes(name))),
  };
  const terminal = { out: (text: string) => (out += text), err: () => undefined, colour: false };
  const code = await doctor(terminal, host, undefined, options, around);
  return { code, out };
}

/** The checks of that name. */
async function checks(around: Surroundings, name: string, programs?: readonly string[]): Promise<readonly Check[]> {
  const { out } = await run(around, { json: true }, programs);
  return (JSON.parse(out) as { checks: Check[] }).checks.filter((check) => check.name === name);
}

describe('bnn doctor', () => {
  it('ends with 0 where both tools are there, and with 3 where one is missing, with the remedy', async () => {
    expect((await run(machine(both('2022.2')))).code).toBe(0);
    const { code, out } = await run(machine({ [`${XILINX}/Vitis_HLS/2022.2/bin/vitis_hls`]: '' }));
    expect(code).toBe(3);
    expect(out).toMatch(/^missing +vivado +not found\n +Install it, .*--tools.*Looked in PATH, .*\/tools\/Xilinx/m);
    expect((await run(machine({}))).code).toBe(3);
  });

  it('ends with 3 where the pinned version is missing', async () => {
    expect((await run(machine(both('2022.2')), { toolVersion: '2020.1' })).code).toBe(3);
  });

  it('writes one document: each check with name, state, what was found, and a remedy or null', async () => {
    const { code, out } = await run(machine({}), { json: true });
    expect(code).toBe(3);
    const document = JSON.parse(out) as { checks: Record<string, unknown>[] };
    expect(Object.keys(document)).toEqual(['checks']);
    for (const check of document.checks) {
      expect(Object.keys(check).sort()).toEqual(['found', 'name', 'remedy', 'state']);
      expect(['ok', 'info', 'warning', 'missing']).toContain(check['state']);
    }
    expect(document.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['HLS', 'vivado', 'bnn', 'licence', 'C++ compiler', 'disk', 'memory', 'locale']),
    );
  });

  it.each([
    ['nothing', machine({})],
    ['an old installation, two releases', machine({ ...both('2019.2'), ...both('2022.2') })],
    [
      'an HLS that is older than Vivado',
      machine({ [`${XILINX}/Vitis_HLS/2022.1/bin/vitis_hls`]: '', [`${XILINX}/Vivado/2022.2/bin/vivado`]: '' }),
    ],
    ['a tool that does not tell its version', machine({ '/opt/own/bin/vivado': '' }, { PATH: '/opt/own/bin' })],
    ['licences that are not there', machine(both('2022.2'), { LM_LICENSE_FILE: '/gone.lic', LANG: 'de_DE.UTF-8' })],
  ])('says what to do about all that is not well, and nothing else: %s', async (_, around) => {
    for (const programs of [[], ['g++', 'python3', 'tclsh']]) {
      const { out } = await run(around, { json: true }, programs);
      for (const { name, state, remedy } of (JSON.parse(out) as { checks: Check[] }).checks)
        expect([name, state, typeof remedy]).toEqual([name, state, state === 'ok' ? 'object' : 'string']);
    }
  });

  it('starts no tool whose path tells its version', async () => {
    const around = machine(both('2022.2'));
    await run(around);
    expect(around.asked).toEqual([]);
  });

  it('warns of a version before 2022.1 without the Y2K22 patch', async () => {
    const patch = `${XILINX}/Vitis_HLS/2021.2/common/scripts/automg_patch_20220104.tcl`;
    expect(await checks(machine(both('2021.2')), 'Y2K22 patch')).toMatchObject([{ state: 'warning' }]);
    expect(await checks(machine(both('2021.2', { [patch]: '' })), 'Y2K22 patch')).toMatchObject([{ state: 'ok' }]);
    expect(await checks(machine(both('2022.2')), 'Y2K22 patch')).toEqual([]);
  });

  it('warns of an HLS that is newer than Vivado', async () => {
    const around = machine({
      [`${XILINX}/Vitis_HLS/2023.1/bin/vitis_hls`]: '',
      [`${XILINX}/Vivado/2022.2/bin/vivado`]: '',
    });
    expect(await checks(around, 'versions')).toMatchObject([
      { state: 'warning', found: 'vitis_hls is 2023.1, Vivado is 2022.2' },
    ]);
  });

  it('warns of a missing compiler and of a missing libtinfo.so.5', async () => {
    expect(await checks(machine({}), 'C++ compiler', [])).toMatchObject([{ state: 'warning', found: 'not found' }]);
    expect(await checks(machine({}), 'C++ compiler')).toMatchObject([{ state: 'ok', found: 'g++' }]);
    const library = { '/usr/lib64/libtinfo.so.5': '' };
    expect(await checks(machine(both('2022.2', library)), 'libtinfo.so.5')).toMatchObject([{ state: 'ok' }]);
    expect(await checks(machine(both('2022.2')), 'libtinfo.so.5')).toMatchObject([{ state: 'warning' }]);
  });

  it('tells of a locale with a decimal comma, and of a licence file that is not there', async () => {
    expect(await checks(machine({}, { LANG: 'de_DE.UTF-8' }), 'locale')).toMatchObject([{ state: 'info' }]);
    expect(await checks(machine({}, { LANG: 'en_GB.UTF-8' }), 'locale')).toMatchObject([{ state: 'ok' }]);
    const licence = { XILINXD_LICENSE_FILE: '/nowhere/x.lic' };
    expect(await checks(machine({}, licence), 'licence')).toMatchObject([{ state: 'warning' }]);
    expect(await checks(machine({}, { XILINXD_LICENSE_FILE: '2100@host' }), 'licence')).toMatchObject([
      { state: 'ok' },
    ]);
  });
});
