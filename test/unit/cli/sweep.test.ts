import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvText } from '../../../server/src/cli/sweep/results.js';
import { bnn } from '../../support/command-line.js';
import { csynthXml } from '../../support/written-reports.js';

const NETWORK = `const WORDS = 8
network N {
  input x type=bipolar shape=32
  dense d units=16 weights=bipolar activation=bipolar
  dense e units=4 weights=bipolar activation=none
}
target t for N {
  device=pynq_z1 clock=100MHz
  budget bram=50%
  fold d simd=WORDS
}
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn sweep '));
  writeFileSync(at('net.bnn'), NETWORK);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

const sweep = (...grid: string[]): ReturnType<typeof bnn> =>
  bnn('sweep', at('net.bnn'), '--out', at('sweep'), '--json', '--grid', ...grid);

interface Document {
  readonly target: string;
  readonly points: {
    id: string;
    values: Record<string, string>;
    feasible: boolean;
    reason: string | null;
    sameAs?: string | null;
    estimated: { fps: number } | null;
  }[];
}

describe('bnn sweep', () => {
  it('writes every point of the grid with its project, and a workflow', async () => {
    const { code, out } = await sweep('clock=50MHz,100MHz', 'd.pe=2,4', 'budget.lut=70%');
    expect(code).toBe(0);
    const { points, target } = JSON.parse(out) as Document;
    expect(target).toBe('t');
    expect(points.map(({ id, values }) => [id, values['clock'], values['d.pe'], values['budget.lut']])).toEqual([
      ['p000', '50MHz', '2', '70%'],
      ['p001', '50MHz', '4', '70%'],
      ['p002', '100MHz', '2', '70%'],
      ['p003', '100MHz', '4', '70%'],
    ]);
    expect(points.every(({ feasible }) => feasible)).toBe(true);
    expect(readdirSync(at('sweep')).sort()).toEqual(['Snakefile', 'config.json', 'points', 'sweep.json']);
    expect(readdirSync(at('sweep/points'))).toEqual(['p000', 'p001', 'p002', 'p003']);
    const manifest = JSON.parse(readFileSync(at('sweep/points/p003/project/manifest.json'), 'utf8')) as {
      clockHz: number;
      layers: { name: string; pe: number; simd: number }[];
    };
    expect(manifest.clockHz).toBe(100e6);
    expect(manifest.layers[0]).toMatchObject({ name: 'd', pe: 4, simd: 8 });
    const point = readFileSync(at('sweep/points/p000/point.bnn'), 'utf8');
    expect(point).toContain('import "../../../net.bnn"');
    expect(point).toContain('  budget bram=50%\n  fold d simd=WORDS\n  fold d pe=2');
    expect((await bnn('check', at('sweep/points/p000/point.bnn'))).code).toBe(0);
  });

  it('says which values count once, and which points become the same hardware', async () => {
    const { code, out, err } = await sweep('clock=50MHz,0.05GHz', 'd.pe=2,2,4');
    expect(code).toBe(0);
    expect(err).toContain('bnn: --grid d.pe: 2 is given more than once and counts once');
    const { points } = JSON.parse(out) as Document;
    expect(points.map(({ id, sameAs }) => [id, sameAs])).toEqual([
      ['p000', null],
      ['p001', null],
      ['p002', 'p000'],
      ['p003', 'p001'],
    ]);
  });

  it('names no command to build nothing with', async () => {
    const { code, out } = await bnn('sweep', at('net.bnn'), '--out', at('sweep'), '--grid', 'd.pe=3,5');
    expect(code).toBe(1);
    expect(out).toContain('None of the 2 points can be built');
    expect(out).not.toContain('snakemake');
  });

  it('lists what is infeasible with the reason, and leaves nothing of it', async () => {
    const { code, out } = await sweep('throughput=10kFPS,900MFPS', 'd.pe=4,5');
    expect(code).toBe(0);
    const { points } = JSON.parse(out) as Document;
    expect(points.map(({ feasible }) => feasible)).toEqual([true, false, false, false]);
    expect(points[1]?.reason).toMatch(/^BNN4\d\d: .*pe/);
    expect(points[2]?.reason).toMatch(/^BNN5\d\d: /);
    expect(readdirSync(at('sweep/points'))).toEqual(['p000']);
    const { out: text } = await bnn(
      'sweep',
      at('net.bnn'),
      '--out',
      at('sweep'),
      '--grid',
      'throughput=10kFPS,900MFPS',
    );
    expect(text).toMatch(/p001 +900MFPS .*infeasible: BNN5/);
    expect(text).toContain('1 of 2 points written');
    // The points of the sweep before are gone.
    expect(readdirSync(at('sweep/points'))).toEqual(['p000']);
  });

  it.each([
    [['power=1'], '--grid power: not known; there are device, clock'],
    [['budget.gold=1'], '--grid budget.gold: not known'],
    [['clock'], '--grid clock: there are no values; write KEY=VALUE,VALUE'],
    [['clock='], '--grid clock=: no value stands behind the equal sign'],
    [['=1'], '--grid =1: nothing stands before the equal sign'],
    [['clock=1MHz,,2MHz'], '--grid clock=1MHz,,2MHz: a value is missing beside a comma'],
    [['clock=100MHz } target x'], 'no value of the language'],
    [['device=a"b'], 'no value of the language'],
    [['d.pe=1', 'd.pe=2'], 'given twice'],
    [['clock=1MHz,2MHz', `d.pe=${Array.from({ length: 300 }, (_, n) => n + 1).join(',')}`], '600 points are more than'],
  ])('refuses %j', async (grid, message) => {
    const { code, err } = await sweep(...grid);
    expect(code).toBe('usage');
    expect(err).toContain(message);
    expect(existsSync(at('sweep'))).toBe(false);
  });

  it('never writes into a folder with other files', async () => {
    mkdirSync(at('sweep'));
    writeFileSync(at('sweep/thesis.tex'), 'x');
    const { code, err } = await sweep('clock=100MHz');
    expect(code).toBe(1);
    expect(err).toContain('holds other files');
    expect(readdirSync(at('sweep'))).toEqual(['thesis.tex']);
  });

  it('of a text with errors nothing is written', async () => {
    writeFileSync(at('net.bnn'), NETWORK.replace('units=16', 'units='));
    expect((await sweep('clock=100MHz')).code).toBe(1);
    expect(existsSync(at('sweep'))).toBe(false);
  });

  it('collects what was measured into one table', async () => {
    await sweep('clock=100MHz', 'throughput=10kFPS,900MFPS');
    const hls = csynthXml({ name: 'N_top', lut: 700, ff: 90, cycles: 40 }, [{ name: 'd_mvtu', lut: 300, cycles: 27 }]);
    mkdirSync(at('sweep/points/p000/project/hls'));
    writeFileSync(at('sweep/points/p000/project/hls/csynth.xml'), hls);
    expect((await bnn('sweep', '--collect', at('sweep'), '--write')).code).toBe(0);
    const csv = readFileSync(at('sweep/results.csv'), 'utf8').split('\n');
    expect(csv[0]).toMatch(
      /^point,clock,throughput,state,fps estimated,.*,lut measured,.*,stage,wns ns,max MHz,watts$/,
    );
    expect(csv[1]).toMatch(/^p000,100MHz,10kFPS,not run,.*,40,700,90,.*,hls-estimate,,,$/);
    expect(csv[2]).toMatch(/^p001,100MHz,900MFPS,"?infeasible: BNN5/);
    expect(readFileSync(at('sweep/results.md'), 'utf8')).toContain('| point | clock | throughput | state |');
    const json = JSON.parse((await bnn('sweep', '--collect', at('sweep'), '--json')).out) as {
      measured: { lut: number; fps: number } | null;
    }[];
    expect(json.map(({ measured }) => measured?.lut)).toEqual([700, undefined]);
    expect(json[0]?.measured?.fps).toBe(100e6 / 40);
    const text = (await bnn('sweep', '--collect', at('sweep'))).out;
    expect(text).toMatch(/^p001 +100MHz +900MFPS +infeasible {2}.*$/m);
    expect(text).toMatch(/\n\np001: BNN5\d\d: .*\n$/);
    expect((await bnn('sweep', '--collect', folder)).code).toBe('usage');
  });
});

it('CSV quotes what holds a comma or a quote', () => {
  expect(csvText([['a,b', 'say "x"', 'c']])).toBe('"a,b","say ""x""",c\n');
});

/** Snakemake itself is not needed for the tests: Python reads the tokens, and the plain parts of the workflow. */
const python = ['python3', 'python'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

it.runIf(python !== undefined)('the workflow is well-formed, as far as Python can tell', async () => {
  await sweep('clock=100MHz');
  const check = `
import ast, io, re, sys, tokenize
text = open(sys.argv[1], encoding="utf-8").read()
list(tokenize.generate_tokens(io.StringIO(text).readline))
rules = re.findall(r"^rule (\\w+):", text, re.M)
assert rules == ["all", "build", "collect"], rules
head = text[text.index("import json"):text.index("wildcard_constraints")].replace("configfile:", "configfile =")
ast.parse(head)
goals = re.search(r"rule all:\\n    input:\\n((?:        .*\\n)*)", text).group(1)
assert 'expand("points/{point}/built"' in goals, "what failed is built again"
handler = text[text.index("onerror:"):].replace("onerror:", "if True:")
ast.parse(handler)
for body in re.findall(r"^    (?:input|output|log|params|resources|shell|threads):(.*(?:\\n        .*)*)", text, re.M):
    ast.parse("f(" + body.strip() + ")")
print(len(rules))
`;
  const out = execFileSync(python ?? '', ['-c', check, at('sweep/Snakefile')], { encoding: 'utf8' });
  expect(out.trim()).toBe('3');
});
