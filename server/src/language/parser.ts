import type { IToken } from 'chevrotain';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import { arrange } from './arrange.js';
import type { Report } from './arrange-state.js';
import type { Comment, SourceFile } from './ast.js';
import { createGrammar } from './grammar.js';
import { lex } from './lexer.js';

/** How many syntax faults of one file are told; one more says how many are not. */
const FAULT_LIMIT = 500;

const grammar = createGrammar({ skipValidations: true });

/**
 * The syntax tree of a text and what is wrong with it. Total: any text gives a tree, never an exception; every span
 * lies inside the text. Linear in the text's length.
 */
export function parse(text: string, uri: string): { file: SourceFile; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  let hidden = 0;
  let last: Span = { start: 0, end: 0 };
  const report: Report = (code, span, facts) => {
    if (diagnostics.length < FAULT_LIMIT) diagnostics.push(diagnose(code, { uri, span }, facts) as Diagnostic);
    else {
      hidden++;
      last = span;
    }
  };
  const { tokens, comments } = lex(text);
  reportOpenComments(text, comments, report);
  const documentation = documentationOf(text, tokens, comments);
  const arranged = arrange(tokens, text, report);
  const statements = grammar.parse(arranged, { text, documentation, report });
  diagnostics.sort((a, b) => a.span.start - b.span.start);
  if (hidden > 0)
    diagnostics.push(diagnose('BNN105', { uri, span: last }, { what: 'syntax faults', shown: FAULT_LIMIT, hidden }));
  return { file: { text, statements, comments }, diagnostics };
}

function reportOpenComments(text: string, comments: readonly Comment[], report: Report): void {
  for (const { kind, span } of comments)
    if (kind === 'block' && (span.end - span.start < 4 || !text.startsWith('*/', span.end - 2)))
      report('BNN103', span, {});
}

/** The text of the doc comments above a token, by the token's offset. One behind a statement, on its line, is none. */
function documentationOf(
  text: string,
  tokens: readonly IToken[],
  comments: readonly Comment[],
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  let next = 0;
  for (const { kind, span } of comments) {
    if (kind !== 'doc') continue;
    while (next < tokens.length && (tokens[next]?.startOffset ?? 0) < span.start) next++;
    const token = tokens[next];
    if (!token) break;
    const before = tokens[next - 1];
    if (before && !/[\r\n]/.test(text.slice(before.startOffset + before.image.length, span.start))) continue;
    const line = text
      .slice(span.start + 3, span.end)
      .replace(/^ /, '')
      .trimEnd();
    const above = found.get(token.startOffset);
    found.set(token.startOffset, above === undefined ? line : `${above}\n${line}`);
  }
  return found;
}
