import type { Span } from '../../diagnostics/span.js';
import type { Analysis } from '../../workspace/analysis.js';
import { symbolsIn, usesOf } from '../symbol-index.js';
import { thatMend } from './attempt.js';
import { didYouMean, fix, removeStatement, replace, statementOf, type Fix, type FixTable } from './fix.js';

/** BNN20x to BNN22x: names. */
export const nameFixes: FixTable = {
  BNN201: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN205: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN207: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN208: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN224: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN203: (analysis, { span, facts }) => renamed(analysis, span, facts.name),
  BNN204: (analysis, { span, facts }) => renamed(analysis, span, facts.name),
  BNN209: (analysis, { span, facts }) => {
    const placed = statementOf(analysis, span);
    if (placed?.statement.type !== 'layer' || placed.statement.name?.text !== facts.name) return [];
    return fix(`Remove ${facts.name}`, removeStatement(analysis, placed.statement));
  },
  BNN210: (analysis, { span, facts }) => {
    const placed = statementOf(analysis, span);
    if (placed?.statement.type !== facts.what) return [];
    return fix(`Remove the unused ${facts.what}`, removeStatement(analysis, placed.statement), { preferred: true });
  },
  BNN213: (analysis, { code, span }) => {
    const statement = statementOf(analysis, span)?.statement;
    if (statement?.type !== 'import') return [];
    return thatMend(analysis, code, [{ title: 'Remove this import', edits: [removeStatement(analysis, statement)] }]);
  },
  BNN215: (analysis, { span, facts }) => {
    if (facts.problem !== 'backslash') return [];
    const written = analysis.text.slice(span.start, span.end);
    return fix('Write the path with /', replace(span, written.replaceAll('\\', '/')), { preferred: true, safe: true });
  },
};

/** Another name for what is defined here, with all its uses: the word and the first number that is free. */
function renamed(analysis: Analysis, span: Span, word: string): readonly Fix[] {
  const symbols = symbolsIn(analysis);
  const definition = symbols.definitions.find(({ at }) => at.uri === analysis.uri && at.span.start === span.start);
  if (!definition) return [];
  const taken = new Set(symbols.definitions.map(({ name }) => name));
  let number = 2;
  while (taken.has(`${word}_${number}`)) number++;
  const name = `${word}_${number}`;
  const places = [definition.at, ...usesOf(definition, [analysis])];
  return [{ title: `Rename to ${name}`, edits: places.map((place) => replace(place.span, name)) }];
}
