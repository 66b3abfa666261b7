// npm run accuracy: estimates every known measured design, and writes docs/accuracy.md with its plots.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main } from './lib/run.mjs';

await main(async () => {
  await ensureDependencies();
  const { accuracyFiles } = await load();
  const files = accuracyFiles(at('.'));
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), text);
  }
  console.log(`${files.length} files generated.`);
});

/** The estimator is TypeScript: it is bundled and loaded. Two folders down, as the calibration finds its data from there. */
async function load() {
  const esbuild = await import('esbuild');
  const outfile = at('.cache/accuracy/accuracy.mjs');
  await esbuild.build({
    entryPoints: [at('scripts/accuracy/page.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
