import { expect } from 'vitest';
import type { Diagnostic } from '../../../server/src/diagnostics/diagnostic.js';
import type { Span } from '../../../server/src/diagnostics/span.js';
import type {
  BodyStatement,
  Expression,
  LayerStatement,
  SourceFile,
  TopStatement,
} from '../../../server/src/language/ast.js';
import { parse } from '../../../server/src/language/parser.js';
import { statementsOf } from '../../../server/src/language/walk.js';

export const URI = 'file:///test.bnn';

/** Parses, and checks what holds for every text: all spans lie inside it. */
export function parsed(text: string): { file: SourceFile; diagnostics: Diagnostic[] } {
  const result = parse(text, URI);
  for (const span of spansOf(result)) {
    const inside = span.start >= 0 && span.start <= span.end && span.end <= text.length;
    if (!inside) throw new Error(`span ${JSON.stringify(span)} of a text of ${text.length}`);
  }
  return result;
}

/**
 * Checks the diagnostics of a text in which lines of the form `  ^^^^ BNN101 some text` say what the line above is
 * told; the words are a part of the message. Lines without such a line below are told nothing.
 */
export function checkDiagnostics(fixture: string): void {
  const lines = fixture.replace(/^\n/, '').split('\n');
  const kept: string[] = [];
  const expected: string[] = [];
  for (const line of lines) {
    const marker = /^(\s*)(\^+) (BNN\d+)(?: (.*))?$/.exec(line);
    if (!marker) kept.push(line);
    else
      expected.push(
        `${kept.length}:${(marker[1] ?? '').length}+${(marker[2] ?? '').length} ${marker[3] ?? ''} ${marker[4] ?? ''}`.trim(),
      );
  }
  const text = kept.join('\n');
  const found = parsed(text).diagnostics.map(({ span, code, message }) => {
    const before = text.slice(0, span.start).split('\n');
    const place = `${before.length}:${(before.at(-1) ?? '').length}+${span.end - span.start} ${code}`;
    const wanted = expected.find((each) => each.startsWith(`${place} `));
    const words = wanted?.slice(place.length + 1);
    return words !== undefined && message.includes(words)
      ? (wanted ?? '')
      : wanted === undefined && expected.includes(place)
        ? place
        : `${place} ${message}`;
  });
  expect(found.sort()).toEqual(expected.sort());
}

/** The layers of a text in order, each as `kind name key=value`. */
export function layersOf(text: string): string[] {
  return [...statementsOf(parsed(text).file)].filter((each) => each.type === 'layer').map((each) => layerText(each));
}

function layerText(layer: LayerStatement): string {
  const attributes = layer.attributes.map(({ name, value }) => `${name.text}=${value ? show(value) : '?'}`);
  return [layer.kind.text, layer.name?.text ?? '?', ...attributes].join(' ');
}

/** An expression in a form that shows how it was read. */
export function show(expression: Expression): string {
  switch (expression.type) {
    case 'number':
    case 'word':
      return expression.text;
    case 'quantity':
      return `${expression.text}~${expression.unit}`;
    case 'string':
      return JSON.stringify(expression.value);
    case 'dims':
      return expression.items.map(show).join('x');
    case 'list':
      return `[${expression.items.map(show).join(' ')}]`;
    case 'unary':
      return `(${expression.operator}${show(expression.operand)})`;
    case 'binary':
      return `(${show(expression.left)}${expression.operator}${show(expression.right)})`;
    case 'paren':
      return show(expression.inner);
    case 'error':
      return '!';
  }
}

/** The tree without spans and comments, for comparing texts that differ in blanks only. */
export function shapeOf(statements: readonly (TopStatement | BodyStatement)[]): unknown {
  return JSON.parse(
    JSON.stringify(statements, (key, value: unknown) => (key === 'span' || key === 'braces' ? undefined : value)),
  );
}

/** Every span of a tree and of its diagnostics. */
export function spansOf(value: unknown): Span[] {
  const spans: Span[] = [];
  const stack: unknown[] = [value];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const { start, end } = next as Partial<Span>;
    if (typeof start === 'number' && typeof end === 'number') spans.push({ start, end });
    for (const inner of Object.values(next)) if (typeof inner === 'object' && inner !== null) stack.push(inner);
  }
  return spans;
}

/** The network of the FINN paper as docs show it. */
export const SAMPLE = `/// CNV of the FINN paper: CIFAR-10 and SVHN, 1-bit weights and activations.
network CNV {
  defaults weights=bipolar activation=bipolar
  params   "cnv.npz"

  input   image type=int8 shape=32x32x3

  conv    c0 filters=64  kernel=3      pe=16 simd=3
  maxpool p1 size=2
  conv    c2 filters=128 kernel=3      pe=16 simd=32
  conv    c5 filters=256 kernel=3      pe=1  simd=32
  dense   f6 units=512                 pe=1  simd=4
  dense   f8 units=10 activation=none  pe=5  simd=1
  argmax  label
}

target pynq for CNV {
  device=pynq_z1
  clock=100MHz
  throughput=3kFPS
  budget lut=80% bram=90%
}

target fast for CNV {
  device=zc706 clock=200MHz
  throughput=20kFPS latency=500us
  minimize=lut
  fold *  pe=auto simd=auto
  fold c1 pe=64 simd=64 mem=lutram
}
`;

/** Everything that the language has, in odd forms. */
export const RICH = `import "lib/blocks.bnn"
const WIDTH = 2 * (32 + 16) / 3 - -4
const CLOCK = 100MHz // chosen
const R = [1, 2, 3]

/// A residual block.
/// Two lines.
block residual(width, step=1, skip=in) {
  defaults weights=ternary
  conv a filters=width kernel=[3, 1] stride=step pad=[1, 1, 0, 0]
  conv b filters=width*2 kernel=3x3 pad=same pad_value=-1
  add  sum from=[b, skip] activation=none
}

network N {
  input  pe type=uint8 shape=[R, R, 3]
  residual r1 width=64
  repeat 2 {
    conv   mid filters=64 kernel=1 from=r1.sum
    repeat 3 { dense int4 units=WIDTH }
  }
  concat shape from=[mid_1, r1.sum] fifo=[auto, 512] // a layer called shape
  output o
}

/* the target */
target t for N {
  device="xc7z020clg400-1" clock=10ns interface=stream
  budget lut=80% bram=100
  fold *        pe=auto
  fold r1.*     pe=2 mem=bram
  fold *.conv_* simd=4 clock=CLOCK
}
`;
