import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bnn } from '../../support/command-line.js';

const NETWORK = `network N {
  input x type=bipolar shape=32
  dense d units=16 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-generate-'));
  writeFileSync(path.join(folder, 'net.bnn'), NETWORK);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const generate = (...more: string[]): ReturnType<typeof bnn> =>
  bnn('generate', path.join(folder, 'net.bnn'), '--out', path.join(folder, 'hls'), ...more);

const inProject = (name: string): string => path.join(folder, 'hls', name);

function everything(below: string): Map<string, string> {
  return new Map(
    readdirSync(below, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(below, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
  );
}

describe('bnn generate', () => {
  it('writes a whole project: C++, library, testbench with golden vectors, manifest', async () => {
    const { code, out, err } = await generate('--json');
    expect(code).toBe(0);
    const { files } = JSON.parse(out) as { files: string[] };
    expect([...everything(inProject('.')).keys()].sort()).toEqual([...files].sort());
    expect(files).toEqual(
      expect.arrayContaining([
        'top.cpp',
        'config.hpp',
        'layers/d.hpp',
        'include/mvtu.hpp',
        'tb/vectors.txt',
        'manifest.json',
      ]),
    );
    expect(err).toContain('random weights');
    const manifest = JSON.parse(readFileSync(inProject('manifest.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ generator: 'bnn', network: 'N', target: 't', randomWeights: true });
    expect(readFileSync(inProject('layers/d.hpp'), 'utf8')).toContain('../net.bnn:3');
  });

  it('is deterministic, and content to be run again', async () => {
    await generate();
    const first = everything(inProject('.'));
    expect((await generate()).code).toBe(0);
    expect(everything(inProject('.'))).toEqual(first);
  });

  it('never overwrites a file that is not its own, unless told to', async () => {
    await generate();
    writeFileSync(inProject('top.cpp'), '// mine now\n');
    const refused = await generate();
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('top.cpp');
    expect(readFileSync(inProject('top.cpp'), 'utf8')).toBe('// mine now\n');
    expect((await generate('--force')).code).toBe(0);
    expect(readFileSync(inProject('top.cpp'), 'utf8')).toContain('#include "top.hpp"');
  });

  it('takes away files of its own that the network has no more, and leaves those of others', async () => {
    await generate();
    writeFileSync(inProject('notes.txt'), 'keep me');
    writeFileSync(path.join(folder, 'net.bnn'), NETWORK.replace('dense d', 'dense first'));
    expect((await generate()).code).toBe(0);
    expect(existsSync(inProject('layers/d.hpp'))).toBe(false);
    expect(existsSync(inProject('layers/first.hpp'))).toBe(true);
    expect(readFileSync(inProject('notes.txt'), 'utf8')).toBe('keep me');
  });

  it('follows no name in a manifest that leads out of the folder', async () => {
    await generate();
    const outside = path.join(folder, 'precious.txt');
    writeFileSync(outside, 'x');
    const manifest = JSON.parse(readFileSync(inProject('manifest.json'), 'utf8')) as { files: Record<string, string> };
    manifest.files['../precious.txt'] = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
    writeFileSync(inProject('manifest.json'), JSON.stringify(manifest));
    await generate();
    expect(existsSync(outside)).toBe(true);
  });

  it('writes nothing where the network is wrong', async () => {
    writeFileSync(path.join(folder, 'net.bnn'), NETWORK.replace('units=16', 'units='));
    expect((await generate()).code).toBe(1);
    expect(existsSync(inProject('.'))).toBe(false);
  });

  it('writes scripts for a release: the one that is asked for, of bnn.json, or 2022.2', async () => {
    const release = (): unknown =>
      (JSON.parse(readFileSync(inProject('manifest.json'), 'utf8')) as { tools: unknown }).tools;
    await generate();
    expect(release()).toEqual({ hls: '2022.2', vivado: '2022.2' });
    writeFileSync(path.join(folder, 'bnn.json'), '{"tool": "2020.1"}');
    await generate();
    expect(release()).toEqual({ hls: '2020.1', vivado: '2020.1' });
    expect(readFileSync(inProject('run.sh'), 'utf8')).toContain('vivado_hls -f ../tcl/csynth.tcl');
    await generate('--tool-version', '2025.1', '--profile', 'timing');
    expect(release()).toEqual({ hls: '2025.1', vivado: '2025.1' });
    expect(readFileSync(inProject('tcl/settings.tcl'), 'utf8')).toContain('Performance_ExtraTimingOpt');
    expect(await generate('--tool-version', '2016.4')).toMatchObject({
      code: 'usage',
      err: expect.stringContaining('from 2018.1 on, not for 2016.4') as string,
    });
    expect(await generate('--tool-version', '$(touch x)')).toMatchObject({
      code: 'usage',
      err: expect.stringContaining('is no version of the tools') as string,
    });
  });

  it('writes the C++ alone, and says why, where no part is whole', async () => {
    const bare = NETWORK.replace('device=pynq_z1', 'device="xc7z020"');
    writeFileSync(path.join(folder, 'net.bnn'), bare);
    const { code, err } = await generate();
    expect(code).toBe(0);
    expect(err).toContain('no scripts for the vendor tools: the tools need a whole part with package and speed grade');
    expect(existsSync(inProject('top.cpp'))).toBe(true);
    expect(existsSync(inProject('tcl'))).toBe(false);
  });
});
