// Second step of the programs' build: few files of CommonJS, made of esbuild's many chunks. A program loads two or three
// files at its start in place of forty, and V8 can keep them compiled (server/src/host/start-program.ts), which it does
// not for modules of ECMAScript on the Node versions that we run on.
import path from 'node:path';

/**
 * Bundles chunks anew, from what `esbuild.build({ splitting: true, format: 'esm', write: false, metafile: true })` gave.
 * What the first program loads at its start becomes two files, by whether others use it; programs, and what is loaded when
 * it is first asked for, stay files of their own. Gives texts by file name, and `imports`: of each file, the files that it loads at once,
 * and `later`, those that it loads when they are asked for.
 */
export async function pack(esbuild, { metafile, outputFiles }, programs, options) {
  const chunks = new Map(
    Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), { ...output, file }]),
  );
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
  const groupOf = grouped(chunks, programs);
  const shared = naming(chunks);
  const asked = namesAsked(chunks, texts, groupOf);
  const groups = new Map();
  for (const chunk of chunks.keys()) groups.set(groupOf(chunk), [...(groups.get(groupOf(chunk)) ?? []), chunk]);
  const packed = await Promise.all(
    [...groups].map(([group, members]) =>
      packOne(esbuild, { group, members, chunks, texts, groupOf, shared, asked }, options),
    ),
  );
  return new Map(packed.map((each) => [each.name, each]));
}

/** Which file a chunk goes to. */
function grouped(chunks, [first, ...others]) {
  const atOnce = reached(chunks, `${first}.js`, (chunk) => importsOf(chunk, 'import-statement'));
  const elsewhere = new Set(
    others.flatMap((name) => [
      ...reached(chunks, `${name}.js`, (chunk) => [
        ...importsOf(chunk, 'import-statement'),
        ...importsOf(chunk, 'dynamic-import'),
      ]),
    ]),
  );
  const asked = new Set([...chunks.values()].flatMap((chunk) => importsOf(chunk, 'dynamic-import')));
  return (chunk) => {
    if (!atOnce.has(chunk) || asked.has(chunk) || chunk === `${first}.js`) return chunk;
    return elsewhere.has(chunk) ? 'shared.js' : `${first}-only.js`;
  };
}

/** A file, and all that it names in turn. */
export function reached(files, name, namedBy, found = new Set()) {
  if (found.has(name) || !files.has(name)) return found;
  found.add(name);
  for (const next of namedBy(files.get(name))) reached(files, next, namedBy, found);
  return found;
}

function importsOf({ imports }, wanted) {
  return imports.filter(({ kind }) => kind === wanted).map((each) => path.basename(each.path));
}

async function packOne(esbuild, { group, members, chunks, texts, groupOf, shared, asked }, options) {
  const imports = new Set();
  const later = new Set();
  const entry = members.map((chunk) => {
    const names = asked(chunk).map((name) => `${name} as ${shared(chunk, name, group)}`);
    return names.length > 0 ? `export { ${names.join(', ')} } from './${chunk}';` : `import './${chunk}';`;
  });
  const plugin = {
    name: 'pack',
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path: request, kind, namespace }) => {
        const chunk = path.basename(request);
        const file = groupOf(chunk);
        if (namespace === 'whole') return { path: request, external: true };
        if (namespace === 'foreign') return { path: chunk, namespace: 'whole' };
        if (kind === 'dynamic-import') {
          later.add(file);
          return { path: `./${file}`, external: true };
        }
        if (file === group) return { path: chunk, namespace: 'chunk' };
        imports.add(file);
        return { path: chunk, namespace: 'foreign' };
      });
      build.onLoad({ filter: /./, namespace: 'chunk' }, ({ path: chunk }) => ({ contents: texts.get(chunk) }));
      // A chunk of another file, by the names that its exports have there; and that file, required once.
      build.onLoad({ filter: /./, namespace: 'foreign' }, ({ path: chunk }) => {
        const names = asked(chunk).map((name) => `${shared(chunk, name, groupOf(chunk))} as ${name}`);
        return { contents: `export { ${names.join(', ')} } from './${groupOf(chunk)}';` };
      });
      build.onLoad({ filter: /./, namespace: 'whole' }, ({ path: file }) => {
        const names = [...chunks.keys()]
          .filter((chunk) => groupOf(chunk) === file)
          .flatMap((chunk) => asked(chunk).map((name) => shared(chunk, name, file)));
        return { contents: `export { ${names.join(', ')} } from './${file}';` };
      });
    },
  };
  const { outputFiles } = await esbuild.build({
    ...options,
    stdin: { contents: entry.join('\n'), resolveDir: process.cwd() },
    plugins: [plugin],
    bundle: true,
    write: false,
    format: 'cjs',
    // So that what is loaded later is kept compiled as well.
    supported: { 'dynamic-import': false },
  });
  return { name: group, text: outputFiles[0].text, imports, later };
}

/** The exports of a chunk that other files name: all, where it is a file of its own. */
function namesAsked(chunks, texts, groupOf) {
  const outside = new Map([...chunks.keys()].map((chunk) => [chunk, new Set()]));
  for (const [from, text] of texts)
    for (const [, list, chunk] of text.matchAll(/\bimport\{([^}]*)\}from"\.\/([^"]+)"/g))
      if (groupOf(from) !== groupOf(chunk))
        for (const each of list.split(',')) outside.get(chunk)?.add(each.split(' as ')[0]);
  return (chunk) =>
    chunks.get(chunk).exports.filter((name) => chunk === groupOf(chunk) || outside.get(chunk).has(name));
}

/** What an export of a chunk is called by the file that it went to: short, and the same in no two of its chunks. */
function naming(chunks) {
  const short = new Map();
  for (const [chunk, { exports }] of chunks)
    for (const name of exports) short.set(`${chunk} ${name}`, `$${short.size.toString(36)}`);
  return (chunk, name, file) => (chunk === file ? name : short.get(`${chunk} ${name}`));
}
