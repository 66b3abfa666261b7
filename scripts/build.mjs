// npm run build: bundles the client, the server and the command line to dist/.
import fs from 'node:fs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { withoutLeftOut } from './lib/left-out.mjs';
import { at, Explained, main } from './lib/run.mjs';
import { withoutPages } from './lib/without-pages.mjs';

// The client is one file; with what it may weigh, minified.
const client = { entry: 'client/src/extension.ts', out: 'extension.js', budgetKb: 520 };

// Language server, command line and worker share modules in dist/FOLDER. Of the server, what typing needs is loaded at
// the start and counts; the rest when it is first asked for. An `out` is what starts a program from outside.
const FOLDER = 'server';
const programs = [
  { name: 'main', entry: 'server/src/lsp/main-node.ts', out: 'server.js', budgetKb: 600 },
  { name: 'cli', entry: 'server/src/cli/main.ts', out: 'cli.js', executable: true },
  { name: 'worker', entry: 'server/src/host/worker-node.ts' },
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

const common = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['vscode'],
  plugins: [withoutPages],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
};

async function buildClient(esbuild) {
  const { entry, out, budgetKb } = client;
  await esbuild.build({ ...common, entryPoints: [at(entry)], outfile: at('dist', out), format: 'cjs' });
  return { out, bytes: fs.statSync(at('dist', out)).size, budgetKb };
}

/** Modules in dist/FOLDER that import each other as they are needed, and beside it what anything can start. */
async function buildPrograms(esbuild) {
  const { metafile } = await esbuild.build({
    ...common,
    plugins: [...common.plugins, withoutLeftOut],
    entryPoints: Object.fromEntries(programs.map(({ name, entry }) => [name, at(entry)])),
    outdir: at('dist', FOLDER),
    absWorkingDir: at(),
    format: 'esm',
    splitting: true,
    metafile: true,
    // Libraries that are no modules themselves call require.
    banner: { js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);" },
  });
  // A server that runs meanwhile may still ask for an old part: what is new is there first.
  for (const file of fs.readdirSync(at('dist', FOLDER)))
    if (!metafile.outputs[`dist/${FOLDER}/${file}`]) fs.rmSync(at('dist', FOLDER, file));
  fs.writeFileSync(at('dist', FOLDER, 'package.json'), '{"type":"module"}\n');
  const bytesOf = (files) => [...files].reduce((sum, file) => sum + metafile.outputs[file].bytes, 0);
  return programs
    .filter(({ out }) => out)
    .map(({ name, out, executable = false, budgetKb }) => {
      const shebang = executable ? '#!/usr/bin/env node\n' : '';
      fs.writeFileSync(at('dist', out), `${shebang}import('./${FOLDER}/${name}.js');\n`);
      if (executable) fs.chmodSync(at('dist', out), 0o755);
      const eager = loaded(metafile, `dist/${FOLDER}/${name}.js`, ['import-statement']);
      const all = loaded(metafile, `dist/${FOLDER}/${name}.js`, ['import-statement', 'dynamic-import']);
      return { out, bytes: bytesOf(eager), lazyBytes: bytesOf(all) - bytesOf(eager), budgetKb };
    });
}

/** A module and all that it imports in these ways. */
function loaded({ outputs }, file, kinds, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind } of outputs[file].imports)
    if (kinds.includes(kind) && outputs[path]) loaded({ outputs }, path, kinds, found);
  return found;
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

if (process.argv[1] === import.meta.filename)
  await main(async () => {
    await ensureDependencies();
    await build(process.argv.slice(2));
  });
