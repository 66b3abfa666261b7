import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../../../server/src/cli/program.js';
import { UsageError } from '../../../server/src/cli/terminal.js';
import type { Host } from '../../../server/src/host/host.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import { writeNpz } from '../../../server/src/parameters/npz.js';
import { inlineHost } from '../../support/inline-jobs.js';
import { int32, int8 } from '../parameters/support.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-simulate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = `network N {
  params "n.npz"
  input x type=bipolar shape=4
  dense d units=3 weights=bipolar activation=none
}
target t for N { device=pynq_z1 clock=100MHz }
`;
const WEIGHTS = int8([3, 4], [1, 1, 1, 1, -1, -1, -1, -1, 1, 1, -1, -1]);
const IMAGES = { images: int8([2, 4], [1, 1, 1, 1, -1, -1, -1, -1]), labels: int32([2], [0, 2]) };

function npz(name: string, arrays: Readonly<Record<string, NpyArray>>): string {
  const file = path.join(folder, name);
  writeFileSync(file, writeNpz(new Map(Object.entries(arrays))));
  return file;
}

/** Runs `bnn simulate` on the text, with `n.npz` beside it unless it is undefined. */
async function simulate(given: {
  text?: string;
  weights?: Readonly<Record<string, NpyArray>> | undefined;
  images?: Readonly<Record<string, NpyArray>>;
  more?: readonly string[];
  host?: Host;
}): Promise<{ code: number | 'usage'; out: string; err: string }> {
  const { text = TEXT, images = IMAGES, more = [], host = inlineHost } = given;
  const weights = 'weights' in given ? given.weights : { 'd.weights': WEIGHTS };
  writeFileSync(path.join(folder, 'n.bnn'), text);
  if (weights) npz('n.npz', weights);
  let out = '';
  let err = '';
  let interrupt: (reason: 'SIGINT') => void = () => undefined;
  const terminal = {
    out: (added: string) => (out += added),
    err: (added: string) => (err += added),
    colour: false,
    onInterrupt: (handler: (reason: 'SIGINT') => void) => {
      interrupt = handler;
      if (more.includes('--interrupted')) setTimeout(() => interrupt('SIGINT'), 1);
      return () => undefined;
    },
  };
  const args = ['simulate', path.join(folder, 'n.bnn'), '--input', npz('images.npz', images)];
  try {
    const run = commandLine(terminal, host).run([...args, ...more.filter((one) => one !== '--interrupted')]);
    return { code: await run, out, err: err.replaceAll(folder + path.sep, '') };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 'usage', out, err: error.message };
  }
}

describe('bnn simulate', () => {
  it('prints the contract with --json', async () => {
    const { code, out } = await simulate({ more: ['--json'] });
    expect(code).toBe(0);
    const document = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual(['predictions', 'outputs', 'accuracy', 'imagesPerSecond']);
    expect(document).toMatchObject({
      predictions: [0, 1],
      outputs: [
        [4, -4, 0],
        [-4, 4, 0],
      ],
      accuracy: 0.5,
    });
    expect(document['imagesPerSecond']).toBeGreaterThan(0);
  });

  it('leaves the accuracy out without labels', async () => {
    const { out } = await simulate({ images: { images: IMAGES.images }, more: ['--json'] });
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['predictions', 'outputs', 'imagesPerSecond']);
  });

  it('prints accuracy, speed and classes for people', async () => {
    const { out, err } = await simulate({});
    expect(out).toMatch(/^N \(golden\): 2 images, [\d.]+ images\/s\naccuracy 50 %: 1 of 2 right\nclasses 0 1\n$/);
    expect(err).not.toContain('random');
  });

  it('marks random weights', async () => {
    const { code, err } = await simulate({ text: TEXT.replace('params "n.npz"', ''), weights: undefined });
    expect(code).toBe(0);
    expect(err).toContain('bnn: N has no params: random weights (seeded)\n');
  });

  it.each([
    ['no parameter file', { weights: undefined }, /^n\.bnn:2:10: error BNN701: /m],
    ['wrong parameters', { weights: { 'd.weights': int8([3], [1, 1, 1]) } }, /^n\.bnn:4:9: error BNN708: /m],
    ['no images', { images: { x1: IMAGES.images } }, /^n\.bnn:3:9: error BNN720: /m],
    ['images of a wrong shape', { images: { images: int8([1, 3], [1, 1, 1]) } }, /^n\.bnn:3:9: error BNN721: /m],
    ['images outside the type', { images: { images: int8([1, 4], [1, 0, 1, 1]) } }, /^n\.bnn:3:9: error BNN722: /m],
    ['a network with faults', { text: TEXT.replace('units=3', 'units=') }, /^n\.bnn:4:\d+: error BNN/m],
  ])('%s: one line each, exit 1, stdout empty', async (_, given, line) => {
    const { code, out, err } = await simulate(given);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(line);
    const lines = err.split('\n').filter((one) => one.includes(' error '));
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('tells a wrong command line in one line', async () => {
    expect(await simulate({ more: ['--engine', 'rtl'] })).toMatchObject({ code: 'usage', out: '' });
    expect(await simulate({ more: ['--target', 'nope'] })).toMatchObject({ code: 'usage', out: '' });
    const missing = await simulate({ more: ['--input', path.join(folder, 'nope.npz')] });
    expect(missing).toMatchObject({ code: 'usage' });
  });

  it('cancels when it is interrupted', async () => {
    let cancelled = false;
    const host: Host = {
      ...inlineHost,
      startJob: () => {
        let end: (outcome: { status: 'cancelled' }) => void = () => undefined;
        const outcome = new Promise<{ status: 'cancelled' }>((resolve) => (end = resolve));
        const cancel = (): void => {
          cancelled = true;
          end({ status: 'cancelled' });
        };
        return { outcome, cancel };
      },
    };
    expect(await simulate({ host, more: ['--interrupted'] })).toMatchObject({ code: 130, out: '' });
    expect(cancelled).toBe(true);
  });
});
