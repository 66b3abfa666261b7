import type { Range } from 'vscode-languageserver-types';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { fixesFor } from '../../../server/src/ide/fixes/index.js';
import { textEdits } from '../../../server/src/ide/workspace-edit.js';
import { createAnalyser } from '../../../server/src/workspace/analyse.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { NO_PROJECT, type Snapshot } from '../../../server/src/workspace/snapshot.js';

export const MAIN = 'file:///project/main.bnn';

/** Texts by file name; the first is the one in front. A single text is `main.bnn`. `$0` marks the cursor. */
export type Fixture = string | Readonly<Record<string, string>>;

export interface Opened {
  readonly analysis: Analysis;
  /** Of the cursor, in the text without its mark. */
  readonly offset: number;
  readonly cursorUri: string;
  /** All analyses, the first being the one in front. */
  readonly all: readonly Analysis[];
  readonly picked: (network: string, target: string) => Opened;
}

/** Analyses a fixture as the editor would. */
export function open(fixture: Fixture, picks: Readonly<Record<string, string>> = {}): Opened {
  const files = typeof fixture === 'string' ? { 'main.bnn': fixture } : fixture;
  const texts = new Map<string, string>();
  let cursor: { uri: string; offset: number } | undefined;
  for (const [name, marked] of Object.entries(files)) {
    const uri = `file:///project/${name}`;
    const at = marked.indexOf('$0');
    if (at >= 0) cursor = { uri, offset: at };
    texts.set(uri, marked.replace('$0', ''));
  }
  const snapshot: Snapshot = {
    source: (uri) => {
      const text = texts.get(uri);
      return text === undefined ? 'missing' : { text, version: 1 };
    },
    project: () => NO_PROJECT,
    picked: (_, network) => picks[network],
  };
  const analyser = createAnalyser(greedyFolder);
  const all = [...texts.keys()].map((uri) => analyser.analyse(snapshot, uri));
  const cursorUri = cursor?.uri ?? [...texts.keys()][0] ?? MAIN;
  const analysis = all.find(({ uri }) => uri === cursorUri);
  if (!analysis) throw new Error('a fixture without a text');
  return {
    analysis,
    offset: cursor?.offset ?? 0,
    cursorUri,
    all,
    picked: (network, target) => open(fixture, { ...picks, [network]: target }),
  };
}

/** The text with edits made; edits are given as LSP has them. */
export function applied(
  analysis: Pick<Analysis, 'text' | 'lines'>,
  edits: readonly {
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
    newText: string;
  }[],
): string {
  const spans = edits
    .map(({ range, newText }) => ({
      start: analysis.lines.offset(range.start),
      end: analysis.lines.offset(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  let text = analysis.text;
  let last = text.length + 1;
  for (const { start, end, newText } of spans) {
    if (end > last) throw new Error('edits overlap');
    text = text.slice(0, start) + newText + text.slice(end);
    last = start;
  }
  return text;
}

/** The text with the first fix of a code made. */
export function mendedBy(code: string, text: string): string | undefined {
  const { analysis } = open(text);
  const found = analysis.diagnostics.find((one) => one.code === code);
  if (!found) throw new Error(`no ${code}`);
  const [fix] = fixesFor(analysis, found);
  return fix && applied(analysis, textEdits(analysis, fix.edits));
}

/** The range of a whole text. */
export function whole({ lines, text }: Analysis): Range {
  return { start: { line: 0, character: 0 }, end: lines.position(text.length) };
}

/** A small network that is right in every way, with two targets. */
export const SMALL = `/// A small network.
network Small {
  defaults weights=bipolar activation=bipolar

  input  image type=int8 shape=16x16x3

  conv    c0 filters=16 kernel=3
  maxpool p0 size=2
  dense   f1 units=32 pe=4 simd=8
  dense   f2 units=10 activation=none
  argmax  label
}

target pynq for Small {
  device=pynq_z1
  clock=100MHz
  throughput=1kFPS
}

target fast for Small {
  device=zc706 clock=200MHz
  throughput=20kFPS
}
`;
