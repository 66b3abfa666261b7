import type { Range, SemanticTokens } from 'vscode-languageserver-types';
import type { Span } from '../diagnostics/span.js';
import type { Attribute, Expression } from '../language/ast.js';
import { layerKinds, typeNames } from '../language/table.js';
import type { ValueForm } from '../language/table-types.js';
import type { Analysis } from '../workspace/analysis.js';
import { specOf } from './spec-of.js';
import { tokensLegend, type TokenType } from './token-types.js';
import {
  attributesOf,
  expressionsOf,
  keywordOf,
  partsOf,
  statementsOf,
  type AnyStatement,
  type Placed,
} from './syntax.js';

/** The roles of names and words in a text, or in a part of it. */
export function semanticTokens(analysis: Analysis, range?: Range): SemanticTokens {
  const { lines } = analysis;
  const from = range ? lines.offset(range.start) : 0;
  const to = range ? lines.offset(range.end) : analysis.text.length;
  const tokens = statementsOf(analysis.file)
    .filter(({ statement }) => statement.span.start <= to && statement.span.end >= from)
    .flatMap((placed) => tokensOf(analysis, placed))
    .filter(({ span }) => span.end > span.start && span.start <= to && span.end >= from)
    .sort((a, b) => a.span.start - b.span.start);
  return { data: encode(analysis, tokens) };
}

interface Token {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers?: number;
}

const DECLARATION = 1;
const READONLY = 2;

function tokensOf(analysis: Analysis, { statement, parents }: Placed): Token[] {
  const start = statement.span.start;
  const keyword = keywordOf(statement);
  const keywordSpan = { start, end: start + keyword.length };
  const scope = parametersOf([...parents, statement]);
  const tokens: Token[] = [];
  if (statement.type === 'layer') {
    tokens.push({ span: statement.kind.span, type: layerKinds.has(keyword) ? 'type' : 'function' });
  } else if (analysis.text.startsWith(keyword, start)) tokens.push({ span: keywordSpan, type: 'keyword' });
  tokens.push(...nameTokens(statement));
  if (statement.type === 'target') tokens.push(...forToken(analysis, statement.name?.span, statement.network?.span));
  for (const attribute of attributesOf(statement)) {
    tokens.push({ span: attribute.name.span, type: 'property' });
    if (attribute.value) tokens.push(...valueTokens(attribute.value, formOf(statement, attribute), scope));
  }
  const values = new Set(attributesOf(statement).map(({ value }) => value));
  for (const expression of expressionsOf(statement))
    if (!values.has(expression)) tokens.push(...valueTokens(expression, undefined, scope));
  return tokens;
}

function nameTokens(statement: AnyStatement): Token[] {
  switch (statement.type) {
    case 'const':
      return statement.name ? [{ span: statement.name.span, type: 'variable', modifiers: DECLARATION | READONLY }] : [];
    case 'block':
      return [
        ...(statement.name ? [{ span: statement.name.span, type: 'function', modifiers: DECLARATION } as const] : []),
        ...statement.parameters.map(({ name }): Token => ({
          span: name.span,
          type: 'parameter',
          modifiers: DECLARATION,
        })),
      ];
    case 'network':
      return statement.name ? [{ span: statement.name.span, type: 'class', modifiers: DECLARATION }] : [];
    case 'target':
      return [
        ...(statement.name ? [{ span: statement.name.span, type: 'namespace', modifiers: DECLARATION } as const] : []),
        ...(statement.network ? [{ span: statement.network.span, type: 'class' } as const] : []),
      ];
    case 'layer':
      return statement.name ? [{ span: statement.name.span, type: 'variable', modifiers: DECLARATION }] : [];
    case 'fold':
      return statement.pattern ? [{ span: statement.pattern.span, type: 'regexp' }] : [];
    default:
      return [];
  }
}

function forToken({ text }: Analysis, name: Span | undefined, network: Span | undefined): Token[] {
  if (!name) return [];
  const between = text.slice(name.end, network?.start ?? name.end + 8);
  const match = /^\s+for\b/.exec(between);
  if (!match) return [];
  const end = name.end + match[0].length;
  return [{ span: { start: end - 3, end }, type: 'keyword' }];
}

function formOf(statement: AnyStatement, attribute: Attribute): ValueForm | undefined {
  return specOf(statement, attribute.name.text)?.form ?? (attribute.name.text === 'from' ? 'layers' : undefined);
}

function valueTokens(value: Expression, form: ValueForm | undefined, parameters: ReadonlySet<string>): Token[] {
  return partsOf(value).flatMap((part): Token[] => {
    switch (part.type) {
      case 'number':
      case 'dims':
        return [{ span: part.span, type: 'number' }];
      case 'quantity':
        return [{ span: { start: part.span.start, end: part.span.start + part.text.length }, type: 'number' }];
      case 'string':
        return [{ span: part.span, type: 'string' }];
      case 'word':
        return part.text === 'in' ? [] : [{ span: part.span, type: wordToken(part.text, form, parameters) }];
      default:
        return [];
    }
  });
}

const TYPES = new Set(typeNames);
const WORDS = new Set([
  'none',
  'auto',
  'same',
  'lutram',
  'bram',
  'uram',
  'external',
  'lut',
  'dsp',
  'balanced',
  'dma',
  'stream',
]);

function wordToken(word: string, form: ValueForm | undefined, parameters: ReadonlySet<string>): TokenType {
  if (parameters.has(word)) return 'parameter';
  if (form === 'layers') return 'variable';
  return TYPES.has(word) ? 'enum' : WORDS.has(word) ? 'enumMember' : 'variable';
}

function parametersOf(around: readonly AnyStatement[]): ReadonlySet<string> {
  const block = around.find((statement) => statement.type === 'block');
  return new Set(block?.parameters.map(({ name }) => name.text));
}

/** Five numbers a token, each relative to the token before; what overlaps an earlier token is left out. */
function encode({ lines }: Analysis, tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  let end = 0;
  for (const { span, type, modifiers } of tokens) {
    if (span.start < end) continue;
    const start = lines.position(span.start);
    const length = Math.min(span.end, lines.lineSpan(start.line).end) - span.start;
    if (length <= 0) continue;
    const sameLine = start.line === line && data.length > 0;
    data.push(start.line - line, sameLine ? start.character - character : start.character, length);
    data.push(tokensLegend.tokenTypes.indexOf(type), modifiers ?? 0);
    ({ line, character } = start);
    end = span.end;
  }
  return data;
}
