// npm run generate: writes the files that are read off the language's table and the catalogue of diagnostics.
import fs from 'node:fs';
import path from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main } from './lib/run.mjs';
import { importTypeScript } from './lib/typescript.mjs';

await main(async () => {
  await ensureDependencies();
  const { generatedFiles, generatedFolders } = await importTypeScript('scripts/generate/generated-files.ts');
  const files = await generatedFiles();
  for (const folder of generatedFolders) fs.rmSync(at(folder), { recursive: true, force: true });
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), text);
  }
  console.log(`${files.size} files generated.`);
});
