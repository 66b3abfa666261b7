import type { Location } from 'vscode-languageserver-types';
import { resolvePath } from '../network/paths.js';
import type { Analysis } from '../workspace/analysis.js';
import { definitionAt, lspLocation } from './symbol-index.js';
import { stringAt } from './syntax.js';

/** Where the name at an offset is defined; of a path the file. */
export function definition(analysis: Analysis, offset: number): Location[] {
  const path = stringAt(analysis.file, offset);
  if (path && (path.statement.type === 'import' || path.statement.type === 'params')) {
    const uri = resolvePath(analysis.uri, path.string.value);
    const start = { line: 0, character: 0 };
    return uri === undefined ? [] : [{ uri, range: { start, end: start } }];
  }
  const found = definitionAt(analysis, offset);
  const location = found && lspLocation(found.at, [analysis]);
  return location ? [location] : [];
}
