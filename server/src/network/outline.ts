import type { Location, Span } from '../diagnostics/span.js';
import type { BlockStatement, Body, Name, NetworkStatement, SourceFile } from '../language/ast.js';
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

function makeOutline(file: SourceFile, uri: string): FileOutline {
  const definitions: Definition[] = [];
  const consts = new Map<string, Definition>();
  const blocks = new Map<string, BodyOutline>();
  const networks = new Map<string, BodyOutline>();
  const bodies = new Map<BlockStatement | NetworkStatement, BodyOutline>();
  const imports: string[] = [];
  const define = (
    kind: SymbolKind,
    name: Name,
    statement: { readonly span: Span; readonly documentation?: string },
    more: Partial<Pick<Definition, 'owner' | 'scope' | 'layerKind'>> = {},
  ): Definition => {
    const definition: Definition = {
      kind,
      name: name.text,
      at: { uri, span: name.span },
      statement: statement.span,
      owner: more.owner,
      scope: more.scope,
      layerKind: more.layerKind,
      documentation: statement.documentation,
    };
    definitions.push(definition);
    return definition;
  };
  const addLayers = (
    body: Body,
    repeats: number,
    owner: Definition | undefined,
    scope: Span,
    into: Map<string, LayerOutline>,
  ): void => {
    for (const statement of body.statements) {
      if (statement.type === 'repeat') addLayers(statement.body, repeats + 1, owner, scope, into);
      if (statement.type !== 'layer' || !statement.name) continue;
      const definition = define('layer', statement.name, statement, { owner, scope, layerKind: statement.kind.text });
      if (!into.has(definition.name)) into.set(definition.name, { definition, repeats });
    }
  };
  const addBody = (statement: BlockStatement | NetworkStatement): BodyOutline => {
    const definition = statement.name && define(statement.type, statement.name, statement);
    const parameters = new Map<string, Definition>();
    for (const parameter of statement.type === 'block' ? statement.parameters : []) {
      const end = parameter.default?.span.end ?? parameter.name.span.end;
      const span = { start: parameter.name.span.start, end };
      const found = define('parameter', parameter.name, { span }, { owner: definition, scope: statement.span });
      if (!parameters.has(found.name)) parameters.set(found.name, found);
    }
    const layers = new Map<string, LayerOutline>();
    addLayers(statement.body, 0, definition, statement.span, layers);
    const outline = { definition, parameters, layers };
    bodies.set(statement, outline);
    return outline;
  };
  for (const statement of file.statements) {
    switch (statement.type) {
      case 'import': {
        const imported = statement.path && resolvePath(uri, statement.path.value);
        if (imported !== undefined) imports.push(imported);
        break;
      }
      case 'const': {
        const definition = statement.name && define('const', statement.name, statement);
        if (definition && !consts.has(definition.name)) consts.set(definition.name, definition);
        break;
      }
      case 'target':
        if (statement.name) define('target', statement.name, statement);
        break;
      default: {
        const outline = addBody(statement);
        const into = statement.type === 'block' ? blocks : networks;
        const name = statement.name?.text;
        if (name !== undefined && !into.has(name)) into.set(name, outline);
      }
    }
  }
  return { uri, definitions, consts, blocks, networks, bodies, imports };
}
