import type { Analysis } from '../../workspace/analysis.js';
import type { Span } from '../../diagnostics/span.js';
import { specOf } from '../hover.js';
import { attributeAt, fix, insert, removeAttribute, replace, statementOf, type Fix, type FixTable } from './fix.js';

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
  BNN120: (analysis, { span, facts }) => joined(analysis, span, facts.joined),
  BNN121: (_, { span, facts }) =>
    facts.replacement === undefined
      ? []
      : fix(`Change to ${facts.replacement}`, replace(span, facts.replacement), { preferred: true }),
};

const SAFE = { preferred: true, safe: true } as const;

/** Writes a value without the blanks that were passed over. */
function joined(_: Analysis, span: Span, text: string): readonly Fix[] {
  return fix(`Write ${text}`, replace(span, text), SAFE);
}

function closeString({ text }: Analysis, { start, end }: Span): readonly Fix[] {
  let last = end;
  while (last > start && /\s/.test(text.charAt(last - 1))) last--;
  return fix('Add "', insert(last, '"'), { preferred: true });
}
