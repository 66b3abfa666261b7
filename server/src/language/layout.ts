import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import { alignLayers, alignWords, type Rows } from './align.js';
import type { Attribute, Body, Comment, LayerStatement, SourceFile, TargetStatement } from './ast.js';
import { starters } from './survey.js';
import { statementsOf, type AnyStatement } from './walk.js';

/** A token or comment of a text. */
export interface Atom extends Span {
  readonly comment: Comment['kind'] | undefined;
}

/** What stands before an atom: a line break and so many levels, or so many blanks. */
type Gap = { readonly levels: number; readonly closes?: boolean } | { readonly blanks: number };

const LEVEL = '  ';

/** Faults that leave no doubt how the statement is read: names and units that are wrong, not their place. */
const HARMLESS: ReadonlySet<string> = new Set(['BNN109', 'BNN111', 'BNN119', 'BNN121', 'BNN125']);

/** The blanks before each atom, and after the last, of the canonical layout; those of faulty statements stay. */
export function layOut(file: SourceFile, atoms: readonly Atom[], diagnostics: readonly Diagnostic[]): string[] {
  const { text } = file;
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const broken = brokenOf(file, diagnostics);
  const gaps = gapsOf(file, atoms, broken);
  const result: string[] = [];
  for (let index = 0; index < atoms.length; index++) result.push(blanks(text, atoms, gaps, index, eol));
  const last = text.slice(atoms.at(-1)?.end ?? 0);
  const mark = text.startsWith('\uFEFF') && atoms.length === 0 ? '\uFEFF' : '';
  result.push(atoms.length === 0 ? mark : last.length > 0 || atoms.length > 0 ? eol : '');
  return result;
}

function blanks(
  text: string,
  atoms: readonly Atom[],
  gaps: readonly (Gap | undefined)[],
  index: number,
  eol: string,
): string {
  const atom = atoms[index];
  const before = atoms[index - 1];
  const raw = text.slice(before?.end ?? 0, atom?.start ?? text.length);
  const gap = gaps[index];
  if (!gap || !atom) return raw;
  if (!before) return text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const breaks = breaksIn(raw);
  const afterLine = before.comment === 'line' || before.comment === 'doc' || (before.comment === 'block' && breaks > 0);
  // A comment without an end runs to the end of its line, so what follows stays below.
  if (atom.comment && (breaks === 0 || ('blanks' in gap && !afterLine))) return ' ';
  if (before.comment === 'block' && breaks === 0) return ' ';
  if ('blanks' in gap && !afterLine) return ' '.repeat(gap.blanks);
  const levels = 'blanks' in gap ? 3 : gap.levels;
  const opens = !before.comment && text.charAt(before.start) === '{';
  const blank = breaks > 1 && !opens && !('closes' in gap && gap.closes) && !('blanks' in gap);
  return eol + (blank ? eol : '') + LEVEL.repeat(levels);
}

function breaksIn(raw: string): number {
  let count = 0;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code === 10 || (code === 13 && raw.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}

/** The statements that have a syntax fault, each without those inside it. */
function brokenOf(file: SourceFile, diagnostics: readonly Diagnostic[]): ReadonlySet<AnyStatement> {
  const broken = new Set<AnyStatement>();
  if (diagnostics.length === 0) return broken;
  const all = [...statementsOf(file)];
  const open: AnyStatement[] = [];
  let next = 0;
  for (const { span, code } of diagnostics) {
    // Where not all faults are told, any statement may have one.
    if (code === 'BNN105') return new Set(all);
    if (HARMLESS.has(code)) continue;
    for (let statement = all[next]; statement && statement.span.start <= span.start; statement = all[++next]) {
      while ((open.at(-1)?.span.end ?? Infinity) <= statement.span.start) open.pop();
      open.push(statement);
    }
    while ((open.at(-1)?.span.end ?? Infinity) < span.start) open.pop();
    const found = open.at(-1);
    if (found) broken.add(found);
  }
  return broken;
}

/** The gap before each atom; undefined where it stays as it is. */
function gapsOf(file: SourceFile, atoms: readonly Atom[], broken: ReadonlySet<AnyStatement>): (Gap | undefined)[] {
  const gaps = new Array<Gap | undefined>(atoms.length).fill(undefined);
  const sheet = sheetOf(file.text, atoms, gaps, broken);
  for (const statement of file.statements) {
    const body = 'body' in statement ? statement.body : undefined;
    if (!broken.has(statement)) {
      sheet.set(statement.span.start, { levels: 0 });
      const braces = statement.type === 'target' ? statement.braces : body?.braces;
      sheet.setTokens(statement.span.start, braces?.start ?? statement.span.end, statement.type !== 'block');
      if (body) sheet.setBraces(body.braces, 0, body.statements.length === 0);
    }
    if (body) layBody(sheet, body, 1);
    if (statement.type === 'target') layTarget(sheet, statement);
  }
  setComments(atoms, gaps);
  return gaps;
}

/** Where gaps are written, by the offsets of what they stand before. */
interface Sheet {
  readonly text: string;
  readonly broken: ReadonlySet<AnyStatement>;
  readonly set: (offset: number, gap: Gap) => void;
  /** The tokens of a header or value from `start` to `end`, the first one excepted. */
  readonly setTokens: (start: number, end: number, airy: boolean) => void;
  readonly setBraces: (braces: Span | undefined, levels: number, empty: boolean) => void;
  readonly breaksBefore: (offset: number) => boolean;
}

function sheetOf(
  text: string,
  atoms: readonly Atom[],
  gaps: (Gap | undefined)[],
  broken: ReadonlySet<AnyStatement>,
): Sheet {
  const indexOf = new Map(atoms.map((atom, index) => [atom.start, index]));
  const charAt = (index: number): string => text.charAt(atoms[index]?.start ?? text.length);
  const set = (offset: number, gap: Gap): void => {
    const index = indexOf.get(offset);
    if (index !== undefined) gaps[index] = gap;
  };
  const breaksBefore = (offset: number): boolean => {
    const index = indexOf.get(offset) ?? 0;
    return breaksIn(text.slice(atoms[index - 1]?.end ?? 0, offset)) > 0;
  };

  const setTokens = (start: number, end: number, airy: boolean): void => {
    let before = charAt(indexOf.get(start) ?? atoms.length);
    let operand = /[\w"\])%]/.test(before);
    for (let index = (indexOf.get(start) ?? atoms.length) + 1; index < atoms.length; index++) {
      const atom = atoms[index];
      if (!atom || atom.start >= end) break;
      if (atom.comment) continue;
      const first = charAt(index);
      // Directly behind `=` the word of a statement is a value, behind a blank it begins the statement.
      const tight =
        before === '=' && atoms[index - 1]?.end === atom.start && starters.has(text.slice(atom.start, atom.end));
      gaps[index] = { blanks: !tight && blankBetween(before, first, operand, airy) ? 1 : 0 };
      // A sign has no blank behind it: it is told from an operator by what stands before it.
      before = '+-*/'.includes(first) && !operand ? 'sign' : first;
      operand = /[\w"\])%]/.test(first);
    }
  };

  const setBraces = (braces: Span | undefined, levels: number, empty: boolean): void => {
    if (!braces) return;
    set(braces.start, { blanks: 1 });
    const close = braces.end - 1;
    if (text.charAt(close) !== '}') return;
    const next = indexOf.get(close) ?? 0;
    const hasComment = atoms[next - 1]?.comment !== undefined;
    set(
      close,
      empty && !hasComment && atoms[next - 1]?.start === braces.start ? { blanks: 0 } : { levels, closes: true },
    );
  };

  return { text, broken, set, setTokens, setBraces, breaksBefore };
}

function setAttributes(sheet: Sheet, attributes: readonly Attribute[], columns?: readonly number[]): void {
  attributes.forEach(({ span }, index) => {
    sheet.set(span.start, { blanks: columns?.[index] ?? 1 });
    sheet.setTokens(span.start, span.end, false);
  });
}

function layBody(sheet: Sheet, body: Body, levels: number): void {
  const { text, broken } = sheet;
  const whole = body.statements.filter((each) => !broken.has(each));
  const rows = rowsOf(text);
  const layers = whole.filter((each): each is LayerStatement => each.type === 'layer');
  const columns = alignLayers(rows, body.statements, layers);
  const words = alignWords(rows, whole);
  for (const statement of whole) {
    sheet.set(statement.span.start, { levels });
    switch (statement.type) {
      case 'layer': {
        const row = columns.get(statement);
        if (statement.name) sheet.set(statement.name.span.start, { blanks: row?.name ?? 1 });
        setAttributes(sheet, statement.attributes, row?.attributes);
        break;
      }
      case 'defaults':
        setAttributes(sheet, statement.attributes, [words.get(statement) ?? 1]);
        break;
      case 'params':
        if (statement.path) sheet.set(statement.path.span.start, { blanks: words.get(statement) ?? 1 });
        break;
      case 'repeat':
        sheet.setTokens(statement.span.start, statement.body.braces?.start ?? statement.span.end, true);
        sheet.setBraces(statement.body.braces, levels, statement.body.statements.length === 0);
    }
  }
  for (const statement of body.statements) if (statement.type === 'repeat') layBody(sheet, statement.body, levels + 1);
}

function layTarget(sheet: Sheet, target: TargetStatement): void {
  const { text, broken } = sheet;
  const own = !broken.has(target);
  const folds = target.items.filter((each) => !broken.has(each));
  const rows = rowsOf(text);
  const columns = alignLayers(rows, target.items, folds);
  if (own) {
    let previous: Span | undefined;
    const attributes = new Set<AnyStatement | Attribute>(target.attributes);
    const content = [...target.attributes, ...target.items].sort((a, b) => a.span.start - b.span.start);
    for (const each of content) {
      const { span } = each;
      if (attributes.has(each)) {
        const joined = previous !== undefined && !sheet.breaksBefore(span.start);
        sheet.set(span.start, joined ? { blanks: 1 } : { levels: 1 });
        sheet.setTokens(span.start, span.end, false);
        previous = span;
      } else previous = undefined;
    }
    sheet.setBraces(target.braces, 0, target.attributes.length + target.items.length === 0);
  }
  for (const item of folds) {
    sheet.set(item.span.start, { levels: 1 });
    if (item.type === 'fold' && item.pattern) sheet.set(item.pattern.span.start, { blanks: 1 });
    setAttributes(sheet, item.attributes, columns.get(item)?.attributes);
  }
}

/** A comment stands as deep as what follows it; before a closing brace one level deeper. */
function setComments(atoms: readonly Atom[], gaps: (Gap | undefined)[]): void {
  let following: Gap | undefined = { levels: 0 };
  for (let index = atoms.length - 1; index >= 0; index--) {
    if (!atoms[index]?.comment) following = gaps[index];
    else if (following && 'closes' in following) gaps[index] = { levels: following.levels + 1 };
    else gaps[index] = following;
  }
}

/** Whether two tokens of a header or value have a blank between them. `airy` sets operators and `=` apart. */
function blankBetween(before: string, first: string, operand: boolean, airy: boolean): boolean {
  if (before === '(' || before === '[' || before === 'sign' || ')],('.includes(first)) return false;
  if (before === ',') return true;
  if (before === '=' || first === '=') return airy;
  if ('+-*/'.includes(before)) return airy;
  if ('+-*/'.includes(first)) return operand ? airy : !'=+-*/'.includes(before) || airy;
  return true;
}

function rowsOf(text: string): Rows {
  return { text, apart: (a, b) => isApart(text, a.span.end, b.span.start) };
}

/** Whether a blank line stands somewhere between two statements. */
function isApart(text: string, from: number, to: number): boolean {
  return /(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r\n|\r|\n)/.test(text.slice(from, to));
}
