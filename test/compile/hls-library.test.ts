import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs } from '../hls/generate.mjs';
import { CHECKS, compile, compiler, run } from '../hls/run.mjs';

const seed = Number(process.env['BNN_HLS_SEED'] ?? '1');
const factor = Number(process.env['BNN_HLS_FACTOR'] ?? '1');
/** Half as long to compile; with optimisation a compiler warns of more. */
const effort = process.env['BNN_NIGHTLY'] ? '-O1' : '-O0';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'bnn-hls-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Compiles a program and runs it; what it or the compiler printed last. */
async function checkProgram(name: string, text: string, options: readonly string[]): Promise<string> {
  const label = `${name}${options.join('')}`.replace(/[^a-z0-9]/gi, '');
  const source = join(directory, `${label}.cpp`);
  writeFileSync(source, text);
  const built = await compile(source, join(directory, label), options);
  if (built.code !== 0) return built.output;
  return (await run(join(directory, label), [])).output;
}

describe.skipIf(compiler() === undefined)('the HLS library against the simulation headers', () => {
  const all = programs(seed, factor);
  it.each(all.map(({ name, text }) => [name, text] as const))(
    '%s: values and iterations, C++11',
    async (name, text) => {
      expect(await checkProgram(name, text, ['-std=c++11', effort])).toMatch(/^\d+ checks, 0 failures\n$/);
    },
    300_000,
  );

  const few = programs(seed + 1, factor / 5);
  it.each(few.map(({ name, text }) => [name, text] as const))(
    '%s: the same as C++14 under the address and undefined-behaviour sanitizers',
    async (name, text) => {
      const options = ['-std=c++14', '-O0', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
      expect(await checkProgram(name, text, options)).toMatch(/^\d+ checks, 0 failures\n$/);
    },
    300_000,
  );
});

describe.skipIf(compiler() === undefined)('the bounded simulation', () => {
  async function simulate(name: string, options: readonly string[]): Promise<{ code: number | null; output: string }> {
    const program = join(directory, name);
    const built = await compile(join(CHECKS, 'bounded.cpp'), program, ['-std=c++11', '-O1', ...options]);
    expect(built.output).toBe('');
    return run(program, ['3']);
  }

  it('gives what the unbounded one gives, when the FIFOs are deep enough', async () => {
    const plain = await simulate('plain', ['-DSHORTCUT_DEPTH=2']);
    const bounded = await simulate('deep', ['-DSHORTCUT_DEPTH=8', '-DBNN_BOUNDED', '-pthread']);
    expect(plain.output).toMatch(/^72 words, /);
    expect(bounded).toEqual(plain);
  }, 60_000);

  it('reports a deadlock, with the streams that are full and empty', async () => {
    const { code, output } = await simulate('shallow', ['-DSHORTCUT_DEPTH=2', '-DBNN_BOUNDED', '-pthread']);
    expect(code).toBe(71);
    expect(output).toContain("copy waits: stream 'shortcut' is full (depth 2)");
    expect(output).toContain("join waits: stream 'blurred' is empty (depth 2)");
  }, 60_000);
});
