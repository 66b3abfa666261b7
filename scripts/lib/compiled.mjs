// Our sources for tests, compiled to modules that Node loads by itself. Through vitest's own loader each thread would take
// them apart anew, and code would reach whatever it imports by way of a getter: a fifth of the time of all tests.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { at } from './run.mjs';

/** Folders whose files tests import, and that import no others of the repository. */
const FOLDERS = ['server/src', 'client/src', 'test/support'];

/** Where the compiled modules are, in folders like those of their sources. */
const COMPILED = at('.cache/compiled');

/** A plugin of Vite: imports of our sources find what was compiled from them, which is brought up to date first. */
export function compiledSources() {
  const compiled = new Map(FOLDERS.flatMap(sourcesIn).map((source) => [source, compiledFrom(source)]));
  return {
    name: 'compiled-sources',
    enforce: 'pre',
    buildStart() {
      for (const [source, target] of compiled) if (isStale(source, target)) compile(source, target);
      // In place of the root's: the sources read its version, and Node reads here what kind of modules these are.
      const manifest = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
      replace(path.join(COMPILED, 'package.json'), JSON.stringify({ ...manifest, type: 'module' }));
      removeOthers(new Set(compiled.values()));
    },
    resolveId(name, importer) {
      if (!name.startsWith('.') || !importer) return undefined;
      return compiled.get(path.resolve(path.dirname(importer), name.replace(/\.js$/, '.ts')));
    },
  };
}

function sourcesIn(folder) {
  const names = fs.readdirSync(at(folder), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => at(folder, name));
}

function compiledFrom(source) {
  return path.join(COMPILED, path.relative(at(), source)).replace(/\.ts$/, '.js');
}

/** Also where this file has changed, which says how they are compiled. */
function isStale(source, target) {
  const made = fs.statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [source, import.meta.filename].some((file) => fs.statSync(file).mtimeMs >= made);
}

function compile(source, target) {
  const { code } = transformSync(fs.readFileSync(source, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'esnext',
    sourcemap: 'inline',
    sourcesContent: false,
    sourcefile: path.relative(path.dirname(target), source),
    // A module finds the files beside it where its source is.
    define: {
      'import.meta.url': JSON.stringify(pathToFileURL(source).href),
      'import.meta.dirname': JSON.stringify(path.dirname(source)),
    },
  });
  replace(target, code);
}

/** Writes a file whole: another suite may be reading it. */
function replace(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  fs.writeFileSync(beside, text);
  fs.renameSync(beside, file);
}

/** Takes away what was compiled from sources that are no more: an import of it would still find it. */
function removeOthers(kept) {
  for (const name of fs.readdirSync(COMPILED, { recursive: true })) {
    const file = path.join(COMPILED, name);
    if (name.endsWith('.js') && !kept.has(file)) fs.rmSync(file, { force: true });
  }
}
