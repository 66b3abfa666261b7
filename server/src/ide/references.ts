import type { Location } from 'vscode-languageserver-types';
import type { Analysis } from '../workspace/analysis.js';
import { definitionAt, lspLocation, usesOf } from './symbol-index.js';

/** Every use of the name at an offset, in all given texts; with its definition where that is asked for. */
export function references(
  analysis: Analysis,
  offset: number,
  all: readonly Analysis[],
  includeDeclaration: boolean,
): Location[] {
  const definition = definitionAt(analysis, offset);
  if (!definition) return [];
  const texts = [analysis, ...all];
  const places = [...(includeDeclaration ? [definition.at] : []), ...usesOf(definition, texts)];
  return places.flatMap((place) => lspLocation(place, texts) ?? []);
}
