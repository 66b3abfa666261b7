import type { BlockStatement, Body, Expression, LayerStatement, SourceFile } from '../language/ast.js';
import type { Environment } from './evaluate.js';
import type { Expansion } from './expansion.js';
import { report } from './faults.js';
import type { FileScope } from './file-scope.js';
import { baseName } from './paths.js';

/**
 * Reports layers whose values nothing reads and that are no output. A statement that is expanded several times is
 * unused only when no copy of it is read; of an instance whose output nobody reads, the instance is told.
 */
export function reportUnusedLayers(state: Expansion, outputs: readonly number[], env: Environment): void {
  if (state.unclear) return;
  const leaving = new Set(outputs);
  const read = new Set<LayerStatement>();
  const unread: { readonly statement: LayerStatement; readonly uri: string; readonly inside: boolean }[] = [];
  for (const layer of state.layers) {
    const given = state.givenBy.get(layer.index) ?? { statement: layer.statement, uri: layer.uri };
    if (layer.consumers.length > 0 || leaving.has(layer.index) || layer.kind === 'output') read.add(given.statement);
    else unread.push({ ...given, inside: layer.instances.length > 0 });
  }
  for (const { statement, uri, inside } of unread) {
    if (read.has(statement) || !statement.name) continue;
    const { text, span } = statement.name;
    // A layer of an imported block belongs to another file.
    if (!inside || uri === env.uri) report({ ...env, uri }, 'BNN209', span, { name: text });
  }
}

/** The blocks that some network or block instantiates. */
export function instantiatedBlocks(files: readonly FileScope[]): ReadonlySet<BlockStatement> {
  const found = new Set<BlockStatement>();
  for (const file of files) {
    for (const kind of usesOf(file.source).kinds) {
      const block = file.blocks.get(kind);
      if (block) found.add(block.statement);
    }
  }
  return found;
}

/** Reports consts, blocks, parameters and imports that nothing uses, in a file that holds a network. */
export function reportUnusedNames(file: FileScope): void {
  const uses = usesOf(file.source);
  for (const block of file.blocks.values()) {
    if (block.file !== file) continue;
    const words = new Set<string>();
    collectBody(block.statement.body, { words, kinds: new Set(), networks: new Set() });
    for (const { default: value } of block.statement.parameters) collect(value, words);
    for (const { name } of block.statement.parameters) {
      if (!words.has(name.text)) report(file, 'BNN210', name.span, { name: name.text, what: 'parameter' });
    }
  }
  if (!file.source.statements.some((statement) => statement.type === 'network' || statement.type === 'target')) return;
  for (const { file: home, name } of file.consts.values()) {
    if (home === file && !uses.words.has(name.text))
      report(file, 'BNN210', name.span, { name: name.text, what: 'const' });
  }
  for (const { file: home, name } of file.blocks.values()) {
    if (home === file && !uses.kinds.has(name.text))
      report(file, 'BNN210', name.span, { name: name.text, what: 'block' });
  }
  for (const { statement, file: imported } of file.imports) {
    if (!statement.path || imported.open) continue;
    const used =
      [...imported.consts.keys()].some((name) => uses.words.has(name)) ||
      [...imported.blocks.keys()].some((name) => uses.kinds.has(name)) ||
      [...imported.networks.keys()].some((name) => uses.networks.has(name));
    if (!used) report(file, 'BNN210', statement.path.span, { name: baseName(imported.uri), what: 'import' });
  }
}

interface Uses {
  readonly words: Set<string>;
  readonly kinds: Set<string>;
  readonly networks: Set<string>;
}

const KNOWN = new WeakMap<SourceFile, Uses>();

/** The words that the statements of a file use; made once for each tree. */
function usesOf(file: SourceFile): Uses {
  const known = KNOWN.get(file);
  if (known) return known;
  const uses: Uses = { words: new Set(), kinds: new Set(), networks: new Set() };
  for (const statement of file.statements) {
    if (statement.type === 'const') collect(statement.value, uses.words);
    else if (statement.type === 'network') collectBody(statement.body, uses);
    else if (statement.type === 'block') {
      for (const parameter of statement.parameters) collect(parameter.default, uses.words);
      collectBody(statement.body, uses);
    } else if (statement.type === 'target') {
      if (statement.network) uses.networks.add(statement.network.text);
      for (const holder of [statement, ...statement.items]) {
        for (const attribute of holder.attributes) collect(attribute.value, uses.words);
      }
    }
  }
  KNOWN.set(file, uses);
  return uses;
}

function collectBody(body: Body, uses: Uses): void {
  for (const statement of body.statements) {
    if (statement.type === 'params') continue;
    if (statement.type === 'repeat') {
      collect(statement.count, uses.words);
      collectBody(statement.body, uses);
      continue;
    }
    if (statement.type === 'layer') uses.kinds.add(statement.kind.text);
    for (const attribute of statement.attributes) collect(attribute.value, uses.words);
  }
}

function collect(expression: Expression | undefined, words: Set<string>): void {
  switch (expression?.type) {
    case 'word':
      words.add(expression.text);
      break;
    case 'list':
      for (const item of expression.items) collect(item, words);
      break;
    case 'unary':
      collect(expression.operand, words);
      break;
    case 'binary':
      collect(expression.left, words);
      collect(expression.right, words);
      break;
    case 'paren':
      collect(expression.inner, words);
      break;
    default:
  }
}
