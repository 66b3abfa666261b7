// npm run generate: writes the files that are read off the language's table and the catalogue of diagnostics.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main } from './lib/run.mjs';

await main(async () => {
  await ensureDependencies();
  const { generatedFiles, generatedFolders } = await load();
  const files = await generatedFiles();
  for (const folder of generatedFolders) fs.rmSync(at(folder), { recursive: true, force: true });
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), text);
  }
  console.log(`${files.size} files generated.`);
});

/** The generator is TypeScript, as what it reads is: it is bundled and loaded. */
async function load() {
  const esbuild = await import('esbuild');
  const outfile = at('.cache/generate.mjs');
  await esbuild.build({
    entryPoints: [at('scripts/generate/generated-files.ts')],
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
