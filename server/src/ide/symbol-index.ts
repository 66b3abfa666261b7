import type { Location as LspLocation } from 'vscode-languageserver-types';
import type { Location } from '../diagnostics/span.js';
import {
  referencesTo,
  sameDefinition,
  symbolAt,
  symbolsOf,
  type Definition,
  type FileSymbols,
  type TreeOf,
} from '../network/symbols.js';
import type { Analysis } from '../workspace/analysis.js';
import { lineIndex } from '../workspace/line-index.js';

/** Definitions and references of a text, made once for each analysis. */
export function symbolsIn(analysis: Analysis): FileSymbols {
  let symbols = known.get(analysis);
  if (!symbols) {
    symbols = symbolsOf(analysis.file, analysis.uri, treesOf(analysis));
    known.set(analysis, symbols);
  }
  return symbols;
}

const known = new WeakMap<Analysis, FileSymbols>();

/** The trees of a text and of what it imports. */
export function treesOf(analysis: Analysis): TreeOf {
  return (uri) => (uri === analysis.uri ? analysis.file : analysis.imports.get(uri));
}

/** The definition of what stands at an offset. */
export function definitionAt(analysis: Analysis, offset: number): Definition | undefined {
  return symbolAt(symbolsIn(analysis), offset)?.definition;
}

/** Every place where a definition is used, in all texts, each text once. */
export function usesOf(definition: Definition, all: Iterable<Analysis>): readonly Location[] {
  const seen = new Set<string>();
  const found: Location[] = [];
  for (const analysis of all) {
    if (seen.has(analysis.uri)) continue;
    seen.add(analysis.uri);
    for (const { span } of referencesTo(definition, symbolsIn(analysis))) found.push({ uri: analysis.uri, span });
  }
  return found;
}

/** A place as LSP has it; undefined where its text is not known to any of the analyses. */
export function lspLocation({ uri, span }: Location, analyses: Iterable<Analysis>): LspLocation | undefined {
  for (const analysis of analyses) {
    if (analysis.uri === uri) return { uri, range: analysis.lines.range(span) };
  }
  for (const analysis of analyses) {
    const tree = analysis.imports.get(uri);
    if (tree) return { uri, range: lineIndex(tree.text).range(span) };
  }
  return undefined;
}

export { sameDefinition, type Definition };
