import type { DocumentSymbol, WorkspaceSymbol } from 'vscode-languageserver-types';
import type { Span } from '../diagnostics/span.js';
import type { Name } from '../language/ast.js';
import type { Analysis } from '../workspace/analysis.js';
import { lineOf } from './layer-lines.js';
import { childrenOf, type AnyStatement } from '../language/walk.js';
import { tensorText } from './tensor-text.js';
import { SymbolKind, SymbolTag } from './lsp-kinds.js';

/** The outline: imports and consts, blocks and networks with their layers, targets with their fold lines. */
export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  return symbolsOf(analysis, analysis.file.statements, []);
}

function symbolsOf(
  analysis: Analysis,
  statements: readonly AnyStatement[],
  parents: readonly AnyStatement[],
): DocumentSymbol[] {
  return statements.flatMap((statement) => {
    const named = namedAs(statement);
    if (!named) return [];
    const selection: Span = named.name?.span ?? { start: statement.span.start, end: statement.span.start };
    const symbol: DocumentSymbol = {
      name: named.label,
      kind: named.kind,
      range: analysis.lines.range(statement.span),
      selectionRange: analysis.lines.range(selection),
    };
    const detail = detailOf(analysis, statement, parents);
    if (detail) symbol.detail = detail;
    const children = symbolsOf(analysis, childrenOf(statement), [...parents, statement]);
    if (children.length > 0) symbol.children = children;
    const unused = analysis.diagnostics.some(
      ({ tags, span }) => tags.includes('deprecated') && span.start === selection.start && span.end === selection.end,
    );
    if (unused) symbol.tags = [SymbolTag.Deprecated];
    return [symbol];
  });
}

interface Named {
  readonly label: string;
  readonly name: Name | undefined;
  readonly kind: SymbolKind;
}

function namedAs(statement: AnyStatement): Named | undefined {
  switch (statement.type) {
    case 'const':
      return named(statement.name, SymbolKind.Constant);
    case 'block':
      return named(statement.name, SymbolKind.Function);
    case 'network':
      return named(statement.name, SymbolKind.Class);
    case 'target':
      return named(statement.name, SymbolKind.Object);
    case 'layer':
      return named(statement.name, SymbolKind.Field, statement.kind.text);
    case 'repeat':
      return { label: 'repeat', name: undefined, kind: SymbolKind.Array };
    case 'fold':
      return statement.pattern
        ? { label: `fold ${statement.pattern.text}`, name: statement.pattern, kind: SymbolKind.Property }
        : undefined;
    default:
      return undefined;
  }
}

function named(name: Name | undefined, kind: SymbolKind, otherwise?: string): Named | undefined {
  if (name && name.text !== '') return { label: name.text, name, kind };
  return otherwise ? { label: otherwise, name: undefined, kind } : undefined;
}

function detailOf(analysis: Analysis, statement: AnyStatement, parents: readonly AnyStatement[]): string | undefined {
  if (statement.type === 'layer') {
    const last = lineOf(analysis, statement, parents)?.layers.at(-1);
    return last?.output ? `${statement.kind.text} -> ${tensorText(last.output)}` : statement.kind.text;
  }
  if (statement.type === 'target') return statement.network ? `for ${statement.network.text}` : undefined;
  if (statement.type === 'block') return `(${statement.parameters.map(({ name }) => name.text).join(', ')})`;
  if (statement.type === 'network') return 'network';
  return undefined;
}

/** Networks, blocks, targets, consts and layers of all given files whose names hold the query's letters in order. */
export function workspaceSymbols(analyses: Iterable<Analysis>, query: string, limit = 500): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const analysis of analyses) {
    const open = documentSymbols(analysis).map((symbol) => ({ symbol, containerName: '' }));
    for (let next = open.shift(); next; next = open.shift()) {
      const { symbol, containerName } = next;
      if (symbol.kind !== SymbolKind.Array && symbol.kind !== SymbolKind.Property && matches(symbol.name, query)) {
        found.push({
          name: symbol.name,
          kind: symbol.kind,
          location: { uri: analysis.uri, range: symbol.selectionRange },
          containerName,
        });
        if (found.length >= limit) return found;
      }
      for (const child of symbol.children ?? []) open.push({ symbol: child, containerName: symbol.name });
    }
  }
  return found;
}

/** Whether the letters of `query` stand in `name` in their order, in whatever case. */
export function matches(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
