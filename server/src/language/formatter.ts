import type { Span } from '../diagnostics/span.js';
import { lex, type Lexed } from './lexer.js';
import { layOut, type Atom } from './layout.js';
import { parse } from './parser.js';
import type { TextChange } from './text-change.js';

/** How often a text with syntax faults may be laid out until it stays as it is. */
const ROUNDS = 4;

/**
 * The changes that bring a text into its canonical layout: one statement a line, two blanks a level, columns aligned
 * within runs of layers. Only blanks and line breaks between tokens change; what cannot be parsed stays as it is. With
 * a range only the statements that it touches change. Idempotent, linear. The changes are in order and do not overlap.
 */
export function format(text: string, range?: Span): TextChange[] {
  const before = atomsOf(lex(text));
  let formatted = text;
  for (let round = 0; round < ROUNDS; round++) {
    const { file, diagnostics } = parse(formatted, '');
    const atoms = round === 0 ? before : atomsOf(lex(formatted));
    const next = join(formatted, atoms, layOut(file, atoms, diagnostics));
    if (next === formatted) break;
    // Should blanks ever have made a difference, the text is left alone.
    if (!sameTokens(text, before, next)) return [];
    formatted = next;
    if (diagnostics.length === 0) break;
    if (round === ROUNDS - 1) return [];
  }
  if (formatted === text) return [];
  const changes = changesBetween(text, before, formatted, atomsOf(lex(formatted)));
  return range ? changes.filter(touching(text, before, range)) : changes;
}

/** Tokens and comments in the order of the text. */
function atomsOf({ tokens, comments }: Lexed): Atom[] {
  const atoms: Atom[] = [];
  let next = 0;
  for (const token of tokens) {
    for (let comment = comments[next]; comment && comment.span.start < token.startOffset; comment = comments[++next])
      atoms.push({ ...comment.span, comment: comment.kind });
    atoms.push({
      start: token.startOffset,
      end: token.startOffset + token.image.length,
      comment: undefined,
    });
  }
  for (let comment = comments[next]; comment; comment = comments[++next])
    atoms.push({ ...comment.span, comment: comment.kind });
  return atoms;
}

/** The atoms of the text with the blanks given before each, and after the last. */
function join(text: string, atoms: readonly Atom[], gaps: readonly string[]): string {
  const parts: string[] = [];
  atoms.forEach((atom, index) => parts.push(gaps[index] ?? '', text.slice(atom.start, atom.end)));
  parts.push(gaps[atoms.length] ?? '');
  return parts.join('');
}

function sameTokens(a: string, atomsOfA: readonly Atom[], b: string): boolean {
  const atomsOfB = atomsOf(lex(b));
  return (
    atomsOfA.length === atomsOfB.length &&
    atomsOfA.every((atom, index) => {
      const other = atomsOfB[index];
      return (
        other?.comment === atom.comment && a.slice(atom.start, atom.end) === b.slice(other?.start ?? 0, other?.end ?? 0)
      );
    })
  );
}

function changesBetween(a: string, atomsOfA: readonly Atom[], b: string, atomsOfB: readonly Atom[]): TextChange[] {
  const changes: TextChange[] = [];
  for (let index = 0; index <= atomsOfA.length; index++) {
    const span = { start: atomsOfA[index - 1]?.end ?? 0, end: atomsOfA[index]?.start ?? a.length };
    const text = b.slice(atomsOfB[index - 1]?.end ?? 0, atomsOfB[index]?.start ?? b.length);
    if (a.slice(span.start, span.end) !== text) changes.push({ span, text });
  }
  return changes;
}

/** Whether a change belongs to the lines of a range: the range is widened to whole lines and the statements on them. */
function touching(text: string, atoms: readonly Atom[], range: Span): (change: TextChange) => boolean {
  const lineStart = Math.max(text.lastIndexOf('\n', range.start - 1), text.lastIndexOf('\r', range.start - 1)) + 1;
  const breakAfter = /[\r\n]/.exec(text.slice(range.end));
  const lineEnd = breakAfter ? range.end + breakAfter.index : text.length;
  const first = atoms.find((atom) => atom.end > lineStart);
  const from = first ? Math.min(first.start, lineStart) : lineStart;
  return ({ span }) => span.end >= from && span.start < lineEnd;
}
