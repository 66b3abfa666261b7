import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import type { SourceFile } from '../language/ast.js';
import { resolvePath } from '../network/paths.js';
import { lineIndex } from './line-index.js';
import { silence } from './silence.js';
import type { SourceText } from './snapshot.js';

/** A text's tree and its syntax faults. */
export interface Parsed {
  readonly text: string;
  readonly file: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a text that may have been parsed before. */
export type ParseOnce = (uri: string, text: string) => Parsed;

/** Every text that an analysis looked at, by URI. */
export type ReadTexts = ReadonlyMap<string, SourceText | 'missing' | undefined>;

/** The trees of the files that a text imports, by URI. */
export function importedTrees(uri: string, read: ReadTexts, parseOnce: ParseOnce): ReadonlyMap<string, SourceFile> {
  const trees = new Map<string, SourceFile>();
  for (const [imported, text] of read) {
    if (imported !== uri && typeof text === 'object') trees.set(imported, parseOnce(imported, text.text).file);
  }
  return trees;
}

/** Syntax faults of imported files, each with the import line that brings the file in. */
export function importedFaults(
  uri: string,
  file: SourceFile,
  read: ReadTexts,
  parseOnce: ParseOnce,
): readonly Diagnostic[] {
  const through = new Map<string, Location>();
  const queue: { uri: string; file: SourceFile }[] = [{ uri, file }];
  for (let here = queue.shift(); here; here = queue.shift()) {
    for (const statement of here.file.statements) {
      if (statement.type !== 'import' || !statement.path) continue;
      const imported = resolvePath(here.uri, statement.path.value);
      if (imported === undefined || imported === uri || through.has(imported)) continue;
      through.set(imported, through.get(here.uri) ?? { uri: here.uri, span: statement.span });
      const text = read.get(imported);
      if (typeof text === 'object') queue.push({ uri: imported, file: parseOnce(imported, text.text).file });
    }
  }
  return [...through].flatMap(([imported, at]) => {
    const text = read.get(imported);
    if (typeof text !== 'object') return [];
    return parseOnce(imported, text.text).diagnostics.map((diagnostic) => ({
      ...diagnostic,
      related: [...diagnostic.related, { ...at, message: 'imported here' }],
    }));
  });
}

/** What was found in other files, without what comments there silence. */
export function silenceForeign(
  all: readonly Diagnostic[],
  uri: string,
  read: ReadTexts,
  parseOnce: ParseOnce,
): readonly Diagnostic[] {
  const byUri = new Map<string, Diagnostic[]>();
  for (const diagnostic of all) {
    if (diagnostic.uri === uri) continue;
    const list = byUri.get(diagnostic.uri);
    if (list) list.push(diagnostic);
    else byUri.set(diagnostic.uri, [diagnostic]);
  }
  return [...byUri].flatMap(([foreign, diagnostics]) => {
    const text = read.get(foreign);
    if (typeof text !== 'object') return diagnostics;
    const { file } = parseOnce(foreign, text.text);
    // Whether a comment there silences anything is for that file's own analysis to say.
    return silence(foreign, file, lineIndex(text.text), diagnostics).filter(({ code }) => code !== 'BNN901');
  });
}
