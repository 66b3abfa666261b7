import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { createAnalyser } from '../../../server/src/workspace/analyse.js';
import { analyseText, MAIN, snapshotOf } from '../../support/analysis.js';
import { cases } from '../../support/cases.js';

const TEXT = `network N {
  input x type=bipolar shape=64
  dense d units=32 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=10 weights=bipolar activation=none
}
target fast for N {
  device=pynq_z1 clock=100MHz throughput=100kFPS
}
target slow for N {
  device=pynq_z1 clock=50MHz throughput=1kFPS
}
`;

const codesOf = (text: string, given = {}): readonly string[] =>
  analyseText(text, given).diagnostics.map(({ code }) => code);

describe('an analysis', () => {
  it('of a text that is none looks at no names and shapes', () => {
    const { diagnostics, program } = analyseText(TEXT + 'this is no network at all\n'.repeat(600));
    expect(diagnostics).toHaveLength(501);
    expect(program.networks).toEqual([]);
  });

  it('is the same object as long as nothing that it read has changed', () => {
    const analyser = createAnalyser(greedyFolder);
    const snapshot = snapshotOf(TEXT);
    expect(analyser.analyse(snapshot, MAIN)).toBe(analyser.analyse(snapshot, MAIN));
  });

  it('of an edited text is that of a fresh one', () => {
    const pieces = ['pe=4', 'units=32', 'dense', '}', 'simd=8', 'bipolar', 'throughput=100kFPS', 'N', '\n'];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', 'pe=3', 'units=12', '{', 'maxpool p size=2', '"')),
          {
            maxLength: 6,
          },
        ),
        (edits) => {
          const analyser = createAnalyser(greedyFolder);
          let text = TEXT;
          for (const [from, to] of edits) {
            text = text.replace(from, to);
            analyser.analyse(snapshotOf(text), MAIN);
          }
          const edited = analyser.analyse(snapshotOf(text), MAIN);
          const fresh = analyseText(text);
          expect(edited.diagnostics).toEqual(fresh.diagnostics);
          expect(edited.designs.map(({ folded }) => folded.folding)).toEqual(
            fresh.designs.map(({ folded }) => folded.folding),
          );
        },
      ),
      { seed: 1, numRuns: cases(60) },
    );
  });

  it('turns a fault of the tool itself into one diagnostic', () => {
    const analyser = createAnalyser(() => {
      throw new Error('no folding today');
    });
    const { diagnostics } = analyser.analyse(snapshotOf(TEXT), MAIN);
    expect(diagnostics.map(({ code, message }) => [code, message.includes('no folding today')])).toEqual([
      ['BNN999', true],
    ]);
  });

  it('never throws, and places every diagnostic inside the text, whatever the text is', () => {
    const words = [
      'network',
      'N',
      '{',
      '}',
      'dense',
      'd',
      'units=',
      '3',
      'x',
      'input',
      'type=int8',
      'shape=',
      '4x4x2',
      '=',
      '"',
      'conv',
      'kernel=3',
      'pe=2',
      'repeat',
      '9999999',
      'block',
      'B',
      '(',
      ')',
      'from=',
      '[',
      ']',
      ',',
      'target',
      'for',
      'fold',
      '*',
      '100MHz',
      '/',
      '0',
      '-',
      '1e309',
      '\n',
      '// bnn-ignore BNN405\n',
      '__proto__',
      '\u{1F600}',
      '\ud800',
      '\0',
      '/*',
      '*/',
      '///',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.array(fc.constantFrom(...words), { maxLength: 80 }).map((parts) => parts.join(' ')),
          fc.nat(TEXT.length).map((at) => TEXT.slice(0, at)),
        ),
        (text) => {
          const { diagnostics } = analyseText(text);
          for (const { code, span } of diagnostics) {
            expect(code).not.toBe('BNN999');
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { seed: 7, numRuns: cases(150) },
    );
  });
});

describe('which numbers are shown', () => {
  it('are those of the first target, else of the project, else of the one picked', () => {
    expect(analyseText(TEXT).shown.get('N')?.target?.name).toBe('fast');
    expect(analyseText(TEXT, { project: { target: 'slow' } }).shown.get('N')?.target?.name).toBe('slow');
    expect(analyseText(TEXT, { project: { target: 'slow' }, picked: 'fast' }).shown.get('N')?.target?.name).toBe(
      'fast',
    );
  });

  it('are of a network folded by 1 where no target names it', () => {
    const { designs } = analyseText(TEXT.slice(0, TEXT.indexOf('target')).replace(' pe=4 simd=8', ''));
    expect(designs).toHaveLength(1);
    expect(designs[0]?.estimate.intervalCycles).toBe(32 * 64);
  });
});

describe('silencing', () => {
  const BAD = TEXT.replace('pe=4', 'pe=5');

  it('takes a code out on its line or the line below', () => {
    expect(codesOf(BAD)).toContain('BNN401');
    expect(codesOf(BAD.replace('simd=8', 'simd=8 // bnn-ignore BNN401'))).not.toContain('BNN401');
    expect(codesOf(BAD.replace('  dense d', '  // bnn-ignore BNN401\n  dense d'))).not.toContain('BNN401');
    expect(codesOf(BAD.replace('  dense d', '  // bnn-ignore BNN401\n\n  dense d'))).toEqual(
      expect.arrayContaining(['BNN401', 'BNN901']),
    );
  });

  it('reports a comment that silences nothing, and one that names no code', () => {
    expect(codesOf(`// bnn-ignore BNN401\n${TEXT}`)).toContain('BNN901');
    expect(codesOf(`// bnn-ignore BNN4011\n${TEXT}`)).toContain('BNN902');
  });

  it('by severity in the project file', () => {
    const severities = new Map([['BNN401', 'hint' as const]]);
    const found = analyseText(BAD, { project: { severities } }).diagnostics.find(({ code }) => code === 'BNN401');
    expect(found?.severity).toBe('hint');
    expect(codesOf(BAD, { project: { severities: new Map([['BNN401', 'off']]) } })).not.toContain('BNN401');
  });
});

describe('a file that imports another', () => {
  const files = { 'lib.bnn': 'block B(p) {\n  dense inner units=p weights=bipolar activation=bipolar oops=1\n}\n' };
  const main = 'import "lib.bnn"\nnetwork M {\n  input x type=bipolar shape=8\n  B a p=4\n  B b p=4\n}\n';

  it('has its faults told in that file, once, with the import line as related', () => {
    const { diagnostics, foreign } = analyseText(main, { files });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const errors = foreign.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.uri).toContain('lib.bnn');
    expect(
      errors[0]?.related.some(({ uri, span }) => uri === MAIN && main.slice(span.start, span.end).includes('import')),
    ).toBe(true);
  });

  it('is told where the imported file does not parse', () => {
    const { foreign } = analyseText(main, {
      files: { 'lib.bnn': `${files['lib.bnn'].replace(' oops=1', '')}\nblock {` },
    });
    expect(
      foreign.some(({ code, related }) => code.startsWith('BNN1') && related.some(({ uri }) => uri === MAIN)),
    ).toBe(true);
  });
});
