// npm run build: bundles the client, the server and the command line to dist/.
import fs from 'node:fs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, Explained, main } from './lib/run.mjs';
import { withoutPages } from './lib/without-pages.mjs';

// Bundles of one file each, with what they may weigh, minified.
const bundles = [
  { entry: 'client/src/extension.ts', out: 'extension.js', budgetKb: 520 },
  { entry: 'server/src/cli/main.ts', out: 'cli.js', executable: true },
  { entry: 'server/src/host/worker-node.ts', out: 'worker.js' },
];

// The server is split: what typing needs is loaded at the start and counts; the rest when it is first asked for.
const server = { entry: 'server/src/lsp/main-node.ts', out: 'server.js', folder: 'server', budgetKb: 640 };

/**
 * Builds every bundle whose entry exists, or only those named; returns their sizes in bytes by name.
 * Fails when one is over its budget.
 */
export async function build(only = []) {
  const esbuild = await import('esbuild');
  fs.mkdirSync(at('dist'), { recursive: true });
  const wanted = ({ entry, out }) => fs.existsSync(at(entry)) && (only.length === 0 || only.includes(out));
  const sizes = await Promise.all([
    ...bundles.filter(wanted).map((bundle) => buildOne(esbuild, bundle)),
    ...[server].filter(wanted).map((bundle) => buildSplit(esbuild, bundle)),
  ]);
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

async function buildOne(esbuild, { entry, out, executable = false, budgetKb }) {
  await esbuild.build({
    ...common,
    entryPoints: [at(entry)],
    outfile: at('dist', out),
    format: 'cjs',
    define: { 'import.meta.url': 'bundleUrl' },
    banner: {
      js: `${executable ? '#!/usr/bin/env node\n' : ''}const bundleUrl=require('node:url').pathToFileURL(__filename).href;`,
    },
  });
  if (executable) fs.chmodSync(at('dist', out), 0o755);
  return { out, bytes: fs.statSync(at('dist', out)).size, budgetKb };
}

/** Modules in dist/FOLDER that import each other as they are needed, behind a dist/OUT that anything can start. */
async function buildSplit(esbuild, { entry, out, folder, budgetKb }) {
  const { metafile } = await esbuild.build({
    ...common,
    entryPoints: { main: at(entry) },
    outdir: at('dist', folder),
    absWorkingDir: at(),
    format: 'esm',
    splitting: true,
    metafile: true,
    // Libraries that are no modules themselves call require.
    banner: { js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);" },
  });
  // A server that runs meanwhile may still ask for an old part: what is new is there first.
  for (const file of fs.readdirSync(at('dist', folder)))
    if (!metafile.outputs[`dist/${folder}/${file}`]) fs.rmSync(at('dist', folder, file));
  fs.writeFileSync(at('dist', folder, 'package.json'), '{"type":"module"}\n');
  fs.writeFileSync(at('dist', out), `import('./${folder}/main.js');\n`);
  const eager = loadedAtStart(metafile, `dist/${folder}/main.js`);
  const bytesOf = (files) => files.reduce((sum, file) => sum + metafile.outputs[file].bytes, 0);
  const bytes = bytesOf(eager) + fs.statSync(at('dist', out)).size;
  return { out, bytes, lazyBytes: bytesOf(Object.keys(metafile.outputs)) - bytesOf(eager), budgetKb };
}

/** A module and all that it imports outright. */
function loadedAtStart({ outputs }, file, found = []) {
  if (found.includes(file)) return found;
  found.push(file);
  for (const { path, kind } of outputs[file].imports)
    if (kind === 'import-statement' && outputs[path]) loadedAtStart({ outputs }, path, found);
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
