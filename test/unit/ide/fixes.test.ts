import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../server/src/diagnostics/catalogue/index.js';
import type { CatalogueEntry } from '../../../server/src/diagnostics/entry.js';
import { FIX_ALL } from '../../../server/src/ide/code-action-kinds.js';
import { codeActions, safeEdits } from '../../../server/src/ide/code-actions.js';
import { textEdits } from '../../../server/src/ide/workspace-edit.js';
import { fixTable, fixesFor } from '../../../server/src/ide/fixes/index.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { applied, open, SMALL } from './support.js';

/** Fixtures beyond the catalogue's examples: one a fix that the examples do not lead to. */
const MORE: readonly string[] = [
  SMALL.replace('kernel=3\n', 'kernel=3 pe=3\n'),
  SMALL.replace('units=32 pe=4 simd=8', 'units=32 pe=5 simd=9'),
  SMALL.replace('units=32 pe=4', 'units=32 pe=7 align=5'),
  SMALL.replace('filters=16', 'filtres=16'),
  SMALL.replace('p0 size', 'c0 size'),
  `const MHz = 3\n${SMALL.replace('units=32', 'units=32*MHz')}`,
  SMALL.replace('c0 filters', 'input filters'),
  SMALL.replace('maxpool p0', 'maxpol p0'),
  SMALL.replace('kernel=3\n', 'kernel=3 pad=1\n').replace('type=int8', 'type=bipolar'),
  SMALL.replace('100MHz', '100 MHz'),
  SMALL.replace('1kFPS', '1kfps'),
  SMALL.replace('throughput=1kFPS', 'throughput=900MFPS'),
  SMALL.replace('units=32 pe=4 simd=8', 'units=32 pe=1 simd=1').replace('throughput=1kFPS', 'throughput=50kFPS'),
  SMALL.replace('device=pynq_z1', 'device=pink_z1'),
  SMALL.replace('device=pynq_z1\n', ''),
  SMALL.replace('throughput=1kFPS', 'latency=1us'),
  SMALL.replace('throughput=1kFPS', 'budget lut=5%'),
  SMALL.replace('for Small {\n  device=pynq_z1', 'for Smal {\n  device=pynq_z1'),
  SMALL.replace('  argmax', '  // bnn-ignore BNN405\n  argmax'),
  SMALL.replace('defaults weights=bipolar activation=bipolar', ''),
  SMALL.replace('clock=100MHz', 'clock=100'),
  SMALL.replace('argmax  label', 'argmax  label top=20'),
  SMALL.replace('filters=16 kernel=3', 'filters=16 kernel=3 groups=2'),
  SMALL.replaceAll('\n', '\r\n').replace('kernel=3\r\n', 'kernel=3 pe=3\r\n'),
  `network R {\n  defaults weights=bipolar activation=bipolar\n  input x type=bipolar shape=64\n  repeat 2 { dense d units=64 pe=1 simd=1 }\n}\ntarget t for R { device=pynq_z1 clock=100MHz throughput=1MFPS }\n`,
  'import "a\\b.bnn"\n',
  SMALL.replace('f2 units=10', 'f2 units=10 from=f11'),
  `const WIDTH = 32\n${SMALL.replace('units=32', 'units=WIDHT')}`,
  SMALL.replace('throughput=1kFPS', 'fold c00 pe=1'),
  SMALL.replace('units=32 pe=4 simd=8', 'units=64 pe=64 simd=392'),
  // Shapes: what mends them is found by trying.
  SMALL.replace('kernel=3', 'kernel=20'),
  SMALL.replace('kernel=3', 'kernel=20 pad=1 pad_value=1'),
  SMALL.replace('maxpool p0 size=2', 'maxpool p0 size=20'),
  branches('conv c filters=8 kernel=3 pad=1 stride=2 activation=uint4', 'add s from=[x, c] activation=uint4'),
  branches('conv c filters=4 kernel=3 activation=uint4', 'add s from=[x, c] activation=uint4'),
  branches('conv c filters=8 kernel=3 activation=uint4', 'concat s from=[x, c]'),
  branches('conv c filters=8 kernel=1 activation=uint2', 'concat s from=[x, c]'),
  branches('maxpool c size=2', 'argmax s'),
  branches('conv c filters=8 kernel=3x3 pad=[1, 2] activation=uint4', 'maxpool s size=2'),
  branches('maxpool c size=2 pad=3', 'maxpool s size=2'),
  'network N {\n  input x type=uint8 shape=784\n  conv c filters=4 kernel=3 weights=int4 activation=uint4\n}\n',
  'network N {\n  input x type=uint8 shape=16x2\n  conv c filters=4 kernel=3x3 weights=int4 activation=uint4\n}\n',
  'network N {\n  input x type=uint8 shape=1x8x8x3\n  maxpool p size=2\n}\n',
  'network N {\n  input x type=int8 shape=100000\n  dense d units=2 weights=int16 activation=none\n}\n',
  // Wiring.
  branches('add s from=[x, t]\n  threshold t activation=uint4 from=x', 'maxpool p size=1 from=s'),
  branches('maxpool c size=1 from=c', 'maxpool d size=1'),
  branches('maxpool c size=1', 'maxpool d size=1 from=[x, c]'),
  branches('maxpool c size=1', 'add d from=[x]'),
  branches('maxpool c size=1', 'maxpool d size=1 from=in'),
  branches('globalavgpool c', 'argmax best\n  dense d units=2 weights=int4 activation=none'),
  branches('maxpool c size=1\n  defaults weights=bipolar', 'maxpool d size=1'),
  SMALL.replace('  input  image', '  defaults weights=bipolar pe=1\n  input  image'),
  'network N {\n  params "a.npz"\n  params "b.npz"\n  input x type=uint8 shape=4\n  threshold t activation=uint2\n}\n',
  'network N {\n  maxpool p size=2\n}\n',
  branches('batchnorm b', 'maxpool d size=1'),
  branches('globalavgpool c', 'softmax s'),
  // Syntax.
  'import blocks\n',
  'network N {\n  input x type=uint8 shape=4\n  threshold t activation=uint2 fifo=[2, 2]\n}\n',
  `const R = 4\nconst S = RxRx3\nnetwork N {\n  input x type=uint8 shape=4xRx3\n  maxpool p size=2\n}\n`,
  SMALL.replace('clock=100MHz', 'clock="100MHz"'),
  `${SMALL}\nfold c0 pe=1\n`,
  SMALL.replace('target fast for Small', 'target fast'),
  SMALL.replace('target fast for Small', 'target fast for'),
  SMALL.replace(/target fast for Small [^]*/, 'target fast for Small'),
];

/** Two lines behind an input. */
function branches(first: string, second: string): string {
  return `network N {\n  defaults weights=int4\n  input x type=uint4 shape=8x8x8\n  ${first}\n  ${second}\n}\n`;
}

/** Codes that no edit of the text can be computed for, and why. */
const NOT_COMPUTABLE: Readonly<Record<string, string>> = {
  BNN104: 'what lies too deep must be named by its author',
  BNN105: 'says only that more is hidden',
  BNN239: 'the divisor that was meant',
  BNN240: 'the number that was meant',
  BNN211: 'which of two imported names gives way is a choice, in another file',
  BNN212: 'the value of a const that needs itself is not known',
  BNN214: 'the path of a file that is not there',
  BNN216: 'a block that contains itself has no finite form',
  BNN217: 'a network too large for any device',
  BNN218: 'the layers of a block that has none',
  BNN316: 'the size that was meant',
  BNN413: 'which counts get smaller, and by how much, is a choice of network and folding',
  BNN506: 'another memory is another board',
  BNN604: 'a figure to look up in a data sheet',
  BNN999: 'a fault of the tool',
};

/** Codes about other files, which an edit of the network cannot mend. */
const OF_OTHER_FILES = /^BNN(70[3467]|71[0234]|72\d|8\d\d|90[345])$/;

/** Errors that could not be told before: those of a layer whose kind was unknown, of a file that could not be named. */
const REVEALED: Readonly<Record<string, readonly string[]>> = {
  BNN108: ['BNN231'],
  BNN122: ['BNN214'],
  BNN205: ['BNN230', 'BNN231'],
  BNN215: ['BNN214'],
};

const EXAMPLES = Object.entries(catalogue as unknown as Readonly<Record<string, CatalogueEntry<never>>>).flatMap(
  ([code, { example }]) =>
    // BNN105 says that others are not shown: mending one shows the next.
    example === undefined || code === 'BNN105' ? [] : [{ code, text: example }],
);

function errorsOf(analysis: Analysis): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { code, severity } of analysis.diagnostics) {
    if (severity === 'error') found.set(code, (found.get(code) ?? 0) + 1);
  }
  return found;
}

/** Makes every fix of every diagnostic by itself: the diagnostic must be gone, and no error may have come. */
function checkFixes(text: string): number {
  const { analysis } = open(text);
  let count = 0;
  for (const diagnostic of analysis.diagnostics) {
    for (const fix of fixesFor(analysis, diagnostic)) {
      count++;
      const mended = applied(analysis, textEdits(analysis, fix.edits));
      const after = open(mended).analysis;
      const about = `${diagnostic.code} "${fix.title}" makes\n${mended}\n${after.diagnostics.map((one) => `${one.code} ${one.message}`).join('\n')}`;
      const same = (one: { code: string; message: string }): boolean =>
        one.code === diagnostic.code && one.message === diagnostic.message;
      expect(after.diagnostics.filter(same).length, about).toBeLessThan(analysis.diagnostics.filter(same).length);
      const before = errorsOf(analysis);
      const revealed = REVEALED[diagnostic.code] ?? [];
      for (const [code, number] of [...errorsOf(after)].filter(([one]) => !revealed.includes(one)))
        expect(before.get(code) ?? 0, about).toBeGreaterThanOrEqual(number);
      expect(fix.title).not.toMatch(/NaN|Infinity|undefined|\n/);
    }
  }
  return count;
}

describe('each fix removes its diagnostic and adds no error', () => {
  test.each(EXAMPLES)('the example of $code', ({ text }) => {
    checkFixes(text);
  });
  test.each(MORE.map((text, at) => ({ at, text })))('fixture $at', ({ text }) => {
    expect(checkFixes(text)).toBeGreaterThan(0);
  });
  test('in the examples people start from', () => {
    for (const name of readdirSync('examples').filter((one) => one.endsWith('.bnn')))
      checkFixes(readFileSync(`examples/${name}`, 'utf8'));
  });
});

test('every code has a fix, or a reason why there is none', () => {
  const without = Object.keys(catalogue).filter((code) => !(code in fixTable) && !OF_OTHER_FILES.test(code));
  expect(without).toEqual(Object.keys(NOT_COMPUTABLE));
});

test('every code with fixes is led to by some fixture', () => {
  const reached = new Set<string>();
  for (const text of [...EXAMPLES.map((each) => each.text), ...MORE]) {
    const { analysis } = open(text);
    for (const one of analysis.diagnostics)
      if (!reached.has(one.code) && fixesFor(analysis, one).length > 0) reached.add(one.code);
  }
  // Those of parameter files need one: test/unit/ide/parameter-fixes.test.ts.
  expect(Object.keys(fixTable).filter((code) => !reached.has(code) && !/^BNN(7|213)/.test(code))).toEqual([]);
});

describe('fix all', () => {
  test('makes every safe fix in one edit, and then finds no more', () => {
    const text = SMALL.replace('kernel=3\n', 'kernel=3 pe=3;\n')
      .replace('pe=4 simd=8', 'pe=5, simd=9')
      .replace('100MHz', '100 MHz');
    const { analysis } = open(text);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const [action] = codeActions(analysis, { range, only: ['source.fixAll'], diagnostics: [] });
    expect(action?.kind).toBe(FIX_ALL);
    const mended = applied(analysis, action?.edit?.changes?.[analysis.uri] ?? []);
    expect(mended).toContain('kernel=3 pe=2\n');
    expect(mended).toContain('units=32 pe=4 simd=8\n');
    expect(mended).toContain('clock=100MHz\n');
    const after = open(mended).analysis;
    expect([...errorsOf(after)]).toEqual([]);
    expect(safeEdits(after)).toEqual([]);
  });

  test('is annotated where the client shows that, and never asks: it is made while a text is saved', () => {
    const text = SMALL.replace('kernel=3\n', 'kernel=3 pe=3;\n')
      .replace('pe=4 simd=8', 'pe=5, simd=9')
      .replace('100MHz', '100 MHz');
    const { analysis } = open(text);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const asked = { range, only: ['source.fixAll'], diagnostics: [], annotating: { version: 7 } };
    const [action] = codeActions(analysis, asked);
    const label = 'Fix all that can be fixed safely';
    expect(action?.edit?.changes).toBeUndefined();
    expect(action?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: analysis.uri, version: 7 } }]);
    expect(Object.values(action?.edit?.changeAnnotations ?? {})).toEqual([{ label, needsConfirmation: false }]);
  });

  test('comes only where it is asked for', () => {
    const { analysis } = open(SMALL.replace('kernel=3\n', 'kernel=3 pe=3\n'));
    const range = { start: { line: 6, character: 0 }, end: { line: 6, character: 60 } };
    const kinds = codeActions(analysis, { range, only: undefined, diagnostics: [] }).map(({ kind }) => kind);
    expect(kinds).not.toContain(FIX_ALL);
    expect(kinds).toContain('quickfix');
  });
});

describe('silencing', () => {
  test('writes a comment above, and the code is gone', () => {
    const { analysis } = open(catalogue.BNN407.example ?? '');
    const found = analysis.diagnostics.find(({ code }) => code === 'BNN407');
    if (!found) throw new Error('the example raises nothing');
    const range = analysis.lines.range(found.span);
    const action = codeActions(analysis, { range, only: ['quickfix'], diagnostics: [] }).find(
      ({ title }) => title === `Silence ${found.code} here`,
    );
    const silenced = applied(analysis, action?.edit?.changes?.[analysis.uri] ?? []);
    expect(silenced).toContain(`  // bnn-ignore ${found.code}\n`);
    const after = open(silenced).analysis.diagnostics.map(({ code }) => code);
    expect(after).not.toContain('BNN901');
    expect(after.filter((code) => code === found.code).length).toBeLessThan(
      analysis.diagnostics.filter(({ code }) => code === found.code).length,
    );
  });
});

test('an import that closes a circle can be removed', () => {
  const { analysis } = open({ 'main.bnn': 'import "other.bnn"\n', 'other.bnn': 'import "main.bnn"\nconst A = 1\n' });
  const found = analysis.diagnostics.find(({ code }) => code === 'BNN213');
  if (!found) throw new Error('no circle');
  expect(fixesFor(analysis, found).map(({ title }) => title)).toEqual(['Remove this import']);
});

test('a network without a target can be given one', () => {
  const { analysis } = open(
    'network N {\n  input x type=bipolar shape=64\n  dense d units=10 weights=bipolar activation=none\n}\n',
  );
  const at = { line: 0, character: 2 };
  const [action] = codeActions(analysis, { range: { start: at, end: at }, only: ['refactor'], diagnostics: [] });
  expect(action?.title).toBe('Add a target for N: the fastest folding that fits pynq_z1 at 100 MHz');
  const text = applied(analysis, action?.edit?.changes?.[analysis.uri] ?? []);
  expect(open(text).analysis.designs[0]?.device?.name).toBe('pynq_z1');
});
