import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { SourceFile } from '../language/ast.js';
import { resolvePath } from '../network/paths.js';
import type { LineIndex } from '../workspace/line-index.js';
import { insideQuotes, pathStrings } from './document-links.js';
import { relativePath } from './uris.js';

/** A file or folder that is about to move. */
export interface FileMove {
  readonly oldUri: string;
  readonly newUri: string;
}

/** What is needed of each file of the workspace. */
export interface ReadFile {
  readonly uri: string;
  readonly text: string;
  readonly file: SourceFile;
  readonly lines: LineIndex;
}

/** The edits that keep every `import` and `params` leading where it leads now, to be made before the files move. */
export function fileRename(files: Iterable<ReadFile>, moves: readonly FileMove[]): WorkspaceEdit | undefined {
  const changes: Record<string, TextEdit[]> = {};
  for (const file of files) {
    const movedFile = movedTo(file.uri, moves);
    const edits = pathStrings(file).flatMap((path): TextEdit[] => {
      const goal = resolvePath(file.uri, path.value);
      if (goal === undefined) return [];
      const movedGoal = movedTo(goal, moves);
      if (resolvePath(movedFile, path.value) === movedGoal) return [];
      const newText = relativePath(movedFile, movedGoal);
      if (newText === undefined || newText.includes('"')) return [];
      return [{ range: file.lines.range(insideQuotes(path, file.text)), newText }];
    });
    if (edits.length > 0) changes[file.uri] = edits;
  }
  return Object.keys(changes).length > 0 ? { changes } : undefined;
}

function movedTo(uri: string, moves: readonly FileMove[]): string {
  for (const { oldUri, newUri } of moves) {
    const folder = oldUri.replace(/\/$/, '');
    if (uri === folder) return newUri;
    if (uri.startsWith(`${folder}/`)) return newUri.replace(/\/$/, '') + uri.slice(folder.length);
  }
  return uri;
}
