import { lstatSync, symlinkSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bnn } from '../../support/command-line.js';

const GOOD = `network N {
  input x type=bipolar shape=64
  dense d units=32 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=10 weights=bipolar activation=none
}

target t for N {
  device=pynq_z1
  clock=100MHz
  throughput=100kFPS
}
target slow for N {
  device=pynq_z1
  clock=50MHz
}
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

interface Printed {
  file: string;
  range: { start: { line: number; character: number } };
  severity: string;
  code: string;
  message: string;
}

describe('bnn check', () => {
  it('names what a required option may be where it is missing', async () => {
    const { code, err } = await bnn('build', 'net.bnn');
    expect([code, err]).toEqual([
      'usage',
      "required option '--step <step>' not specified: one of csim, csynth, cosim, export, synth, impl, bitstream",
    ]);
  });

  it('says nothing of a good file and exits 0', async () => {
    const result = await bnn('check', write('good.bnn', GOOD), '--json');
    expect(result.code).toBe(0);
    expect((JSON.parse(result.out) as Printed[]).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('gives file, range, severity, code and message, and exits 1 on an error', async () => {
    const file = write('bad.bnn', GOOD.replace('pe=4', 'pe=5'));
    const result = await bnn('check', file, '--json');
    expect(result.code).toBe(1);
    const [first] = (JSON.parse(result.out) as Printed[]).filter(({ severity }) => severity === 'error');
    expect(first).toMatchObject({ file, code: 'BNN401', range: { start: { line: 2 } } });
    expect(first?.message).toContain('pe=5 does not divide the 32 units of d');
  });

  it('says of a picture that it is no text, and of a network without a name that it has none', async () => {
    const picture = await bnn('check', write('a.png', '\u0089PNG\r\n\u001a\n\0\0\0'));
    expect([picture.code, picture.out]).toEqual(['usage', '']);
    expect(picture.err).toMatch(/a\.png: this is no text\s*$/);
    expect((await bnn('check', write('a.bnn', 'network { }\n'))).out).toContain('BNN219: This network has no input');
  });

  it('reports a fault of an imported file in that file, once', async () => {
    write('lib.bnn', 'block B(p) {\n  dense inner units=p weights=bipolar activation=bipolr\n}\n');
    const main = write(
      'main.bnn',
      'import "lib.bnn"\nnetwork M {\n  input x type=bipolar shape=8\n  B b1 p=4\n  B b2 p=4\n}\n',
    );
    const result = await bnn('check', main, '--json');
    const errors = (JSON.parse(result.out) as Printed[]).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ file, range }) => [path.basename(file), range.start.line])).toEqual([['lib.bnn', 1]]);
  });

  it('prints lines that editors can jump to', async () => {
    const file = write('bad.bnn', GOOD.replace('units=32', 'units=32.5'));
    const result = await bnn('check', file);
    expect(result.out).toMatch(/bad\.bnn:3:\d+: error BNN\d+: /);
  });

  it('prints workflow commands and SARIF', async () => {
    const file = write('bad.bnn', GOOD.replace('pe=4', 'pe=5'));
    expect((await bnn('check', file, '--format', 'github')).out).toMatch(/^::error file=.*,line=3,.*title=BNN401::/m);
    const log = JSON.parse((await bnn('check', file, '--format', 'sarif')).out) as { version: string };
    expect(log.version).toBe('2.1.0');
  });

  it('takes severities from bnn.json', async () => {
    write('bnn.json', '{ "severities": { "BNN401": "off" } }');
    const result = await bnn('check', write('sub/bad.bnn', GOOD.replace('pe=4', 'pe=5')), '--json');
    expect((JSON.parse(result.out) as Printed[]).map(({ code }) => code)).not.toContain('BNN401');
  });
});

describe('bnn.json', () => {
  const BOARD = '{ "name": "own", "part": "xc7z010clg400-1", "lut": 20000, "bram18": 40 }';
  const ON_OWN = `${GOOD.replace('pynq_z1', 'own')}const UNUSED = 1\n`;

  it('gives a board to check, estimate and fold, and what is allowed of it', async () => {
    const file = write('own.bnn', ON_OWN.replace('clock=', 'budget lut=10%\n  clock='));
    write('bnn.json', `{ "boards": [${BOARD}] }`);
    const check = await bnn('check', file);
    expect(check.code).toBe(1);
    expect(check.out).toMatch(
      /own\.bnn:\d+:\d+: error BNN601: LUT over budget: .* 2,000 allowed \(10 % of the 20,000 of own\)/,
    );
    const estimate = await bnn('estimate', file, '--json');
    expect(estimate.code).toBe(0);
    expect(JSON.parse(estimate.out)).toMatchObject({
      device: 'own',
      available: { lut: 20_000 },
      budget: { lut: 2000 },
    });
    const fold = await bnn('fold', file, '--json');
    expect(fold.code).toBe(1);
    expect(JSON.parse(fold.out)).toMatchObject({ feasible: false, limits: [{ resource: 'lut', available: 2000 }] });
  });

  it('without the board that a target names: each command says so on its line', async () => {
    const file = write('own.bnn', ON_OWN);
    for (const command of ['check', 'estimate', 'fold']) {
      const { out, err } = await bnn(command, file);
      expect([command, `${out}${err}`]).toEqual([command, expect.stringMatching(/own\.bnn:\d+:\d+: error BNN603: /)]);
    }
  });

  it('that is broken is told with its place; what stands before the break holds', async () => {
    const file = write('own.bnn', ON_OWN);
    write('bnn.json', `{\n  "boards": [${BOARD}],\n  "severities": { BNN210: "error" }\n}\n`);
    for (const command of ['check', 'estimate', 'fold']) {
      const { out, err } = await bnn(command, file);
      const said = `${out}${err}`;
      expect([command, said]).toEqual([
        command,
        expect.stringMatching(/bnn\.json:3:19: error BNN903: bnn\.json: [^A-Z]/),
      ]);
      expect(said).not.toContain('BNN603');
    }
  });

  it('tells keys and values that it does not understand', async () => {
    write(
      'bnn.json',
      '{ "boards": [{ "name": "own", "part": "xc7z010clg400-1", "luts": 1, "dsp": "many" }], "severities": { "BNN1": "off" } }',
    );
    const { out } = await bnn('check', write('own.bnn', ON_OWN));
    expect(out.match(/bnn\.json:1:\d+: warning BNN904: bnn\.json: `(luts|dsp|BNN1)` should be /g)).toHaveLength(3);
  });

  it('raises and lowers severities, but what can be made stays the same', async () => {
    const file = write('own.bnn', ON_OWN);
    write('bnn.json', `{ "boards": [${BOARD}], "severities": { "BNN210": "error" } }`);
    expect((await bnn('check', file)).code).toBe(1);
    for (const command of ['estimate', 'fold']) {
      const raised = await bnn(command, file, '--json');
      expect([command, raised.code]).toEqual([command, 0]);
      expect(raised.err).toContain('error BNN210');
      expect((await bnn(command, file, '--json', '--strict')).code).toBe(1);
    }
    const wrong = write('wrong.bnn', ON_OWN.replace('units=32', 'units=none'));
    const [fault] = (JSON.parse((await bnn('check', wrong, '--json')).out) as Printed[]).filter(
      ({ severity }) => severity === 'error',
    );
    for (const severity of ['warning', 'off']) {
      write('bnn.json', `{ "boards": [${BOARD}], "severities": { "${fault?.code ?? ''}": "${severity}" } }`);
      for (const command of ['estimate', 'fold']) {
        const lowered = await bnn(command, wrong, '--json');
        expect([command, severity, lowered.code, lowered.out]).toEqual([command, severity, 1, '']);
        expect(lowered.err).toMatch(/wrong\.bnn:\d+:\d+: /);
      }
    }
  });
});

describe('bnn estimate', () => {
  it('prints one JSON document with every key of the contract', async () => {
    const result = await bnn('estimate', write('good.bnn', GOOD), '--json');
    expect(result.code).toBe(0);
    const document = JSON.parse(result.out) as Record<string, unknown>;
    const contract = [
      'network',
      'target',
      'device',
      'clockHz',
      'intervalCycles',
      'fps',
      'criticalPathCycles',
      'latencyS',
      'latencyKind',
      'layers',
      'infrastructure',
      'totals',
      'available',
      'budget',
      'ceilings',
      'bottleneck',
      'diagnostics',
    ];
    expect(Object.keys(document)).toEqual(expect.arrayContaining(contract));
    expect(document).toMatchObject({ network: 'N', target: 't', device: 'pynq_z1', clockHz: 100e6 });
    expect(result.err).toContain('target t');
  });

  it('says what the FIFOs that are generated take, and which budget they do not keep', async () => {
    const text = (budget: string): string => `network N {
  defaults weights=bipolar activation=bipolar
  input x type=uint8 shape=8x8x3
  conv c filters=16 kernel=3 pe=4 simd=3
  conv d filters=16 kernel=3 pe=2 simd=8
  dense e units=10 activation=none pe=1 simd=16
}
target t for N { device=pynq_z1 clock=100MHz ${budget} }`;
    interface Document {
      totals: { lut: number };
      streams: { difference: { lut: number }; totals: { lut: number }; overBudget: string[] };
    }
    const read = async (budget: string): Promise<Document> =>
      JSON.parse((await bnn('estimate', write('fifos.bnn', text(budget)), '--json')).out) as Document;
    const { totals, streams } = await read('');
    expect(streams.difference.lut).toBeGreaterThan(0);
    expect(streams.totals.lut).toBe(totals.lut + streams.difference.lut);
    expect(streams.overBudget).toEqual([]);
    const tight = `budget lut=${totals.lut}`;
    expect((await read(tight)).streams.overBudget).toEqual(['lut']);
    const shown = await bnn('estimate', write('fifos.bnn', text(tight)));
    expect(shown.out).toMatch(/with these FIFOs the design takes [\d,]+ LUT, over its budget of [\d,]+/);
  });

  it('takes a target by name, or all of them', async () => {
    const file = write('good.bnn', GOOD);
    const one = JSON.parse((await bnn('estimate', file, '--json', '--target', 'slow')).out) as { target: string };
    expect(one.target).toBe('slow');
    const all = JSON.parse((await bnn('estimate', file, '--json', '--all-targets')).out) as { target: string }[];
    expect(all.map(({ target }) => target)).toEqual(['t', 'slow']);
    expect((await bnn('estimate', file, '--target', 'nope')).code).toBe('usage');
  });

  it('exits 1 with the cause on stderr and nothing on stdout when there is no result', async () => {
    const result = await bnn('estimate', write('bad.bnn', GOOD.replace('units=32', 'units=')), '--json');
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toMatch(/bad\.bnn:3:\d+: error BNN/);
  });

  it('explains a layer with its numbers', async () => {
    const result = await bnn('estimate', write('good.bnn', GOOD), '--explain', 'd');
    expect(result.out).toContain('64');
    expect((await bnn('estimate', write('good.bnn', GOOD), '--explain', 'nope')).code).toBe('usage');
  });

  it('explains what belongs to no layer, and as data', async () => {
    const shell = await bnn('estimate', write('good.bnn', GOOD), '--explain', 'shell');
    expect(shell.out).toMatch(/^shell \(shell\): 0 cycles, 4,375 LUT/);
    const { out } = await bnn('estimate', write('good.bnn', GOOD), '--explain', 'd', '--json');
    const { explained } = JSON.parse(out) as { explained: { name: string; lines: { value: number }[] }[] };
    expect(explained.map(({ name }) => name)).toEqual(expect.arrayContaining(['d.mvtu']));
    expect(explained[0]?.lines[0]?.value).toBe(64);
  });
});

describe('bnn format', () => {
  it('rewrites a file, and is then content', async () => {
    const file = write(
      'ugly.bnn',
      'network N{input x type=bipolar shape=4\n dense   d units=2 weights=bipolar activation=none}',
    );
    expect((await bnn('format', '--check', file)).code).toBe(1);
    expect((await bnn('format', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('\n  dense');
    expect((await bnn('format', '--check', file)).code).toBe(0);
  });

  it('leaves a file that is not UTF-8 as it is, and a link a link', async () => {
    const file = write('latin.bnn', '');
    const bytes = Buffer.from('network N{input x type=bipolar shape=4 } // gr\xfc\xdfe', 'latin1');
    writeFileSync(file, bytes);
    const refused = await bnn('format', file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('it is not UTF-8');
    expect(readFileSync(file)).toEqual(bytes);

    const real = write('real.bnn', 'network   N { }');
    const link = `${real}.link.bnn`;
    symlinkSync(real, link);
    expect((await bnn('format', link)).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).not.toContain('   N');
  });
});

describe('a wrong command line', () => {
  it.each([
    [['chek', 'x.bnn']],
    [['check']],
    [['estimate', 'a.bnn', '--nope']],
    [['check', '/nowhere/x.bnn']],
    [['generate', 'a.bnn', '--out', '']],
    [[]],
  ])('%j is told in one line, with nothing on stdout', async (args) => {
    const result = await bnn(...args);
    expect(result).toMatchObject({ code: 'usage', out: '' });
    expect(result.err).not.toContain('\n');
  });

  it('--help teaches', async () => {
    const result = await bnn('--help');
    expect(result.code).toBe(0);
    expect(result.out).toContain('bnn estimate net.bnn');
  });

  it('and so does that of every command, with an example', async () => {
    const { out } = await bnn('--help');
    const commands = [...out.matchAll(/^ {2}(\w+) (?:\[options\] )?</gm)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(7);
    for (const name of commands) {
      const help = await bnn(name, '--help');
      expect(help.code, name).toBe(0);
      expect(help.out, name).toMatch(/^Examples?:\n {2}bnn /m);
    }
  });
});
