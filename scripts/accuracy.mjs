// npm run accuracy: estimates every known measured design, and writes docs/accuracy.md with its plots.
import fs from 'node:fs';
import path from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main } from './lib/run.mjs';
import { importTypeScript } from './lib/typescript.mjs';

await main(async () => {
  await ensureDependencies();
  const { accuracyFiles } = await importTypeScript('scripts/accuracy/page.ts', 'accuracy/accuracy.mjs');
  const files = accuracyFiles(at('.'));
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), text);
  }
  console.log(`${files.length} files generated.`);
});
