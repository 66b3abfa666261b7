import type { CompletionItem } from 'vscode-languageserver-types';
import type { Analysis } from '../workspace/analysis.js';
import { relativePath } from './uris.js';
import { CompletionItemKind } from './lsp-kinds.js';

/** URIs of the workspace's `.bnn` and `.npz` files. */
export type FileListing = readonly string[];

/** Paths that fit an `import` or a `params`, as they are written in this file; near ones first. */
export function pathItems(analysis: Analysis, keyword: string, files: FileListing): CompletionItem[] {
  const ending = keyword === 'import' ? '.bnn' : keyword === 'params' ? '.npz' : undefined;
  if (ending === undefined) return [];
  return files
    .filter((uri) => uri.endsWith(ending) && uri !== analysis.uri)
    .flatMap((uri) => relativePath(analysis.uri, uri) ?? [])
    .filter((path) => !path.includes('"'))
    .map((path) => ({
      label: path,
      kind: CompletionItemKind.File,
      sortText: `${String(path.split('/').length).padStart(3, '0')}${path}`,
      filterText: path,
    }));
}
