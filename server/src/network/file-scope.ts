import type { Related } from '../diagnostics/diagnostic.js';
import type { Named } from '../diagnostics/catalogue/names.js';
import type { Location, Span } from '../diagnostics/span.js';
import type {
  BlockStatement,
  ConstStatement,
  ImportStatement,
  Name,
  NetworkStatement,
  SourceFile,
  TargetStatement,
} from '../language/ast.js';
import { typeNames } from '../language/table.js';
import { units } from '../language/units.js';
import { report, type Faults, type Place } from './faults.js';
import { baseName, resolvePath } from './paths.js';
import type { Value } from './values.js';

/** A statement with a name, and the file it stands in. */
export interface Declared<S> {
  readonly name: Name;
  readonly statement: S;
  readonly file: FileScope;
}

export interface ConstEntry extends Declared<ConstStatement> {
  readonly state: { value: Value | undefined };
}

/** What the statements of one file can name: its own consts, blocks and networks, and those of the files it imports. */
export interface FileScope extends Place {
  readonly source: SourceFile;
  readonly consts: Map<string, ConstEntry>;
  readonly blocks: Map<string, Declared<BlockStatement>>;
  readonly networks: Map<string, Declared<NetworkStatement>>;
  /** Whether a file that it imports, at any depth, is not at hand: then an unknown name is no fault. */
  open: boolean;
  /** The imports that could be followed. */
  readonly imports: { readonly statement: ImportStatement; readonly file: FileScope }[];
  readonly program: ProgramState;
}

/** What is shared while one file is resolved. */
export interface ProgramState {
  readonly files: Map<string, FileScope>;
  readonly wanted: Set<string>;
  /** The consts being evaluated, outermost first. */
  readonly evaluating: ConstEntry[];
}

export type SourceOf = (uri: string) => SourceFile | 'missing' | undefined;

const MOST_LEVELS = 64;
const MOST_FILES = 1000;

/** Reads a file and, transitively, what it imports; undefined where it is not at hand or missing. */
export function loadFiles(uri: string, source: SourceOf, faults: Faults): FileScope | undefined {
  const found = source(uri);
  if (found === undefined || found === 'missing') return undefined;
  const program: ProgramState = { files: new Map(), wanted: new Set(), evaluating: [] };
  return loadFile(uri, found, program, { source, faults, importedAt: undefined, chain: [] });
}

/** How a file came to be read. */
interface Loading {
  readonly source: SourceOf;
  readonly faults: Faults;
  /** The import of the file at hand that led to it; undefined for that file itself. */
  readonly importedAt: Location | undefined;
  /** The imports from there to it, outermost first. */
  readonly chain: readonly { readonly uri: string; readonly at: Location }[];
}

function loadFile(uri: string, file: SourceFile, program: ProgramState, loading: Loading): FileScope {
  const { faults, importedAt } = loading;
  const related: readonly Related[] = importedAt ? [{ ...importedAt, message: 'imported here' }] : [];
  const scope: FileScope = {
    faults,
    uri,
    led: () => related,
    source: file,
    consts: new Map(),
    blocks: new Map(),
    networks: new Map(),
    open: false,
    imports: [],
    program,
  };
  program.files.set(uri, scope);
  declareOwn(scope);
  for (const statement of file.statements) {
    if (statement.type !== 'import') continue;
    followImport(scope, statement, loading);
  }
  return scope;
}

function followImport(scope: FileScope, statement: ImportStatement, loading: Loading): void {
  const { source, importedAt, chain } = loading;
  const { path } = statement;
  if (!path) {
    scope.open = true;
    return;
  }
  const uri = resolvePath(scope.uri, path.value);
  if (uri === undefined) {
    const problem = path.value === '' ? 'empty' : path.value.includes('\\') ? 'backslash' : 'untitled';
    report(scope, 'BNN215', path.span, { path: path.value, problem });
    scope.open = true;
    return;
  }
  const here = [...chain, { uri: scope.uri, at: { uri: scope.uri, span: path.span } }];
  const start = here.findIndex((each) => each.uri === uri);
  const first = here[start];
  if (first) {
    const names = [...here.slice(start).map((each) => baseName(each.uri)), baseName(uri)];
    const origin = scope.program.files.get(first.at.uri) ?? scope;
    const related = here.slice(start + 1).map((each) => ({ ...each.at, message: 'and imports on here' }));
    report(origin, 'BNN213', first.at.span, { chain: names }, related);
    scope.open = true;
    return;
  }
  let imported = scope.program.files.get(uri);
  if (!imported && (here.length > MOST_LEVELS || scope.program.files.size > MOST_FILES)) {
    // Links can make a tree of files endless.
    report(scope, 'BNN217', path.span, { what: 'levels', limit: MOST_LEVELS });
    scope.open = true;
    return;
  }
  if (!imported) {
    const found = source(uri);
    if (found === 'missing') report(scope, 'BNN214', path.span, { path: path.value });
    if (found === undefined) scope.program.wanted.add(uri);
    if (found === undefined || found === 'missing') {
      scope.open = true;
      return;
    }
    const at = importedAt ?? { uri: scope.uri, span: statement.span };
    imported = loadFile(uri, found, scope.program, { ...loading, importedAt: at, chain: here });
  }
  if (imported.open) scope.open = true;
  scope.imports.push({ statement, file: imported });
  takeIn(scope, 'const', scope.consts, imported.consts, path.span);
  takeIn(scope, 'block', scope.blocks, imported.blocks, path.span);
  takeIn(scope, 'network', scope.networks, imported.networks, path.span);
}

function takeIn<S>(
  scope: FileScope,
  what: Named,
  into: Map<string, Declared<S>>,
  from: ReadonlyMap<string, Declared<S>>,
  path: Span,
): void {
  for (const [name, declared] of from) {
    const before = into.get(name);
    if (!before) into.set(name, declared);
    else if (before.statement !== declared.statement) reportTaken(scope, what, before, declared, path);
  }
}

function reportTaken<S>(scope: FileScope, what: Named, before: Declared<S>, declared: Declared<S>, path: Span): void {
  const name = before.name.text;
  const other: Related = {
    uri: declared.file.uri,
    span: declared.name.span,
    message: `the ${what} \`${name}\` of ${baseName(declared.file.uri)}`,
  };
  if (before.file === scope) {
    report(scope, 'BNN203', before.name.span, { name, what }, [other]);
    return;
  }
  const first: Related = {
    uri: before.file.uri,
    span: before.name.span,
    message: `the ${what} \`${name}\` of ${baseName(before.file.uri)}`,
  };
  const from = [baseName(before.file.uri), baseName(declared.file.uri)];
  report(scope, 'BNN211', path, { name, from }, [first, other]);
}

function declareOwn(scope: FileScope): void {
  const targets = new Map<string, Declared<TargetStatement>>();
  for (const statement of scope.source.statements) {
    const { type } = statement;
    if (type === 'import' || !statement.name) continue;
    const { name } = statement;
    if (type !== 'target' && type !== 'network') checkReserved(scope, name, type);
    if (type === 'const') {
      declare(scope, type, scope.consts, { name, statement, file: scope, state: { value: undefined } });
    } else if (type === 'block') declare(scope, type, scope.blocks, { name, statement, file: scope });
    else if (type === 'network') declare(scope, type, scope.networks, { name, statement, file: scope });
    else declare(scope, type, targets, { name, statement, file: scope });
  }
}

function declare<D extends Declared<unknown>>(scope: FileScope, what: Named, into: Map<string, D>, declared: D): void {
  const { name } = declared;
  const before = into.get(name.text);
  if (!before) into.set(name.text, declared);
  else {
    const related = { uri: scope.uri, span: before.name.span, message: `the first \`${name.text}\`` };
    report(scope, 'BNN203', name.span, { name: name.text, what }, [related]);
  }
}

const VALUE_WORDS: ReadonlySet<string> = new Set([...typeNames, 'none', 'auto', 'same']);

/** Reports a name of a block, const or parameter that could not be told apart in use; words of the language are the parser's. */
export function checkReserved(place: Place, name: Name, what: Named): void {
  const { text, span } = name;
  const named = what === 'const' || what === 'parameter';
  if (units.has(text)) report(place, 'BNN204', span, { name: text, what, because: 'unit' });
  else if (named && VALUE_WORDS.has(text)) report(place, 'BNN204', span, { name: text, what, because: 'type' });
  else if (what === 'parameter' && text === 'from') {
    report(place, 'BNN204', span, { name: text, what, because: 'wiring' });
  }
}
