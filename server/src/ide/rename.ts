import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { reservedWords, typeNames } from '../language/table.js';
import { units } from '../language/units.js';
import type { Location, Span } from '../diagnostics/span.js';
import { symbolAt } from '../network/symbols.js';
import type { Analysis } from '../workspace/analysis.js';
import { firstChanged } from './rename-meaning.js';
import { definitionAt, lspLocation, sameDefinition, symbolsIn, usesOf, type Definition } from './symbol-index.js';

/** The name at an offset that can be renamed, and what it is now; undefined where there is none. */
export function prepareRename(analysis: Analysis, offset: number): { range: Range; placeholder: string } | undefined {
  const found = symbolAt(symbolsIn(analysis), offset);
  if (!found?.definition) return undefined;
  return { range: analysis.lines.range(found.span), placeholder: found.definition.name };
}

export type RenameResult = { readonly edit: WorkspaceEdit } | { readonly refused: string };

/** Renames what stands at an offset, in all given texts; refused, with the reason, where the texts would no longer mean the same. */
export function rename(analysis: Analysis, offset: number, newName: string, all: readonly Analysis[]): RenameResult {
  const definition = definitionAt(analysis, offset);
  if (!definition) return { refused: 'There is no name here that can be renamed.' };
  const name = newName.trim();
  if (name === definition.name) return { edit: {} };
  const texts = textsOnce([analysis, ...all]);
  const reason = unfit(definition, name) ?? heldByConst(definition, texts) ?? collision(definition, name, texts);
  if (reason !== undefined) return { refused: reason };
  const changes: Record<string, TextEdit[]> = {};
  const places = new Map<string, Span[]>();
  for (const place of [definition.at, ...usesOf(definition, texts)]) {
    const location = lspLocation(place, texts);
    if (!location)
      return { refused: `${place.uri} has not been read, so its uses of ${definition.name} are not known.` };
    const spans = places.get(place.uri) ?? [];
    // A block that is instantiated in a pattern twice may be met twice at one place.
    if (spans.some(({ start }) => start === place.span.start)) continue;
    places.set(place.uri, [...spans, place.span]);
    (changes[location.uri] ??= []).push({ range: location.range, newText: name });
  }
  const changed = firstChanged(texts, places, name);
  if (changed) return { refused: `"${name}" is taken: ${lineOf(changed, analysis, texts)} would mean something else.` };
  return { edit: { changes } };
}

/** `line 7`, and of which file where it is another. */
function lineOf(place: Location, here: Analysis, texts: readonly Analysis[]): string {
  const line = (lspLocation(place, texts)?.range.start.line ?? 0) + 1;
  return place.uri === here.uri ? `line ${line}` : `line ${line} of ${place.uri}`;
}

function textsOnce(texts: readonly Analysis[]): readonly Analysis[] {
  return [...new Map(texts.toReversed().map((text) => [text.uri, text])).values()];
}

const VALUE_WORDS = new Set([...typeNames, 'none', 'auto', 'same']);

/** Why a word is no name for this kind of thing. */
function unfit({ kind }: Definition, name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return `"${name}" is no name: names are letters A to Z, digits and _, and do not begin with a digit.`;
  }
  if (reservedWords.has(name)) return `"${name}" is a word of the language.`;
  if (kind !== 'layer' && kind !== 'network' && kind !== 'target' && units.has(name)) return `"${name}" is a unit.`;
  if ((kind === 'const' || kind === 'parameter') && VALUE_WORDS.has(name)) return `"${name}" is a word for values.`;
  if (kind === 'parameter' && name === 'from') return '"from" is what every instance says to wire it.';
  return undefined;
}

/** A const may hold a layer's name, and hold that of another layer for another network: whose it is to be is not ours to say. */
function heldByConst(definition: Definition, texts: readonly Analysis[]): string | undefined {
  for (const text of texts) {
    const held = symbolsIn(text).held.find(({ layer }) => sameDefinition(layer, definition));
    if (!held) continue;
    const { name, at } = held.const;
    const line = (lspLocation(at, texts)?.range.start.line ?? 0) + 1;
    const file = at.uri === definition.at.uri ? '' : ` of ${at.uri}`;
    return `The const ${name} (line ${line}${file}) holds the name "${definition.name}", and layers read from it: write "${definition.name}" in its place there, then rename.`;
  }
  return undefined;
}

/** Why the name is taken: by another of the same kind, or by something that would then be meant instead, or no longer. */
function collision(definition: Definition, name: string, texts: readonly Analysis[]): string | undefined {
  const related = texts.filter((text) => text.uri === definition.at.uri || text.imports.has(definition.at.uri));
  const reach = new Set([definition.at.uri, ...related.flatMap((text) => [text.uri, ...text.imports.keys()])]);
  for (const text of texts) {
    if (!reach.has(text.uri)) continue;
    for (const other of symbolsIn(text).definitions) {
      if (sameDefinition(other, definition) || !clashes(definition, other, name)) continue;
      const line = text.lines.position(other.at.span.start).line + 1;
      return `There already is a ${other.kind} ${other.name} (line ${line}${text.uri === definition.at.uri ? '' : ` of ${text.uri}`}).`;
    }
  }
  return undefined;
}

function clashes(definition: Definition, other: Definition, name: string): boolean {
  const sameOwner = sameDefinition(definition.owner, other.owner) && definition.at.uri === other.at.uri;
  switch (definition.kind) {
    case 'layer':
      return (
        sameOwner &&
        (other.kind === 'layer' ? sameLayerName(other.name, name) : other.kind === 'parameter' && other.name === name)
      );
    case 'parameter':
      return other.name === name && ((sameOwner && other.kind !== 'block') || other.kind === 'const');
    case 'const':
      return other.name === name && (other.kind === 'const' || other.kind === 'parameter');
    case 'target':
      return other.name === name && other.kind === 'target' && other.at.uri === definition.at.uri;
    default:
      return other.name === name && other.kind === definition.kind;
  }
}

/** Equal, or equal but for the suffix that a round of a repeat adds. */
function sameLayerName(a: string, b: string): boolean {
  return a === b || a.replace(/(_\d+)+$/, '') === b || b.replace(/(_\d+)+$/, '') === a;
}
