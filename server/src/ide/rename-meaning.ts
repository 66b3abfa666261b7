import type { Location, Span } from '../diagnostics/span.js';
import type { SourceFile } from '../language/ast.js';
import { parse } from '../language/parser.js';
import { outlineOf, type Definition } from '../network/outline.js';
import { symbolsOf, type Reference, type TreeOf } from '../network/symbols.js';
import type { Analysis } from '../workspace/analysis.js';
import { treesOf } from './symbol-index.js';

/**
 * The first name of the texts that would stand for something else, once the names at `places` (by URI) are `name`;
 * undefined where all mean what they meant. Renamed texts have their names in the same order, so that a definition is
 * known by its number in its text.
 */
export function firstChanged(
  texts: readonly Analysis[],
  places: ReadonlyMap<string, readonly Span[]>,
  name: string,
): Location | undefined {
  const renamed = new Map<string, SourceFile>();
  for (const text of texts) {
    const before = treesOf(text);
    const after: TreeOf = (uri) => {
      const tree = before(uri);
      const spans = places.get(uri);
      if (!tree || !spans) return tree;
      const made = renamed.get(uri) ?? parse(withName(tree.text, spans, name), uri).file;
      renamed.set(uri, made);
      return made;
    };
    const was = meanings(text.uri, before);
    const is = meanings(text.uri, after);
    const at = was.findIndex(({ meaning }, index) => meaning !== is[index]?.meaning);
    const place = was[at] ?? (is.length > was.length ? was.at(-1) : undefined);
    if (place) return { uri: text.uri, span: place.span };
  }
  return undefined;
}

function withName(text: string, spans: readonly Span[], name: string): string {
  let renamed = text;
  for (const { start, end } of spans.toSorted((a, b) => b.start - a.start))
    renamed = renamed.slice(0, start) + name + renamed.slice(end);
  return renamed;
}

function meanings(uri: string, treeOf: TreeOf): readonly { readonly meaning: string; readonly span: Span }[] {
  const file = treeOf(uri);
  if (!file) return [];
  const numberOf = (definition: Definition): number => {
    const tree = treeOf(definition.at.uri);
    return tree ? outlineOf(tree, definition.at.uri).definitions.indexOf(definition) : -1;
  };
  const meaningOf = ({ kind, definition }: Reference): string =>
    definition ? `${kind} ${numberOf(definition)} ${definition.at.uri}` : kind;
  return symbolsOf(file, uri, treeOf).references.map((reference) => ({
    meaning: meaningOf(reference),
    span: reference.span,
  }));
}
