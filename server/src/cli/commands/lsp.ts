import { createRequire } from 'node:module';
import path from 'node:path';
import { EXIT } from '../terminal.js';

/** `bnn lsp`: loads the language server's own bundle, which takes over stdin and stdout until the client says exit. */
export function languageServer(): Promise<number> {
  const bundle = path.join(path.dirname(process.argv[1] ?? '.'), 'server.js');
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  createRequire(bundle)(bundle);
  return new Promise(() => EXIT.ok);
}
