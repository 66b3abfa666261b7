import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'server/src');

// Modules that reach outside the pure part, and who may use them.
const OUTSIDE = /^(node:|vscode$|vscode-jsonrpc|vscode-languageserver(-protocol)?(\/|$)|vscode-languageclient)/;
const MAY_REACH_OUTSIDE = new Set(['host', 'lsp', 'cli']);

/** The table of docs/ARCHITECTURE.md: what each folder may import, directly. */
function allowedByTable(): ReadonlyMap<string, readonly string[]> {
  const text = fs.readFileSync(path.join(root, 'docs/ARCHITECTURE.md'), 'utf8');
  const rows = text.matchAll(/^\| `(\w+)\/` \|.*\| ([^|]+) \|\r?$/gm);
  return new Map(
    [...rows].map(([, folder = '', allowed = '']) => [folder, allowed === '-' ? [] : allowed.split(/,\s*/)]),
  );
}

function closure(direct: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = (folder: string, seen: Set<string>): Set<string> => {
    for (const next of direct.get(folder) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  return new Map([...direct.keys()].map((folder) => [folder, reach(folder, new Set())]));
}

interface Import {
  readonly file: string;
  readonly from: string;
  readonly specifier: string;
}

function importsOf(folder: string): readonly Import[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const text = fs.readFileSync(file, 'utf8');
      const found = text.matchAll(/(?:\bfrom|^import|\bimport\(|\brequire\()\s*['"]([^'"]+)['"]/gm);
      return [...found].map(([, specifier = '']) => ({ file, from: folderOf(file) ?? '', specifier }));
    });
}

/** The folder of server/src that a file stands in; undefined outside. */
function folderOf(file: string): string | undefined {
  const relative = path.relative(source, file);
  return relative.startsWith('..') ? undefined : relative.split(path.sep)[0];
}

const direct = allowedByTable();
const allowed = closure(direct);
const imports = importsOf(source);

describe('docs/ARCHITECTURE.md', () => {
  it('has a row for every folder of server/src', () => {
    const folders = fs.readdirSync(source, { withFileTypes: true }).filter((item) => item.isDirectory());
    expect([...direct.keys()]).toEqual(expect.arrayContaining(folders.map(({ name }) => name)));
  });

  it('names only folders that have a row', () => {
    expect([...direct.values()].flat().filter((name) => !direct.has(name))).toEqual([]);
  });

  it('has no circle', () => {
    expect([...allowed].filter(([folder, reached]) => reached.has(folder)).map(([folder]) => folder)).toEqual([]);
  });
});

describe('imports', () => {
  const describeImport = ({ file, specifier }: Import): string => `${path.relative(root, file)} imports ${specifier}`;

  it('of server/src go only where the table lets them', () => {
    const wrong = imports.filter(({ file, from, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      // The command line and the server tell their version.
      if (specifier.endsWith('/package.json')) return !MAY_REACH_OUTSIDE.has(from);
      const to = folderOf(path.resolve(path.dirname(file), specifier));
      return to === undefined || (to !== from && !allowed.get(from)?.has(to));
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('of the pure folders reach no editor, file system, process or clock', () => {
    const wrong = imports.filter(({ from, specifier }) => OUTSIDE.test(specifier) && !MAY_REACH_OUTSIDE.has(from));
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('between files form no circle, not even of types', () => {
    const files = [...imports, ...importsOf(path.join(root, 'client/src')), ...importsOf(path.join(root, 'test'))];
    expect(circlesOf(files)).toEqual([]);
  });

  it('of the client take nothing from the server but the protocol', () => {
    const wrong = importsOf(path.join(root, 'client/src')).filter(
      ({ specifier }) => specifier.includes('server/src') && !specifier.endsWith('server/src/lsp/protocol.js'),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });
});

describe('the pure folders', () => {
  it('read no clock and no environment', () => {
    const pure = [...direct.keys()].filter((folder) => !MAY_REACH_OUTSIDE.has(folder));
    const wrong = pure
      .map((folder) => path.join(source, folder))
      .filter((folder) => fs.existsSync(folder))
      .flatMap((folder) =>
        fs
          .readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => path.join(folder, name)),
      )
      .filter((file) =>
        /\b(Date\.now|new Date\(|performance\.now|process\.\w|Math\.random|setTimeout)\b/.test(codeOf(file)),
      )
      .map((file) => path.relative(root, file));
    expect(wrong).toEqual([]);
  });
});

/** The circles of imports that a walk from file to file comes upon, each as the files that it passes. */
function circlesOf(found: readonly Import[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { file, specifier } of found) {
    if (!specifier.startsWith('.')) continue;
    const target = path.resolve(path.dirname(file), specifier.replace(/\.js$/, '.ts'));
    next.set(file, [...(next.get(file) ?? []), target]);
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const since = trail.indexOf(file);
    if (since >= 0) circles.push([...trail.slice(since), file].map((each) => path.relative(root, each)).join(' -> '));
    if (since >= 0 || done.has(file)) return;
    for (const each of next.get(file) ?? []) walk(each, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return circles;
}

/** A file's text without its comments. */
function codeOf(file: string): string {
  return fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
