import type { TextChange } from '../../language/text-change.js';
import type { Analysis } from '../../workspace/analysis.js';
import type { Span } from '../../diagnostics/span.js';
import type { Attribute } from '../../language/ast.js';
import { valueExample } from '../../language/literals.js';
import { specOf } from '../spec-of.js';
import { namesInScope } from '../names-in-scope.js';
import { indentOf, lineBreak } from '../lines.js';
import { bracesOf, statementsOf, type Placed } from '../syntax.js';
import { thatMend } from './attempt.js';
import {
  addLine,
  attributeAt,
  fix,
  insert,
  isWordAt,
  remove,
  removeAttribute,
  replace,
  statementOf,
  wholeLines,
  type Fix,
  type FixTable,
} from './fix.js';
import { freeName, layersRead } from './placing.js';

/** BNN1xx: syntax. Those that change nothing of what was read are safe. */
export const syntaxFixes: FixTable = {
  BNN101: (analysis, { span, facts }) => fix(`Delete ${facts.text}`, remove(analysis, span), SAFE),
  BNN102: (analysis, { span }) => closeString(analysis, span),
  BNN103: (_, { span }) => fix('Add */', insert(span.end, ' */'), SAFE),
  BNN106: (analysis, { span, facts }) => {
    const placed = statementOf(analysis, span);
    const attribute = placed && attributeAt(placed.statement, span, facts.name);
    return attribute ? givenValue(analysis, placed, attribute, facts.example) : [];
  },
  BNN107: (_, { span, facts }) => fix(`Delete ${facts.word}`, replace(span, '')),
  BNN108: (analysis, { span, facts }) => {
    const word = /^\w+/.exec(facts.example)?.[0] ?? '';
    const base = /^\w+\s+(\w+)/.exec(facts.example)?.[1] ?? word;
    const name = freeName(analysis, base);
    return fix(`Name it ${name}`, insert(span.end, ` ${name}`), { preferred: true });
  },
  BNN109: (_, { span, facts }) =>
    fix(`Change to ${facts.word}_1`, replace(span, `${facts.word}_1`), { preferred: true }),
  BNN110: (analysis, { span, facts }) => joined(analysis, span, facts.joined),
  BNN111: (_, { span, facts }) =>
    facts.replacement === undefined
      ? []
      : fix(`Write ${facts.replacement}`, replace(span, facts.replacement), { preferred: true }),
  BNN112: (analysis, { span, facts }) => fix(`Delete ${facts.text}`, remove(analysis, span), SAFE),
  BNN113: (analysis, { span, facts }) =>
    facts.close !== '}' && facts.insertAt <= span.end
      ? insteadOfBracket(analysis, span)
      : fix(`Add ${facts.close}`, closing(analysis, span, facts.close, facts.insertAt), { preferred: true }),
  BNN114: (analysis, { span, facts }) => fix(`Delete ${facts.text}`, remove(analysis, span), SAFE),
  BNN115: (analysis, { code, span }) => {
    const statement = statementOf(analysis, span)?.statement;
    if (statement?.type !== 'target') return [];
    const end = (statement.network ?? statement.name)?.span.end;
    if (end === undefined) return [];
    const body = '{ device=pynq_z1 clock=100MHz }';
    return thatMend(analysis, code, [{ title: `Add ${body}`, edits: [insert(end, ` ${body}`)] }]);
  },
  BNN116: (analysis, { code, span }) => {
    // What stands in the wrong place is in no tree: it is the text up to the next statement or brace.
    const stretch = upToNext(analysis, span);
    const text = analysis.text.slice(stretch.start, stretch.end);
    const removed = replace(wholeLines(analysis, stretch), '');
    const homes = analysis.file.statements.filter(({ type }) => type === 'network' || type === 'target');
    return thatMend(
      analysis,
      code,
      homes.flatMap((home) => {
        const braces = bracesOf(home);
        if (!braces || home.type === 'import') return [];
        const edits = [removed, addLine(analysis, braces, text)];
        return [{ title: `Move it into the ${home.type} ${home.name?.text ?? ''}`, edits }];
      }),
    );
  },
  BNN117: (analysis, { code, span, facts }) => {
    let { start } = span;
    while (start > 0 && /[ \t]/.test(analysis.text.charAt(start - 1))) start--;
    const edits = [replace({ start, end: span.end }, '')];
    return thatMend(analysis, code, [{ title: `Delete ${facts.operator}`, edits }]);
  },
  BNN118: (analysis, { span }) => {
    let at = span.start;
    while (at > 0 && /\s/.test(analysis.text.charAt(at - 1))) at--;
    return fix('Add a comma', insert(at, ','), SAFE);
  },
  BNN119: (analysis, { code, span }) => {
    const text = analysis.text.slice(span.start, span.end);
    const items = /^\w+$/.test(text) ? text.split('x') : [];
    if (items.length < 2 || items.some((item) => item === '')) return [];
    const list = `[${items.join(', ')}]`;
    return thatMend(analysis, code, [{ title: `Write ${list}`, edits: [replace(span, list)], preferred: true }]);
  },
  BNN120: (analysis, { span, facts }) => joined(analysis, span, facts.joined),
  BNN121: (_, { span, facts }) =>
    facts.replacement === undefined
      ? []
      : fix(`Change to ${facts.replacement}`, replace(span, facts.replacement), { preferred: true }),
  BNN122: (analysis, { code, span, facts }) => {
    const text = analysis.text.slice(span.start, span.end);
    if (!/^[\w./-]+$/.test(text) || text === facts.statement) return [];
    const ending = facts.statement === 'import' ? '.bnn' : '.npz';
    const path = text.endsWith(ending) ? text : text + ending;
    return thatMend(analysis, code, [
      { title: `Write "${path}"`, edits: [replace(span, `"${path}"`)], preferred: true },
    ]);
  },
  BNN123: (_, { span }) => fix('Write repeat 2', insert(span.end, ' 2'), { preferred: true }),
  BNN124: (analysis, { code, span, facts }) => {
    const edits = [facts.text === undefined ? insert(span.end, ' *') : replace(span, '*')];
    return thatMend(analysis, code, [{ title: 'Write fold *, for every layer', edits }]);
  },
  BNN125: (analysis, { code, span }) => {
    const networks = namesInScope(analysis).networks;
    const missingFor = analysis.text.slice(span.start, span.end) === 'for' ? '' : ' for';
    return thatMend(
      analysis,
      code,
      networks.map(({ name }) => ({ title: `Build ${name}`, edits: [insert(span.end, `${missingFor} ${name}`)] })),
    );
  },
  BNN126: (analysis, { code, span }) => {
    const text = analysis.text.slice(span.start, span.end);
    let { start } = span;
    while (start > 0 && /[ \t]/.test(analysis.text.charAt(start - 1))) start--;
    const shown = text.length > 30 || /[\r\n]/.test(text) ? 'what cannot stand here' : text;
    return thatMend(analysis, code, [{ title: `Delete ${shown}`, edits: [replace({ start, end: span.end }, '')] }]);
  },
  BNN127: (analysis, { code, span }) => {
    // Told at the comma (or the brackets) that has nothing before it.
    if (analysis.text.charAt(span.start) !== ',') return [];
    return thatMend(analysis, code, [{ title: 'Delete the empty entry', edits: [replace(span, '')], preferred: true }]);
  },
};

const SAFE = { preferred: true, safe: true } as const;

/** An attribute with a value that can stand there, or without the attribute where the statement can do without. */
function givenValue(
  analysis: Analysis,
  placed: Placed,
  attribute: Attribute,
  example: string | undefined,
): readonly Fix[] {
  const name = attribute.name.text;
  const spec = specOf(placed.statement, name);
  const removal = spec?.required ? [] : fix(`Delete ${name}=`, removeAttribute(analysis, attribute));
  const value = spec?.form === 'layers' ? layersRead(placed) : example;
  if (value === undefined) return removal;
  const apart = isWordAt(analysis.text, attribute.span.end) ? ' ' : '';
  const written = replace(attribute.span, `${name}=${value}${apart}`);
  return [...fix(`Write ${name}=${value}`, written, { preferred: true }), ...removal];
}

/** A value in place of a bracket that has nothing behind it: closed, it would be a list without entries. */
function insteadOfBracket(analysis: Analysis, bracket: Span): readonly Fix[] {
  const placed = statementOf(analysis, bracket);
  if (placed?.statement.type === 'const') return fix('Write 64', replace(bracket, '64'), { preferred: true });
  const attribute = placed && attributeAt(placed.statement, bracket);
  return attribute ? givenValue(analysis, placed, attribute, valueExample(attribute.name.text)) : [];
}

/** A bracket behind the value; a brace on a line of its own where the body begins on an earlier line. */
function closing(analysis: Analysis, opener: Span, bracket: string, at: number): TextChange {
  const { lines, text } = analysis;
  const last = lines.position(at).line;
  const end = lines.lineSpan(last).end;
  // A block comment may go on for lines, so what ends before it stays before it.
  const isLineDone = /^[ \t]*(?:\/\/.*)?$/.test(text.slice(at, end));
  if (bracket !== '}' || lines.position(opener.start).line === last || !isLineDone) return insert(at, bracket);
  return insert(end, `${lineBreak(analysis)}${indentOf(analysis, opener.start)}${bracket}`);
}

/** From a word to where the next statement that has a place begins, or the body or the text ends. */
function upToNext({ file, text }: Analysis, { start }: Span): Span {
  const later = statementsOf(file).flatMap(({ statement }) => {
    const closing = bracesOf(statement)?.end;
    return [statement.span.start, ...(closing === undefined ? [] : [closing - 1])].filter((at) => at > start);
  });
  const stretch = text.slice(start, Math.min(text.length, ...later));
  return { start, end: start + stretch.replace(/(\s*\/\/\/[^\r\n]*)*\s*$/, '').length };
}

/** Writes a value without the blanks that were passed over. */
function joined(_: Analysis, span: Span, text: string): readonly Fix[] {
  return fix(`Write ${text}`, replace(span, text), SAFE);
}

function closeString({ text }: Analysis, { start, end }: Span): readonly Fix[] {
  let last = end;
  while (last > start && /\s/.test(text.charAt(last - 1))) last--;
  return fix('Add "', insert(last, '"'), { preferred: true });
}
