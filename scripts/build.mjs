// npm run build: bundles the client, the server and the command line to dist/.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { withoutLeftOut } from './lib/left-out.mjs';
import { pack, reached } from './lib/pack.mjs';
import { at, Explained, main } from './lib/run.mjs';
import { withoutPages } from './lib/without-pages.mjs';

// The client is one file; with what it may weigh, minified.
const client = { entry: 'client/src/extension.ts', out: 'extension.js', budgetKb: 520 };

// Language server, command line and worker share modules in dist/FOLDER. Of the server, what typing needs is loaded at
// the start and counts; the rest when it is first asked for. An `out` is what starts a program from outside.
const FOLDER = 'server';
const programs = [
  { name: 'main', entry: 'server/src/lsp/main-node.ts', out: 'server.js', budgetKb: 500 },
  { name: 'cli', entry: 'server/src/cli/main.ts', out: 'cli.js', executable: true },
  { name: 'worker', entry: 'server/src/host/worker-node.ts', out: 'worker.js' },
];

/**
 * Builds everything, or only the client (`extension.js`) or the shared modules (any other name); returns sizes in bytes by
 * name. Fails when one is over its budget.
 */
export async function build(only = []) {
  const esbuild = await import('esbuild');
  fs.mkdirSync(at('dist'), { recursive: true });
  const wanted = (names) => only.length === 0 || names.some((name) => only.includes(name));
  const sizes = [
    ...(wanted([client.out]) ? [await buildClient(esbuild)] : []),
    ...(wanted(programs.map(({ out }) => out)) ? await buildPrograms(esbuild) : []),
  ];
  for (const { out, bytes, lazyBytes, budgetKb } of sizes) {
    const lazy = lazyBytes ? ` and ${kb(lazyBytes)} loaded when asked for` : '';
    console.log(`dist/${out}  ${kb(bytes)}${lazy}${budgetKb ? ` (budget ${budgetKb} kB)` : ''}`);
    if (budgetKb && bytes > budgetKb * 1000)
      throw new Explained(`dist/${out} is over its budget; load what typing does not need when it is asked for.`);
  }
  return Object.fromEntries(sizes.map(({ out, bytes }) => [out, bytes]));
}

// Of package.json the programs need its version, which is all that they carry of it.
const onlyVersion = {
  name: 'only-version',
  setup(build) {
    build.onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(fs.readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

const common = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['vscode'],
  plugins: [withoutPages],
  legalComments: 'none',
  logLevel: 'warning',
};

async function buildClient(esbuild) {
  const { entry, out, budgetKb } = client;
  await esbuild.build({
    ...common,
    entryPoints: [at(entry)],
    outfile: at('dist', out),
    format: 'cjs',
    charset: 'utf8',
  });
  return { out, bytes: fs.statSync(at('dist', out)).size, budgetKb };
}

/** The files of all programs in dist/FOLDER, and beside it what starts each. */
async function buildPrograms(esbuild) {
  const chunks = await esbuild.build({
    ...common,
    plugins: [...common.plugins, withoutLeftOut, onlyVersion],
    entryPoints: Object.fromEntries(programs.map(({ name, entry }) => [name, at(entry)])),
    outdir: at('dist', FOLDER),
    absWorkingDir: at(),
    format: 'esm',
    splitting: true,
    metafile: true,
    write: false,
  });
  const names = programs.map(({ name }) => name);
  const files = await pack(esbuild, chunks, names, {
    ...common,
    plugins: [],
    define: { 'import.meta.url': 'moduleUrl' },
  });
  writePrograms(files);
  const starters = await Promise.all(programs.map((program) => buildStarter(esbuild, program)));
  const bytesOf = (found) => [...found].reduce((sum, name) => sum + files.get(name).text.length, 0);
  return programs.map(({ name, out, budgetKb }, index) => {
    const eager = reached(files, `${name}.js`, (file) => file.imports);
    const all = reached(files, `${name}.js`, (file) => [...file.imports, ...file.later]);
    return { out, bytes: starters[index] + bytesOf(eager), lazyBytes: bytesOf(all) - bytesOf(eager), budgetKb };
  });
}

function writePrograms(files) {
  fs.mkdirSync(at('dist', FOLDER), { recursive: true });
  for (const { name, text } of files.values()) {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    fs.writeFileSync(at('dist', FOLDER, name), `//${hash}\n${text}`, 'latin1');
  }
  // A server that runs meanwhile may still ask for an old part: what is new is there first.
  for (const file of fs.readdirSync(at('dist', FOLDER))) if (!files.has(file)) fs.rmSync(at('dist', FOLDER, file));
}

async function buildStarter(esbuild, { name, out, executable = false }) {
  const outfile = at('dist', out);
  await esbuild.build({
    ...common,
    entryPoints: [at('server/src/host/start-program.ts')],
    outfile,
    format: 'cjs',
    define: { PROGRAM: JSON.stringify(name) },
    banner: { js: executable ? '#!/usr/bin/env node' : '' },
  });
  if (executable) fs.chmodSync(outfile, 0o755);
  return fs.statSync(outfile).size;
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

if (process.argv[1] === import.meta.filename)
  await main(async () => {
    await ensureDependencies();
    await build(process.argv.slice(2));
  });
