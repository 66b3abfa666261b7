import type { SourceFile } from '../language/ast.js';
import { resolvePath } from '../network/paths.js';
import type { Analysis } from '../workspace/analysis.js';
import { treesOf } from './symbol-index.js';

/** Blocks, consts and networks that a text can name: its own and those that it imports, at any depth. */
export interface NamesInScope {
  readonly blocks: readonly BlockName[];
  readonly consts: readonly { readonly name: string; readonly value: string }[];
  readonly networks: readonly { readonly name: string }[];
}

export interface BlockName {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly parameters: readonly { readonly name: string; readonly default: string | undefined }[];
}

export function namesInScope(analysis: Analysis): NamesInScope {
  const blocks = new Map<string, BlockName>();
  const consts = new Map<string, { readonly name: string; readonly value: string }>();
  const networks = new Map<string, { readonly name: string }>();
  for (const { text, statements } of filesInScope(analysis)) {
    const written = (span: { start: number; end: number } | undefined): string =>
      span ? text.slice(span.start, span.end) : '';
    for (const statement of statements) {
      if (statement.type === 'import' || !statement.name) continue;
      const name = statement.name.text;
      if (statement.type === 'network' && !networks.has(name)) networks.set(name, { name });
      if (statement.type === 'const' && !consts.has(name))
        consts.set(name, { name, value: written(statement.value?.span) });
      if (statement.type !== 'block' || blocks.has(name)) continue;
      const parameters = statement.parameters.map((parameter) => ({
        name: parameter.name.text,
        default: parameter.default && written(parameter.default.span),
      }));
      blocks.set(name, { name, documentation: statement.documentation, parameters });
    }
  }
  return { blocks: [...blocks.values()], consts: [...consts.values()], networks: [...networks.values()] };
}

/** The text's own tree, then those that it imports, each once. */
function filesInScope(analysis: Analysis): readonly SourceFile[] {
  const treeOf = treesOf(analysis);
  const found = new Map<string, SourceFile>();
  const open = [analysis.uri];
  for (let uri = open.shift(); uri !== undefined; uri = open.shift()) {
    const file = found.has(uri) ? undefined : treeOf(uri);
    if (!file) continue;
    found.set(uri, file);
    for (const statement of file.statements) {
      const imported =
        statement.type === 'import' && statement.path ? resolvePath(uri, statement.path.value) : undefined;
      if (imported !== undefined) open.push(imported);
    }
  }
  return [...found.values()];
}
