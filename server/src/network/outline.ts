import type { Location, Span } from '../diagnostics/span.js';
import type { BlockStatement, Body, Expression, Name, NetworkStatement, SourceFile } from '../language/ast.js';
import { resolvePath } from './paths.js';

export type SymbolKind = 'layer' | 'block' | 'const' | 'parameter' | 'network' | 'target';

/** A place where a name is given to something. */
export interface Definition {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Of the name. */
  readonly at: Location;
  /** Of the whole statement; of a parameter, from its name to the end of its default. */
  readonly statement: Span;
  /** What stands around it: the network or block of a layer or parameter. */
  readonly owner: Definition | undefined;
  /** Where the name counts; undefined for the whole file and those that import it. */
  readonly scope: Span | undefined;
  /** Of a layer, its kind or the block that it instantiates. */
  readonly layerKind: string | undefined;
  readonly documentation: string | undefined;
}

/** The layers of one network or block by name, those inside its repeats included. */
export type LayerOutlines = ReadonlyMap<string, LayerOutline>;

export interface LayerOutline {
  readonly definition: Definition;
  /** How many repeats it stands in: so many suffixes `_0` its name may have outside. */
  readonly repeats: number;
}

export interface BodyOutline {
  readonly definition: Definition | undefined;
  readonly parameters: ReadonlyMap<string, Definition>;
  readonly layers: LayerOutlines;
}

/** What one text defines. Of several definitions of a name the maps hold the first. */
export interface FileOutline {
  readonly uri: string;
  /** In the order of the text, duplicates included. */
  readonly definitions: readonly Definition[];
  readonly consts: ReadonlyMap<string, Definition>;
  /** What stands behind the `=` of each const. */
  readonly constValues: ReadonlyMap<Definition, Expression>;
  readonly blocks: ReadonlyMap<string, BodyOutline>;
  readonly networks: ReadonlyMap<string, BodyOutline>;
  readonly bodies: ReadonlyMap<BlockStatement | NetworkStatement, BodyOutline>;
  /** URIs, in the order of the text. */
  readonly imports: readonly string[];
}

const KNOWN = new WeakMap<SourceFile, FileOutline>();

/** The outline of a text, made once for each tree. Works on any tree, however broken. */
export function outlineOf(file: SourceFile, uri: string): FileOutline {
  const known = KNOWN.get(file);
  if (known?.uri === uri) return known;
  const made = makeOutline(file, uri);
  KNOWN.set(file, made);
  return made;
}

/** An outline that is being made. */
interface Draft {
  readonly uri: string;
  readonly definitions: Definition[];
  readonly consts: Map<string, Definition>;
  readonly constValues: Map<Definition, Expression>;
  readonly blocks: Map<string, BodyOutline>;
  readonly networks: Map<string, BodyOutline>;
  readonly bodies: Map<BlockStatement | NetworkStatement, BodyOutline>;
  readonly imports: string[];
}

function makeOutline(file: SourceFile, uri: string): FileOutline {
  const draft: Draft = {
    uri,
    definitions: [],
    consts: new Map(),
    constValues: new Map(),
    blocks: new Map(),
    networks: new Map(),
    bodies: new Map(),
    imports: [],
  };
  for (const statement of file.statements) {
    switch (statement.type) {
      case 'import': {
        const imported = statement.path && resolvePath(uri, statement.path.value);
        if (imported !== undefined) draft.imports.push(imported);
        break;
      }
      case 'const': {
        const definition = statement.name && define(draft, 'const', statement.name, statement);
        if (definition) enter(draft.consts, definition.name, definition);
        if (definition && statement.value) draft.constValues.set(definition, statement.value);
        break;
      }
      case 'target':
        if (statement.name) define(draft, 'target', statement.name, statement);
        break;
      default: {
        const outline = bodyOutline(draft, statement);
        draft.bodies.set(statement, outline);
        if (statement.name)
          enter(statement.type === 'block' ? draft.blocks : draft.networks, statement.name.text, outline);
      }
    }
  }
  return draft;
}

function bodyOutline(draft: Draft, statement: BlockStatement | NetworkStatement): BodyOutline {
  const owner = statement.name && define(draft, statement.type, statement.name, statement);
  const parameters = new Map<string, Definition>();
  for (const parameter of statement.type === 'block' ? statement.parameters : []) {
    const end = parameter.default?.span.end ?? parameter.name.span.end;
    const span = { start: parameter.name.span.start, end };
    const found = define(draft, 'parameter', parameter.name, { span }, { owner, scope: statement.span });
    enter(parameters, found.name, found);
  }
  const layers = new Map<string, LayerOutline>();
  outlineLayers(draft, statement.body, 0, { owner, scope: statement.span }, layers);
  return { definition: owner, parameters, layers };
}

function outlineLayers(
  draft: Draft,
  body: Body,
  repeats: number,
  home: Pick<Definition, 'owner' | 'scope'>,
  into: Map<string, LayerOutline>,
): void {
  for (const statement of body.statements) {
    if (statement.type === 'repeat') outlineLayers(draft, statement.body, repeats + 1, home, into);
    if (statement.type !== 'layer' || !statement.name) continue;
    const definition = define(draft, 'layer', statement.name, statement, { ...home, layerKind: statement.kind.text });
    enter(into, definition.name, { definition, repeats });
  }
}

function define(
  draft: Draft,
  kind: SymbolKind,
  name: Name,
  statement: { readonly span: Span; readonly documentation?: string },
  more: Partial<Pick<Definition, 'owner' | 'scope' | 'layerKind'>> = {},
): Definition {
  const definition: Definition = {
    kind,
    name: name.text,
    at: { uri: draft.uri, span: name.span },
    statement: statement.span,
    owner: more.owner,
    scope: more.scope,
    layerKind: more.layerKind,
    documentation: statement.documentation,
  };
  draft.definitions.push(definition);
  return definition;
}

/** Of several that have one name the first counts. */
function enter<T>(map: Map<string, T>, name: string, value: T): void {
  if (!map.has(name)) map.set(name, value);
}
