import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { codeCacheFolder, compiledScripts } from './compiled-scripts.js';

// What `dist/server.js`, `dist/cli.js` and `dist/worker.js` are: they load the files of a program from `dist/server/` as
// Node would, but hand V8 what it compiled of them the last time.

/** Put in by the build: the program's file is `dist/server/PROGRAM.js`. */
declare const PROGRAM: string;

interface Loaded {
  exports: unknown;
}

/** What the text of a file is put into. */
type Wrapped = (require: (name: string) => unknown, exports: unknown, module: Loaded, moduleUrl: string) => void;

/** Every file begins with a comment that holds its hash. */
const HASH = /^\/\/([0-9a-f]{16})\n/;

/**
 * V8 counts which objects live long, and makes the code anew that makes them, so that they are born old. In a server that
 * keeps one analysis until the next keystroke it throws away a hundred compiled functions so, while somebody types. The
 * flag belongs to what V8 asks of its code cache, so that it is set before anything is loaded; a worker has its process's.
 */
if (PROGRAM !== 'worker') setFlagsFromString('--no-allocation-site-pretenuring');

const folder = path.join(__dirname, 'server');
const nodeRequire = createRequire(__filename);
const compiled = compiledScripts(codeCacheFolder(process), purpose());
const loaded = new Map<string, Loaded>();

function load(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module: Loaded = { exports: {} };
  loaded.set(name, module);
  const filename = path.join(folder, name);
  // The build writes ASCII only, which is read quickest as single bytes.
  const text = readFileSync(filename, 'latin1');
  const file = { name, hash: HASH.exec(text)?.[1] ?? '' };
  const cachedData = compiled.of(file);
  const script = new Script(`(function(require,exports,module,moduleUrl){${text}\n})`, { filename, cachedData });
  compiled.loaded(file, script);
  const run = script.runInThisContext() as Wrapped;
  run(requireFrom, module.exports, module, pathToFileURL(filename).href);
  return module.exports;
}

function requireFrom(name: string): unknown {
  // Beside our own files there are only Node's modules.
  return name.startsWith('./') ? load(path.basename(name)) : nodeRequire(name);
}

/** A command of the command line runs other functions than the next, and V8 has other flags in the editor's server. */
function purpose(): string {
  const command = PROGRAM === 'cli' ? [/^[a-z]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'none'] : [];
  return [PROGRAM, ...command, ...process.execArgv]
    .join('-')
    .replace(/[^\w-]/g, '')
    .slice(0, 120);
}

load(`${PROGRAM}.js`);
