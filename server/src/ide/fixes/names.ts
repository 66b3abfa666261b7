import { didYouMean, fix, removeStatement, replace, statementOf, type FixTable } from './fix.js';

/** BNN20x to BNN22x: names. */
export const nameFixes: FixTable = {
  BNN201: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN205: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN207: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN208: (_, { span, facts }) => didYouMean(span, facts.suggestion),
  BNN224: (_, { span, facts }) => didYouMean(span, facts.suggestion),
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
  BNN215: (analysis, { span, facts }) => {
    if (facts.problem !== 'backslash') return [];
    const written = analysis.text.slice(span.start, span.end);
    return fix('Write the path with /', replace(span, written.replaceAll('\\', '/')), { preferred: true, safe: true });
  },
};
