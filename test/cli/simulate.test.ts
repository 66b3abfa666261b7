import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpz } from '../../server/src/parameters/npz.js';

const root = path.resolve(import.meta.dirname, '../..');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as it is shipped. `interrupt` sends it Ctrl-C once it has said what it runs. */
function bnn(args: readonly string[], interrupt = false): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), ...args], { cwd: root });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  if (interrupt) child.stderr.once('data', () => setTimeout(() => child.kill('SIGINT'), 300));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

describe('bnn simulate on the shipped example', () => {
  it.each([
    ['sfc', 971],
    ['tfc', 943],
  ])('%s gets %i of the 1000 images right', async (name, right) => {
    const { code, out } = await bnn([
      'simulate',
      `examples/mnist/${name}.bnn`,
      '--input',
      'examples/mnist/images.npz',
      '--json',
    ]);
    expect(code).toBe(0);
    const document = JSON.parse(out) as { predictions: number[]; outputs: number[][]; accuracy: number };
    expect(document.accuracy).toBe(right / 1000);
    expect(document.predictions).toHaveLength(1000);
    const first = document.outputs[0] ?? [];
    expect(first).toHaveLength(10);
    expect(first.indexOf(Math.max(...first))).toBe(document.predictions[0]);
  });

  it('says it for people', async () => {
    const { out } = await bnn(['simulate', 'examples/mnist/sfc.bnn', '--input', 'examples/mnist/images.npz']);
    expect(out).toContain('accuracy 97.1 %: 971 of 1000 right');
  });
});

describe('Ctrl-C', () => {
  it('ends a long simulation at once, without a result', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bnn-cli-'));
    try {
      const images = { dtype: 'int8', shape: [4000, 32, 32, 3], data: new Int8Array(4000 * 3072) } as const;
      const file = path.join(folder, 'images.npz');
      writeFileSync(file, writeNpz(new Map([['images', images]])));
      const ended = await bnn(['simulate', 'examples/cnv.bnn', '--input', file, '--json'], true);
      expect(ended).toMatchObject({ code: 130, out: '' });
      expect(ended.err).toContain('interrupted');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
