import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bnn } from '../../support/command-line.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-fold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): string {
  const file = path.join(folder, 'net.bnn');
  writeFileSync(file, text);
  return file;
}

const TEXT = `block Pair(width) {
  conv a filters=width kernel=3 pad=1
  conv b filters=width kernel=1
}

network N {
  defaults weights=int2 activation=uint2

  input   x type=uint4 shape=12x12x4
  conv    first filters=8 kernel=3 // the first layer
  Pair    p width=8
  repeat 2 {
    conv  more filters=8 kernel=3 pad=1
  }
  maxpool m size=2 pe=auto
  dense   last units=10 activation=none /* the last */
}

/// A small board.
target t for N {
  device=pynq_z1 clock=100MHz
  throughput=20kFPS
  fold m pe=2
}
`;

interface Printed {
  intervalCycles: number;
  fps: number;
  latencyS: number;
  totals: Record<string, number>;
  layers: { name: string; pe: number | null; simd: number | null; chosen: boolean }[];
  feasible: boolean;
  optimal: boolean;
  bound: number;
  searchMs: number;
  folding: Record<string, { pe: number | null; simd: number | null; mem?: string; impl?: string }>;
  diagnostics: { code: string }[];
  limits: { resource?: string; engine?: string; needed: number; available: number }[];
  nearest: { fps: number; folding: Printed['folding'] } | null;
}

const parsed = (out: string): Printed => JSON.parse(out) as Printed;

describe('bnn fold', () => {
  it('prints the estimate of the folding found, with its certificate', async () => {
    const { code, out } = await bnn('fold', write(TEXT), '--json');
    const found = parsed(out);
    expect(code).toBe(0);
    expect(found.fps).toBeGreaterThanOrEqual(20_000);
    expect(found).toMatchObject({ feasible: true, optimal: true, bound: found.totals.lut });
    expect(found.searchMs).toBeGreaterThan(0);
    expect(Object.keys(found.folding)).toEqual(found.layers.map(({ name }) => name));
    expect(found.folding.m).toMatchObject({ pe: 2, simd: null });
    expect(found.diagnostics.filter(({ code: each }) => /^BNN[56]/.test(each))).toEqual([]);
  });

  it('writes it on the lines of layers, and as fold lines where a layer has none of its own', async () => {
    const file = write(TEXT);
    const before = parsed((await bnn('fold', file, '--write', '--json')).out);
    const text = readFileSync(file, 'utf8');
    const { first, last } = before.folding;
    expect(text).toMatch(
      new RegExp(`filters=8 kernel=3 pe=${first?.pe} simd=${first?.simd}[ a-z=]* // the first layer`),
    );
    expect(text).toMatch(new RegExp(`activation=none pe=${last?.pe} simd=${last?.simd}[ a-z=]* /\\* the last \\*/`));
    expect(text).toContain(`\n  fold m pe=2\n  fold p.a pe=${before.folding['p.a']?.pe}`);
    expect(text).toMatch(/\n {2}fold more_1 pe=\d+ simd=\d+[ a-z=]*\n\}\n$/);
    expect(text).toContain('  maxpool m size=2 pe=auto\n');
    const after = parsed((await bnn('estimate', file, '--json')).out);
    expect(after.totals).toEqual(before.totals);
    expect(after).toMatchObject({ intervalCycles: before.intervalCycles, latencyS: before.latencyS });
    expect(after.layers.every(({ chosen }) => !chosen)).toBe(true);
    // What is written down is left alone.
    await bnn('fold', file, '--write');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('keeps the line endings and a target on one line', async () => {
    const file = write(
      'network N {\r\n  input x type=uint2 shape=8\r\n  repeat 2 {\r\n    dense d units=8 weights=int2 activation=uint2\r\n  }\r\n}\r\ntarget t for N { device=pynq_z1 throughput=1MFPS }\r\n',
    );
    await bnn('fold', file, '--write');
    expect(readFileSync(file, 'utf8')).toMatch(
      /throughput=1MFPS\r\n {2}fold d_0 pe=\d+ simd=\d+[ a-z=]*\r\n {2}fold d_1 pe=\d+ simd=\d+[ a-z=]*\r\n\}\r\n$/,
    );
    expect((await bnn('check', file)).code).toBe(0);
  });

  it('takes another rate, or the highest, from the command line', async () => {
    const file = write(TEXT);
    const slow = parsed((await bnn('fold', file, '--throughput', '0.5kFPS', '--json')).out);
    const most = parsed((await bnn('fold', file, '--max', '--json')).out);
    expect(slow.fps).toBeGreaterThanOrEqual(500);
    expect(slow.totals.lut).toBeLessThan(most.totals.lut ?? 0);
    expect(most).toMatchObject({ optimal: true, bound: most.fps });
  });

  it('says which resource forbids a goal and what the nearest folding reaches', async () => {
    const at = (lut: number, rate = '60kFPS'): string =>
      write(TEXT.replace('throughput=20kFPS', `throughput=${rate} budget lut=${lut}`));
    const least = parsed((await bnn('fold', at(50_000), '--json')).out).totals.lut ?? 0;
    expect((await bnn('fold', at(least), '--json')).code).toBe(0);

    const { code, out, err } = await bnn('fold', at(least - 1), '--json');
    expect(code).toBe(1);
    const { limits, nearest, feasible } = parsed(out);
    expect(feasible).toBe(false);
    // Another resource may do as well: more DSPs instead of a LUT.
    expect(limits).toContainEqual({ resource: 'lut', needed: least, available: least - 1 });
    expect(err).toMatch(/kFPS fits; 60 kFPS needs 1 more LUT( or [^;]+)?\n$/);
    expect(nearest?.fps).toBeLessThan(60_000);
    expect((await bnn('fold', at(least - 1, `${nearest?.fps}FPS`), '--json')).code).toBe(0);

    const nothing = await bnn('fold', at(100), '--json');
    expect(nothing.code).toBe(1);
    expect(parsed(nothing.out).nearest).toBeNull();
  });

  it('says alike of the slowest folding that more of either resource is enough', async () => {
    const file = write(`network One {
  input x type=uint8 shape=100
  dense d units=64 weights=int2 activation=uint2
}
target t for One { device=minized clock=100MHz throughput=1kFPS budget lut=7418 bram=3 }
`);
    expect((await bnn('fold', file)).err).toMatch(
      /slowest needs \d+ more LUT or (\d+) more BRAM18; .* or \1 more BRAM18/,
    );
  });

  it('says which engine forbids a goal', async () => {
    const { code, out } = await bnn('fold', write(TEXT), '--throughput', '2MFPS', '--json');
    expect(code).toBe(1);
    const { limits, nearest } = parsed(out);
    expect(limits).toContainEqual({ engine: 'm.pool', needed: 400, available: 50 });
    expect(nearest?.fps).toBeGreaterThan(20_000);
  });

  it('refuses a wrong command line', async () => {
    const file = write(TEXT);
    expect((await bnn('fold', file, '--throughput', 'fast')).code).toBe('usage');
    expect((await bnn('fold', file, '--throughput', '1e999')).code).toBe('usage');
    for (const limit of ['0', '-1', 'soon', '']) {
      expect((await bnn('fold', file, '--time-limit', limit)).code).toBe('usage');
    }
    expect((await bnn('fold', file, '--throughput', '1kFPS', '--max')).code).toBe('usage');
    expect((await bnn('fold', '-', '--write')).code).toBe('usage');
  });
});

describe('bnn pareto', () => {
  it('prints foldings that no other beats in rate and every resource', async () => {
    const { code, out } = await bnn('pareto', write(TEXT), '--json');
    const points = JSON.parse(out) as { fps: number; totals: Record<string, number>; frontOf: string[] }[];
    expect(code).toBe(0);
    expect(points.length).toBeGreaterThan(10);
    for (const a of points) {
      for (const resource of a.frontOf) {
        const better = points.filter((b) => b.fps >= a.fps && (b.totals[resource] ?? 0) < (a.totals[resource] ?? 0));
        expect(better).toEqual([]);
      }
    }
  });
});

describe('bnn pareto without the time for a single point', () => {
  it('says that the time was short, and not that nothing fits', async () => {
    const { code, err } = await bnn('pareto', write(TEXT), '--time-limit', '1e-9');
    expect(code).toBe(1);
    expect(err).toMatch(/the time limit cut the front short/);
    expect(err).not.toMatch(/no folding keeps/);
  });
});

describe('bnn pareto of a network whose folding is all pinned', () => {
  it('prints that one', async () => {
    const pinned = `network N {
  input x type=bipolar shape=64
  dense d units=64 weights=bipolar activation=bipolar pe=1 simd=1
  dense e units=16 weights=bipolar activation=none pe=16 simd=64
}
target t for N { device=pynq_z1 clock=100MHz }
`;
    const { code, out } = await bnn('pareto', write(pinned), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ fps: 1e8 / 4096, frontOf: ['lut'] }]);
  });
});

describe('bnn boards', () => {
  it('puts the smallest board that meets the goal first', async () => {
    const { code, out } = await bnn('boards', write(TEXT), '--json');
    const ranked = JSON.parse(out) as { board: string; meetsGoal: boolean; fps: number; available: { lut: number } }[];
    expect(code).toBe(0);
    const [first, second] = ranked;
    expect(first?.meetsGoal).toBe(true);
    expect(first?.available.lut).toBeLessThanOrEqual(second?.available.lut ?? 0);
  });

  it('marks boards whose figures nobody has verified, and counts on nothing that a shell reserves', async () => {
    const text = write(TEXT);
    const reserved = { lut: 17_000 };
    writeFileSync(
      path.join(path.dirname(text), 'bnn.json'),
      JSON.stringify({ boards: [{ name: 'full', part: 'xc7z010clg400-1', reserved }] }),
    );
    const { out } = await bnn('boards', text);
    expect(out).toMatch(/^ZCU104 .*\(figures unverified\)$/m);
    expect(out).not.toMatch(/^Pynq-Z1 .*figures/m);
    expect(out).toMatch(/^full +nothing fits/m);
  });
});

// The greedy folding reaches 2.5 MFPS of it on the smallest board, the best one 3.13.
const TIGHT = `network M {
  defaults weights=int2 activation=uint2
  input x type=uint8 shape=100
  dense h1 units=64
  dense h2 units=32 activation=bipolar
  dense out units=10 activation=none
  argmax y
}
target t for M { device=minized clock=200MHz throughput=3MFPS budget lut=81% }
`;

describe('what two commands say of the same goal', () => {
  it.each(['check', 'boards', 'pareto', 'fold'])('%s finds it met', async (command) => {
    const said = await bnn(command, write(TIGHT));
    expect(said.code).toBe(0);
    expect(said.out + said.err).not.toMatch(/BNN50[12]/);
  });

  it('a fold of one target says of the others what check says', async () => {
    const text = `${TIGHT}target easy for M { device=zcu104 clock=200MHz throughput=1MFPS }\n`;
    expect((await bnn('fold', write(text), '--target', 'easy')).err).not.toMatch(/BNN50[12]/);
  });

  it('--throughput takes the place of the goal, and what is written down is measured by the goal', async () => {
    const file = write(TEXT);
    expect((await bnn('fold', file, '--throughput', '1kFPS')).err).not.toMatch(/BNN501/);
    expect((await bnn('fold', file, '--throughput', '1kFPS', '--write')).err).toMatch(/BNN501/);
  });
});

describe('bnn boards for people', () => {
  it('says what the lines are, and what does not fit', async () => {
    const { out } = await bnn('boards', write(TIGHT));
    expect(out).toMatch(/^M at 200 MHz: the highest throughput within the budgets, .*reach 3 MFPS first/);
    expect(out).toMatch(/^MiniZed +3\.13 MFPS +\d+ % LUT/m);
    const late = await bnn('boards', write(TIGHT.replace('throughput=3MFPS', 'latency=1ns')), '--time-limit', '0.02');
    expect(late.out).toMatch(/^MiniZed +nothing fits that keeps latency=1ns/m);
  });
});

describe('bnn estimate --explain', () => {
  it.each([
    ['p', /; it stands for p\.a, p\.b$/],
    ['more', /; it stands for more_0, more_1$/],
    ['frist', /; did you mean first\?$/],
    ['zzzzzz', /; there are x, first, p\.a, /],
  ])('of the mistaken name %s', async (name, said) => {
    const { code, out, err } = await bnn('estimate', write(TEXT), '--explain', name);
    expect(code).toBe('usage');
    expect(out).toBe('');
    expect(err.trim()).toMatch(said);
  });
});
