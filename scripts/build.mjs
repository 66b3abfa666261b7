// npm run build: bundles the client, the server and the command line to dist/.
import fs from 'node:fs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, Explained, main } from './lib/run.mjs';
import { withoutPages } from './lib/without-pages.mjs';

// What each bundle may weigh, minified; `lazy` ones are loaded by name at run time, never while typing.
const bundles = [
  { entry: 'client/src/extension.ts', out: 'extension.js', budgetKb: 520 },
  { entry: 'server/src/lsp/main-node.ts', out: 'server.js', budgetKb: 500 },
  { entry: 'server/src/cli/main.ts', out: 'cli.js', executable: true },
  { entry: 'server/src/host/worker-node.ts', out: 'worker.js', lazy: true },
];

/**
 * Builds every bundle whose entry exists, or only those named; returns their sizes in bytes by name.
 * Fails when one is over its budget.
 */
export async function build(only = []) {
  const esbuild = await import('esbuild');
  fs.mkdirSync(at('dist'), { recursive: true });
  const sizes = await Promise.all(
    bundles
      .filter(({ entry, out }) => fs.existsSync(at(entry)) && (only.length === 0 || only.includes(out)))
      .map(async ({ entry, out, executable = false }) => {
        await esbuild.build({
          entryPoints: [at(entry)],
          outfile: at('dist', out),
          bundle: true,
          minify: true,
          format: 'cjs',
          platform: 'node',
          target: 'node20',
          mainFields: ['module', 'main'],
          external: ['vscode'],
          plugins: [withoutPages],
          alias: { 'lodash-es': at('scripts/lib/lodash-for-chevrotain.mjs') },
          define: { 'import.meta.url': 'bundleUrl' },
          banner: {
            js: `${executable ? '#!/usr/bin/env node\n' : ''}const bundleUrl=require('node:url').pathToFileURL(__filename).href;`,
          },
          legalComments: 'none',
          charset: 'utf8',
          logLevel: 'warning',
        });
        if (executable) fs.chmodSync(at('dist', out), 0o755);
        return [out, fs.statSync(at('dist', out)).size];
      }),
  );
  for (const [out, bytes] of sizes) {
    const { budgetKb } = bundles.find((bundle) => bundle.out === out);
    console.log(`dist/${out}  ${(bytes / 1000).toFixed(0)} kB${budgetKb ? ` (budget ${budgetKb} kB)` : ''}`);
    if (budgetKb && bytes > budgetKb * 1000)
      throw new Explained(`dist/${out} is over its budget; move what typing does not need to a lazily loaded bundle.`);
  }
  return Object.fromEntries(sizes);
}

if (process.argv[1] === import.meta.filename)
  await main(async () => {
    await ensureDependencies();
    await build(process.argv.slice(2));
  });
