import { pathToFileURL } from 'node:url';
import path from 'node:path';
import type { Host } from '../../host/host.js';
import { format as formatText } from '../../language/formatter.js';
import { applyChanges } from '../../language/text-change.js';
import { readGiven } from '../load.js';
import { EXIT, printJson, type Terminal } from '../terminal.js';

export interface FormatOptions {
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `bnn format`: rewrites the files in the canonical layout, or with `--check` names those that it would change. `-` goes from stdin to stdout. */
export async function format(
  terminal: Terminal,
  host: Host,
  files: readonly string[],
  options: FormatOptions,
  readStdin: () => Promise<string>,
): Promise<number> {
  const changed: string[] = [];
  const texts: { file: string; uri: string; text: string }[] = [];
  for (const file of files) {
    const uri = pathToFileURL(path.resolve(file)).href;
    texts.push({ file, uri, text: file === '-' ? await readStdin() : await readGiven(host, file, uri) });
  }
  for (const { file, uri, text } of texts) {
    const formatted = applyChanges(text, formatText(text));
    if (file === '-' && !options.check) {
      terminal.out(formatted);
      continue;
    }
    if (formatted === text) continue;
    changed.push(file);
    if (options.check) continue;
    const written = await host.writeText(uri, formatted);
    if (!written.ok) {
      terminal.err(`bnn: ${file}: ${written.message}\n`);
      return EXIT.failed;
    }
  }
  if (options.json) printJson(terminal, { changed });
  else for (const file of changed) terminal.out(`${options.check ? 'would format' : 'formatted'} ${file}\n`);
  return options.check && changed.length > 0 ? EXIT.failed : EXIT.ok;
}
