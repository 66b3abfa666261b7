import type { Analysis } from '../../workspace/analysis.js';
import type { Span } from '../../diagnostics/span.js';
import { specOf } from '../spec-of.js';
import { namesInScope } from '../names-in-scope.js';
import { bracesOf, statementsOf } from '../syntax.js';
import { thatMend } from './attempt.js';
import {
  addLine,
  attributeAt,
  fix,
  insert,
  removeAttribute,
  replace,
  statementOf,
  wholeLines,
  type Fix,
  type FixTable,
} from './fix.js';
import { freeName } from './placing.js';

/** BNN1xx: syntax. Those that change nothing of what was read are safe. */
export const syntaxFixes: FixTable = {
  BNN101: (_, { span, facts }) => fix(`Delete ${facts.text}`, replace(span, ''), SAFE),
  BNN102: (analysis, { span }) => closeString(analysis, span),
  BNN103: (_, { span }) => fix('Add */', insert(span.end, ' */'), SAFE),
  BNN106: (analysis, { span, facts }) => {
    const statement = statementOf(analysis, span)?.statement;
    const attribute = statement && attributeAt(statement, span, facts.name);
    if (!attribute) return [];
    const required = specOf(statement, facts.name)?.required ?? false;
    const remove = required ? [] : fix(`Delete ${facts.name}=`, removeAttribute(analysis, attribute));
    if (facts.example === undefined) return remove;
    const written = replace(attribute.span, `${facts.name}=${facts.example}`);
    return [...fix(`Write ${facts.name}=${facts.example}`, written, { preferred: true }), ...remove];
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
  BNN112: (_, { span, facts }) => fix(`Delete ${facts.text}`, replace(span, ''), SAFE),
  BNN113: (_, { facts }) => fix(`Add ${facts.close}`, insert(facts.insertAt, facts.close), { preferred: true }),
  BNN114: (_, { span, facts }) => fix(`Delete ${facts.text}`, replace(span, ''), SAFE),
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
