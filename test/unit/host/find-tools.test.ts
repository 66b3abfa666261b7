import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTools, lookedIn, TOOL_NAMES, type ToolSearch } from '../../../server/src/host/tools/find-tools.js';
import type { Surroundings } from '../../../server/src/host/tools/surroundings.js';
import { compareVersions, isVersion, versionInPath, versionTold } from '../../../server/src/host/tools/versions.js';

/** A machine with these executables; those in `answers` tell their version when asked. */
function machine(
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
  more: { readonly platform?: NodeJS.Platform; readonly answers?: Readonly<Record<string, string>> } = {},
): Surroundings & { readonly asked: string[] } {
  const platform = more.platform ?? 'linux';
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const asked: string[] = [];
  return {
    env,
    platform,
    path: flavour,
    asked,
    list: (folder) => {
      const below = files.filter((file) => file.startsWith(folder + flavour.sep));
      return Promise.resolve([
        ...new Set(below.map((file) => file.slice(folder.length + 1).split(flavour.sep)[0] ?? '')),
      ]);
    },
    runs: (file) => Promise.resolve(files.includes(file)),
    read: () => Promise.resolve(undefined),
    real: (file) => Promise.resolve(file),
    ask: (file) => {
      asked.push(file);
      return Promise.resolve(more.answers?.[file]);
    },
  };
}

const anything: ToolSearch = { folders: [], version: undefined };
const found = async (around: Surroundings, search = anything, names = TOOL_NAMES): Promise<readonly string[]> =>
  (await findTools(names, search, around)).map(
    ({ path: file, version, from }) => `${file} ${version ?? '?'} (${from})`,
  );

describe('tools', () => {
  it('are found in both layouts of the usual install places, the newest first', async () => {
    const around = machine([
      '/tools/Xilinx/Vivado/2022.2/bin/vivado',
      '/tools/Xilinx/2025.1/Vivado/bin/vivado',
      '/tools/Xilinx/Vivado/2023.1/bin/vivado',
      '/opt/Xilinx/Vitis_HLS/2022.2/bin/vitis_hls',
    ]);
    expect(await found(around)).toEqual([
      '/tools/Xilinx/2025.1/Vivado/bin/vivado 2025.1 (/tools/Xilinx)',
      '/tools/Xilinx/Vivado/2023.1/bin/vivado 2023.1 (/tools/Xilinx)',
      '/opt/Xilinx/Vitis_HLS/2022.2/bin/vitis_hls 2022.2 (/opt/Xilinx)',
      '/tools/Xilinx/Vivado/2022.2/bin/vivado 2022.2 (/tools/Xilinx)',
    ]);
    expect(around.asked).toEqual([]);
  });

  it('of a sourced environment win over newer ones, and those that the user named over all', async () => {
    const around = machine(
      ['/tools/Xilinx/Vivado/2024.2/bin/vivado', '/x/Vivado/2022.2/bin/vivado', '/my/2019.2/vivado'],
      { XILINX_VIVADO: '/x/Vivado/2022.2', PATH: '/usr/bin:relative:/x/Vivado/2022.2/bin' },
    );
    expect(await found(around, { ...anything, folders: ['/my/2019.2'] })).toEqual([
      '/my/2019.2/vivado 2019.2 (/my/2019.2)',
      '/x/Vivado/2022.2/bin/vivado 2022.2 (PATH)',
      '/tools/Xilinx/Vivado/2024.2/bin/vivado 2024.2 (/tools/Xilinx)',
    ]);
  });

  it('of a pinned version are the only ones, with its updates', async () => {
    const around = machine(
      ['/tools/Xilinx/Vivado/2024.2/bin/vivado', '/tools/Xilinx/Vivado/2022.2.1/bin/vivado', '/p/vivado'],
      { PATH: '/p' },
    );
    expect(await found(around, { ...anything, version: '2022.2' })).toEqual([
      '/tools/Xilinx/Vivado/2022.2.1/bin/vivado 2022.2.1 (/tools/Xilinx)',
    ]);
  });

  it('without a version in their path are asked for it', async () => {
    const around = machine(
      ['/usr/local/bin/vivado', '/usr/local/bin/vitis-run'],
      { PATH: '/usr/local/bin' },
      { answers: { '/usr/local/bin/vivado': 'Vivado v2022.2 (64-bit)\nSW Build 3671981' } },
    );
    expect(await found(around)).toEqual(['/usr/local/bin/vivado 2022.2 (PATH)', '/usr/local/bin/vitis-run ? (PATH)']);
  });

  it('of Windows are batch files', async () => {
    const around = machine(
      ['C:\\Xilinx\\Vivado\\2020.1\\bin\\vivado_hls.bat', 'D:\\a b\\2025.1\\Vitis\\bin\\vitis-run.bat'],
      { Path: 'relative;D:\\a b\\2025.1\\Vitis\\bin' },
      { platform: 'win32' },
    );
    expect(await found(around)).toEqual([
      'D:\\a b\\2025.1\\Vitis\\bin\\vitis-run.bat 2025.1 (PATH)',
      'C:\\Xilinx\\Vivado\\2020.1\\bin\\vivado_hls.bat 2020.1 (C:\\Xilinx)',
    ]);
  });

  it('that are nowhere: it can be told where was looked', async () => {
    const around = machine([], { XILINX_HLS: '/x' });
    expect(await found(around)).toEqual([]);
    expect(lookedIn({ folders: ['/mine'], version: undefined }, around)).toMatch(
      /^\/mine, PATH, XILINX_HLS, \/tools\/Xilinx, \/opt\/Xilinx/,
    );
    expect(lookedIn(anything, machine([]))).toContain('XILINX_HLS, XILINX_VITIS, XILINX_VIVADO (not set)');
  });
});

describe('versions', () => {
  it('stand in paths', () => {
    expect(versionInPath('/tools/Xilinx/Vivado/2022.2/bin/vivado')).toBe('2022.2');
    expect(versionInPath('C:\\Xilinx\\2025.1\\Vivado')).toBe('2025.1');
    expect(versionInPath('/home/u/2021.2/Xilinx/2022.2.2/Vivado')).toBe('2022.2.2');
    expect(versionInPath('/home/me-2022.2/vivado')).toBeUndefined();
  });

  it('are told by tools', () => {
    expect(versionTold('Vitis HLS - High-Level Synthesis from C, C++ and OpenCL v2022.2 (64-bit)')).toBe('2022.2');
    expect(versionTold('vivado v2025.1.1 (64-bit)')).toBe('2025.1.1');
    expect(versionTold('command not found')).toBeUndefined();
  });

  it('are compared as numbers', () => {
    const sorted = ['2022.2', '2019.1', '2022.10', '2022.2.1'].sort(compareVersions);
    expect(sorted).toEqual(['2019.1', '2022.2', '2022.2.1', '2022.10']);
    expect([isVersion('2022.2.1', '2022.2'), isVersion('2022.21', '2022.2')]).toEqual([true, false]);
  });
});
