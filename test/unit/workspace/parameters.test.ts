import { describe, expect, it } from 'vitest';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import type { Npz } from '../../../server/src/parameters/npz.js';
import { parametersState } from '../../../server/src/parameters/checked.js';
import { bareNetwork, type ParametersState } from '../../../server/src/parameters/state.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { createAnalyser } from '../../../server/src/workspace/analyse.js';
import { lineIndex } from '../../../server/src/workspace/line-index.js';
import type { ParametersQuestion, Snapshot } from '../../../server/src/workspace/snapshot.js';
import { MAIN, snapshotOf, type Given } from '../../support/analysis.js';
import { int32, int8, npzOf } from '../parameters/support.js';

type Arrays = Readonly<Record<string, NpyArray>>;

/** A snapshot that answers from these arrays (undefined: not looked yet), counting the questions that it had to work on. */
function withParameters(text: string, npz: Npz | 'missing' | undefined, given: Given = {}) {
  const answers = new Map<string, ParametersState>();
  const asked: ParametersQuestion[] = [];
  const snapshot: Snapshot = {
    ...snapshotOf(text, given),
    parameters(question) {
      if (npz === undefined || npz === 'missing') return npz;
      const before = answers.get(question.key);
      if (before) return before;
      asked.push(question);
      const state = parametersState(bareNetwork(question.network), npz);
      answers.set(question.key, state);
      return state;
    },
  };
  return { snapshot, asked };
}

function analyse(text: string, npz: Npz | 'missing' | undefined, given: Given = {}): Analysis {
  return createAnalyser(greedyFolder).analyse(withParameters(text, npz, given).snapshot, MAIN);
}

/** Code and the marked text of each BNN7xx. */
function faults(text: string, npz: Npz | 'missing' | undefined): readonly string[] {
  return analyse(text, npz)
    .diagnostics.filter(({ code }) => code.startsWith('BNN7'))
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

const TEXT = `network N {
  params "n.npz"
  input x type=bipolar shape=8
  dense a units=2 weights=ternary activation=none
  dense b units=1 weights=int4 activation=none
}
target t for N { device=pynq_z1 clock=100MHz }
`;

const FIT: Arrays = {
  'a.weights': int8([2, 8], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  'b.weights': int8([1, 2], [3, 1]),
};

const accumulators = (analysis: Analysis): unknown[] =>
  analysis.designs[0]?.network.layers.flatMap(({ accumulator }) => accumulator?.name ?? []) ?? [];

describe('parameters in the analysis', () => {
  it('are wanted, and until they are known the types alone count', () => {
    const analysis = analyse(TEXT, undefined);
    expect(analysis.wantedParameters.map(({ uri }) => uri)).toEqual(['file:///folder/n.npz']);
    expect(faults(TEXT, undefined)).toEqual([]);
    expect(accumulators(analysis)).toEqual(['int5', 'int9']);
  });

  it('narrow accumulators, and all that is made of them', () => {
    const narrow = analyse(TEXT, npzOf(FIT));
    expect(accumulators(narrow)).toEqual(['int3', 'int5']);
    const lut = (analysis: Analysis): number => analysis.designs[0]?.estimate.totals.lut ?? NaN;
    expect(lut(narrow)).toBeLessThan(lut(analyse(TEXT, undefined)));
  });

  it('that fit raise nothing; a network without params asks nothing', () => {
    expect(faults(TEXT, npzOf(FIT))).toEqual([]);
    expect(analyse(TEXT.replace('params "n.npz"', ''), undefined).wantedParameters).toEqual([]);
  });

  it('raise BNN701 at the params line where there is no file', () => {
    expect(faults(TEXT, 'missing')).toEqual(['BNN701 "n.npz"']);
  });

  it('raise what is wrong at the layer, or at the params line', () => {
    const wrong = { 'a.weights': int8([2, 7], new Array<number>(14).fill(1)), 'z.weights': int32([1], [1]) };
    expect(faults(TEXT, npzOf(wrong))).toEqual(['BNN706 "n.npz"', 'BNN708 a', 'BNN704 b']);
  });

  it('keep their places right when the text above them changes, without being checked again', () => {
    const npz = npzOf({ ...FIT, 'b.weights': int8([1, 2], [9, 1]) });
    const first = withParameters(TEXT, npz);
    const analyser = createAnalyser(greedyFolder);
    analyser.analyse(first.snapshot, MAIN);
    const longer = TEXT.replace('network', '// one more line\nnetwork').replace('clock=100MHz', 'clock=50MHz');
    const next: Snapshot = { ...snapshotOf(longer), parameters: (question) => first.snapshot.parameters?.(question) };
    const { diagnostics } = analyser.analyse(next, MAIN);
    const found = diagnostics.find(({ code }) => code === 'BNN711');
    expect(lineIndex(longer).position(found?.span.start ?? 0)).toEqual({ line: 5, character: 8 });
    expect(first.asked).toHaveLength(1);
  });

  it('are asked again when a layer that they are checked against changes', () => {
    const [before, after] = [TEXT, TEXT.replace('units=2', 'units=3')].map(
      (text) => analyse(text, undefined).wantedParameters[0]?.key,
    );
    const folded = analyse(TEXT.replace('units=2', 'units=2 pe=2'), undefined).wantedParameters[0]?.key;
    expect(after).not.toBe(before);
    expect(folded).toBe(before);
  });

  it('say nothing of the layers of a network that is still being written', () => {
    expect(faults(TEXT.replace('units=2', 'units='), npzOf(FIT))).toEqual([]);
    expect(faults(TEXT.replace('units=2', 'units='), 'missing')).toEqual(['BNN701 "n.npz"']);
  });

  it('of a file that is no archive raise BNN702 once', () => {
    const bad = { fault: 'it is too short to be a zip archive' };
    const snapshot: Snapshot = {
      ...snapshotOf(TEXT),
      parameters: (question) => parametersState(bareNetwork(question.network), bad),
    };
    const { diagnostics } = createAnalyser(greedyFolder).analyse(snapshot, MAIN);
    expect(diagnostics.filter(({ code }) => code.startsWith('BNN7')).map(({ code }) => code)).toEqual(['BNN702']);
  });

  it('of a layer from an imported block stand at the instance', () => {
    const text = `import "lib.bnn"
network N {
  params "n.npz"
  input x type=bipolar shape=8
  B b1
}
`;
    const files = { 'lib.bnn': 'block B() { dense inner units=2 weights=bipolar activation=none }\n' };
    const analysis = analyse(text, npzOf({}), { files });
    const [found] = analysis.diagnostics.filter(({ code }) => code === 'BNN704');
    expect(found && text.slice(found.span.start, found.span.end)).toBe('b1');
    expect(found?.message).toContain('b1.inner.weights');
  });
});

describe('an edited text with parameters', () => {
  it('analyses the same as a fresh one, whatever the edit does to its questions', () => {
    const npz = npzOf(FIT);
    const edits: readonly (readonly [from: string, to: string])[] = [
      ['network', '// a line\nnetwork'],
      ['units=2', 'units=2 pe=2'],
      ['units=2', 'units=3'],
      ['units=3', 'units='],
      ['units=', 'units=2'],
      ['shape=8', 'shape=400_000_000'],
      ['weights=ternary', 'weights=int8'],
      ['shape=400_000_000', 'shape=8'],
      ['weights=int8', 'weights=ternary'],
      ['n.npz', 'm.npz'],
      ['network N', 'network M'],
      ['for N', 'for M'],
      ['params "m.npz"', ''],
    ];
    const analyser = createAnalyser(greedyFolder);
    const { snapshot } = withParameters(TEXT, npz);
    let text = TEXT;
    const seen = (analysis: Analysis): unknown => ({
      codes: analysis.diagnostics.map(({ code, span, message }) => [code, span, message]),
      accumulators: accumulators(analysis),
      totals: analysis.designs[0]?.estimate.totals,
    });
    for (const [from, to] of edits) {
      text = text.replace(from, to);
      const next: Snapshot = { ...snapshotOf(text), parameters: (question) => snapshot.parameters?.(question) };
      expect(seen(analyser.analyse(next, MAIN)), text).toEqual(seen(createAnalyser(greedyFolder).analyse(next, MAIN)));
    }
  });
});

describe('streams between layers, with narrowed ranges', () => {
  const MAP = `network N {
  params "n.npz"
  input x type=uint2 shape=4x4x1
`;

  it('hold the value in the border of a convolution behind them', () => {
    const text = `${MAP}  conv a filters=1 kernel=1 weights=int4 activation=none
  conv b filters=1 kernel=3 pad=1 pad_value=-3 weights=int4 activation=none
}`;
    const npz = npzOf({
      'a.weights': int8([1, 1, 1, 1], [2]),
      'b.weights': int8([1, 3, 3, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    });
    const analysis = analyse(text, npz);
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    // The sums are 0 to 6; the border holds -3.
    expect(accumulators(analysis)[0]).toBe('int4');
  });

  it('share one type in front of a concat', () => {
    const text = `${MAP}  conv a filters=1 kernel=1 weights=int4 activation=none
  conv b from=x filters=1 kernel=1 weights=int4 activation=none
  concat c from=[a, b]
}`;
    const npz = npzOf({ 'a.weights': int8([1, 1, 1, 1], [1]), 'b.weights': int8([1, 1, 1, 1], [-5]) });
    const analysis = analyse(text, npz);
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(accumulators(analysis)).toEqual(['int5', 'int5']);
  });
});
