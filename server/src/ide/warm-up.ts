import { newMemory, withMemory, greedyFolder } from '../folding/greedy.js';
import { createAnalyser } from '../workspace/analyse.js';
import { NO_PROJECT, type Snapshot } from '../workspace/snapshot.js';
import { codeLenses } from './code-lens.js';
import { lspDiagnostics } from './diagnostics.js';
import { inlayHints } from './inlay-hints.js';
import { semanticTokens } from './semantic-tokens.js';
import { status } from './status.js';

/**
 * Made-up keystrokes in a text that nobody sees, one a step, each with what an editor asks for after it. The engine that
 * runs us compiles well what has run often: whoever takes these steps before somebody types has that behind them. They
 * come round again without an end, and change nothing that anybody is told: their analyser and the memory of the greedy
 * rule are their own, and of what all networks share (the models of layers, by value) they add the same few hundred.
 */
export function* madeUpKeystrokes(): Generator<undefined, never> {
  const analyser = createAnalyser(greedyFolder);
  const memory = newMemory();
  for (;;) {
    for (const text of typedTexts()) {
      withMemory(memory, () => {
        const analysis = analyser.analyse(snapshotOf(text), URI);
        const whole = { start: { line: 0, character: 0 }, end: analysis.lines.position(text.length) };
        lspDiagnostics(analysis.diagnostics, { linesOf: () => analysis.lines, docsBase: undefined });
        inlayHints(analysis, whole, { folding: true, cost: true });
        codeLenses(analysis, undefined, { saved: undefined, committed: undefined });
        semanticTokens(analysis);
        status(analysis);
      });
      yield;
    }
  }
}

const URI = 'untitled:made-up.bnn';

/** As the server has it: searches for the best folding are asked for, and have not ended. */
function snapshotOf(text: string): Snapshot {
  const source = { text, version: 0 };
  return {
    source: () => source,
    project: () => NO_PROJECT,
    picked: () => undefined,
    folding: () => undefined,
  };
}

/** Each number of `EDITED`, in turn, taken away and typed anew, digit by digit; then the old one again. */
function* typedTexts(): Generator<string> {
  for (const { index, 0: number } of TEXT.matchAll(EDITED)) {
    const before = TEXT.slice(0, index);
    const behind = TEXT.slice(index + number.length);
    for (const typed of ['', '1', '16', '', number]) yield before + typed + behind;
  }
}

const EDITED = /(?<=(?:units|filters|pe|simd)=)\d+/g;

/** Every kind of statement that people write often. */
const TEXT = `/// Made up.
const WIDTH = 32

block Residual(width, stride=1) {
  conv a filters=width kernel=3 stride=stride pad=1 activation=int4
  conv b filters=width kernel=3 pad=1 activation=int4 pe=4
  conv c filters=width kernel=1 stride=stride activation=int4 from=in
  add  s from=[b, c] activation=uint4
}

network MadeUpOne {
  defaults weights=bipolar activation=uint4
  input   image type=uint8 shape=16x16x3
  conv    c0 filters=32 kernel=3 pad=1 pe=8 simd=3
  maxpool p0 size=2
  Residual r0 width=WIDTH
  Residual r1 width=2*WIDTH stride=2
  dwconv  d0 kernel=3 pad=1
  conv    c1 filters=64 kernel=1 simd=8
  globalavgpool pool
  dense   f0 units=64 pe=4
  dense   f1 units=10 activation=none
  argmax  label
}

network MadeUpTwo {
  defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=256
  repeat 2 {
    dense a units=64
    dense b units=128 pe=8 simd=8
  }
  dense c units=256 // as wide as it began
  dense d units=128 pe=7
  dense e units=64 simd=32
  dense f units=10 activation=none
}

target one for MadeUpOne {
  device=pynq_z1 clock=100MHz
  throughput=1kFPS
  budget lut=80%
  fold c1 pe=16
}

target two for MadeUpTwo {
  device=zc706 clock=200MHz
  throughput=100kFPS latency=500us
}
`;
