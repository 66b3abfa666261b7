import { touches, type Span } from '../diagnostics/span.js';
import type { Attribute, Body, Expression, LayerStatement, SourceFile, TargetStatement } from '../language/ast.js';
import { layerKinds } from '../language/table.js';
import {
  outlineOf,
  type BodyOutline,
  type Definition,
  type FileOutline,
  type LayerOutline,
  type SymbolKind,
} from './outline.js';

export type { Definition, SymbolKind } from './outline.js';

/** A place where a name is used. */
export interface Reference {
  readonly kind: SymbolKind;
  /** As it is defined: of `mid_4` that is `mid`. */
  readonly name: string;
  /** Exactly the letters that a rename replaces. */
  readonly span: Span;
  /** In this file or in one that it imports; undefined where there is none, or it is not at hand. */
  readonly definition: Definition | undefined;
}

/** The names of one text. */
export interface FileSymbols {
  readonly uri: string;
  readonly definitions: readonly Definition[];
  /** In the order of the text. */
  readonly references: readonly Reference[];
  readonly imports: readonly string[];
  /** Layers whose names stand in consts of this text or of one that it imports, as far as layers here read from them. */
  readonly held: readonly HeldName[];
}

/** A layer that is named by way of a const: what the const holds may be another layer in another network. */
export interface HeldName {
  readonly layer: Definition;
  readonly const: Definition;
}

/** A file's tree, or undefined where it is not at hand. */
export type TreeOf = (uri: string) => SourceFile | undefined;

/** Definitions and references of a text, resolved by scope, through its imports where `treeOf` has them. Total on broken trees. */
export function symbolsOf(file: SourceFile, uri: string, treeOf: TreeOf = () => undefined): FileSymbols {
  const outline = outlineOf(file, uri);
  const references: Reference[] = [];
  const held: HeldName[] = [];
  const names: Names = { outline, treeOf, references, held };
  for (const statement of file.statements) {
    switch (statement.type) {
      case 'const':
        addValue(statement.value, names, undefined);
        break;
      case 'block':
      case 'network': {
        const body = outline.bodies.get(statement);
        for (const parameter of statement.type === 'block' ? statement.parameters : []) {
          addWords(parameter.default, names, body, 'any');
        }
        addBody(statement.body, names, body);
        break;
      }
      case 'target':
        addTarget(statement, names);
        break;
      default:
    }
  }
  references.sort((a, b) => a.span.start - b.span.start);
  return { uri, definitions: outline.definitions, references, imports: outline.imports, held };
}

/** The definition that the cursor stands on or refers to, with the span of the name under the cursor. */
export function symbolAt(
  symbols: FileSymbols,
  offset: number,
): { readonly definition: Definition | undefined; readonly kind: SymbolKind; readonly span: Span } | undefined {
  const definition = symbols.definitions.find(({ at }) => touches(at.span, offset));
  if (definition) return { definition, kind: definition.kind, span: definition.at.span };
  return symbols.references.find(({ span }) => touches(span, offset));
}

/** Whether two definitions are the same place: trees, and with them definitions, may be made anew. */
export function sameDefinition(a: Definition | undefined, b: Definition | undefined): boolean {
  if (a === b) return true;
  return a?.at.uri === b?.at.uri && a?.at.span.start === b?.at.span.start && a?.kind === b?.kind;
}

/** The uses of a definition in one text; the definition itself is not among them. */
export function referencesTo(definition: Definition, symbols: FileSymbols): readonly Reference[] {
  return symbols.references.filter((reference) => sameDefinition(reference.definition, definition));
}

interface Names {
  readonly outline: FileOutline;
  readonly treeOf: TreeOf;
  readonly references: Reference[];
  readonly held: HeldName[];
}

/** Looks a top-level name up in a file and, in order, in what it imports. */
function lookUp<T>(outline: FileOutline, treeOf: TreeOf, find: (outline: FileOutline) => T | undefined): T | undefined {
  const seen = new Set<string>();
  const open = [outline];
  for (let here = open.pop(); here; here = open.pop()) {
    if (seen.has(here.uri)) continue;
    seen.add(here.uri);
    const found = find(here);
    if (found !== undefined) return found;
    for (const uri of here.imports.toReversed()) {
      const tree = treeOf(uri);
      if (tree) open.push(outlineOf(tree, uri));
    }
  }
  return undefined;
}

function outlineAt(names: Names, uri: string): FileOutline {
  const tree = uri === names.outline.uri ? undefined : names.treeOf(uri);
  return tree ? outlineOf(tree, uri) : names.outline;
}

function addBody(body: Body, names: Names, outline: BodyOutline | undefined): void {
  for (const statement of body.statements) {
    switch (statement.type) {
      case 'repeat':
        addValue(statement.count, names, outline);
        addBody(statement.body, names, outline);
        break;
      case 'defaults':
        for (const attribute of statement.attributes) addValue(attribute.value, names, outline);
        break;
      case 'layer':
        addLayer(statement, names, outline);
        break;
      case 'params':
    }
  }
}

function addLayer(statement: LayerStatement, names: Names, outline: BodyOutline | undefined): void {
  const { kind } = statement;
  const primitive = layerKinds.has(kind.text);
  const block = primitive ? undefined : lookUp(names.outline, names.treeOf, (file) => file.blocks.get(kind.text));
  if (!primitive) {
    names.references.push({ kind: 'block', name: kind.text, span: kind.span, definition: block?.definition });
  }
  for (const attribute of statement.attributes) {
    const { name, value } = attribute;
    if (name.text === 'from') addWords(value, names, outline, 'layers');
    else if (primitive) addValue(value, names, outline);
    else {
      const definition = block?.parameters.get(name.text);
      names.references.push({ kind: 'parameter', name: name.text, span: name.span, definition });
      addWords(value, names, outline, 'any');
    }
  }
}

function addTarget(statement: TargetStatement, names: Names): void {
  const { network } = statement;
  const found = network && lookUp(names.outline, names.treeOf, (file) => file.networks.get(network.text));
  if (network) {
    names.references.push({ kind: 'network', name: network.text, span: network.span, definition: found?.definition });
  }
  addAttributes(statement.attributes, names);
  for (const item of statement.items) {
    addAttributes(item.attributes, names);
    if (item.type === 'fold' && item.pattern && found) addPath(item.pattern.text, item.pattern.span, names, found);
  }
}

function addAttributes(attributes: readonly Attribute[], names: Names): void {
  for (const { value } of attributes) addValue(value, names, undefined);
}

function addValue(expression: Expression | undefined, names: Names, body: BodyOutline | undefined): void {
  addWords(expression, names, body, 'values');
}

/** What the words of an expression may name: values only, layers first (`from=`), or values first (parameters of a block). */
type Meaning = 'values' | 'layers' | 'any';

function addWords(
  expression: Expression | undefined,
  names: Names,
  body: BodyOutline | undefined,
  meaning: Meaning,
): void {
  switch (expression?.type) {
    case 'word':
      addWord(expression.text, expression.span, names, body, meaning);
      break;
    case 'list':
      for (const item of expression.items) addWords(item, names, body, meaning);
      break;
    case 'paren':
      addWords(expression.inner, names, body, meaning);
      break;
    case 'unary':
      addWords(expression.operand, names, body, 'values');
      break;
    case 'binary':
      addWords(expression.left, names, body, 'values');
      addWords(expression.right, names, body, 'values');
      break;
    default:
  }
}

function addWord(text: string, span: Span, names: Names, body: BodyOutline | undefined, meaning: Meaning): void {
  if (meaning === 'layers' && body && addPath(text, span, names, body)) return;
  const parameter = body?.parameters.get(text);
  const definition = parameter ?? lookUp(names.outline, names.treeOf, (file) => file.consts.get(text));
  if (definition) {
    names.references.push({ kind: definition.kind, name: text, span, definition });
    if (meaning !== 'values' && body && definition.kind === 'const') addHeld(definition, names, body);
  } else if (meaning === 'any' && body) addPath(text, span, names, body);
  else if (meaning === 'layers' && text !== 'in') {
    names.references.push({ kind: 'layer', name: text, span, definition: undefined });
  }
}

/** The layers of a body that a const names, or a const that it names in turn. */
function addHeld(read: Definition, names: Names, body: BodyOutline): void {
  const references: Reference[] = [];
  const followed = new Set([read]);
  for (const inner of followed) {
    const home = outlineAt(names, inner.at.uri);
    const value = home.constValues.get(inner);
    for (const word of value ? wordsOf(value) : []) {
      const next = lookUp(home, names.treeOf, (file) => file.consts.get(word.text));
      if (next) followed.add(next);
      else addPath(word.text, word.span, { ...names, references }, body);
    }
  }
  for (const { definition: layer } of references) if (layer) names.held.push({ layer, const: read });
}

function wordsOf(expression: Expression): readonly { readonly text: string; readonly span: Span }[] {
  if (expression.type === 'word') return [expression];
  if (expression.type === 'paren') return wordsOf(expression.inner);
  return expression.type === 'list' ? expression.items.flatMap(wordsOf) : [];
}

/** The layers along a path (`r1.conv_a`, `mid_4`, the part of a pattern before its first `*`); whether the first was found. */
function addPath(text: string, span: Span, names: Names, body: BodyOutline): boolean {
  let here: BodyOutline | undefined = body;
  let { start } = span;
  let found = false;
  for (const segment of text.split('.')) {
    if (segment.includes('*')) break;
    const layer: LayerOutline | undefined = here && findLayer(here, segment);
    if (!layer) break;
    found = true;
    const definition: Definition = layer.definition;
    const { name } = definition;
    names.references.push({ kind: 'layer', name, span: { start, end: start + name.length }, definition });
    start += segment.length + 1;
    const home = outlineAt(names, definition.at.uri);
    const block: string | undefined = definition.layerKind;
    here = block === undefined ? undefined : lookUp(home, names.treeOf, (file) => file.blocks.get(block));
  }
  return found;
}

/** A layer by its name, or by its name with the suffixes of the repeats around it. */
function findLayer(body: BodyOutline, segment: string): LayerOutline | undefined {
  const exact = body.layers.get(segment);
  if (exact) return exact;
  let base = segment;
  for (let suffixes = 1; ; suffixes++) {
    const shorter = base.replace(/_\d+$/, '');
    if (shorter === base || shorter === '') return undefined;
    base = shorter;
    const layer = body.layers.get(base);
    if (layer && layer.repeats >= suffixes) return layer;
  }
}
