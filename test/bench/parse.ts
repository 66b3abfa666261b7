// What scripts/bench/parse.bench.mjs times: the parser, beside two floors that read the same text.
import { parse } from '../../server/src/language/parser.js';

export interface ParseTimes {
  readonly characters: number;
  /** Least milliseconds of many: the parser; a walk over the characters; JSON.parse of the tree that the parser made. */
  readonly parse: number;
  readonly walk: number;
  readonly json: number;
}

/** Times the parse of a chain of so many layers. */
export function timeParse(layers: number, rounds: number): ParseTimes {
  const lines = Array.from({ length: layers }, (_, at) => `  dense l${at} units=${64 + (at % 29)} pe=1 simd=8 align=8`);
  const text = ['network N {', '  input x type=bipolar shape=1024', ...lines, '}', ''].join('\n');
  const tree = JSON.stringify(parse(text, 'bench.bnn').file);
  const best = { parse: Infinity, walk: Infinity, json: Infinity };
  // Kept, so that no round is optimised away.
  let seen = 0;
  for (let round = 0; round < rounds; round++) {
    // Another text each time: a parser that remembers the last one gains nothing.
    const changed = `// ${round}\n${text}`;
    best.parse = Math.min(
      best.parse,
      timed(() => (seen += parse(changed, 'bench.bnn').file.statements.length)),
    );
    best.walk = Math.min(
      best.walk,
      timed(() => {
        for (let at = 0; at < changed.length; at++) seen += changed.charCodeAt(at);
      }),
    );
    best.json = Math.min(
      best.json,
      timed(() => (seen += Object.keys(JSON.parse(tree) as object).length)),
    );
  }
  if (!Number.isFinite(seen)) throw new Error('nothing was read');
  return { characters: text.length, ...best };
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
