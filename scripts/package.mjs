// npm run package: makes the .vsix, which must stay under 1 MB.
import fs from 'node:fs';
import { build } from './build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, Explained, main, run } from './lib/run.mjs';

const BUDGET_KB = 1000;

/** Builds and packages to `file` (default: beside package.json, named by version); returns the file's path. */
export async function packageExtension(file, bundles = []) {
  await build(bundles);
  const { name, version } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  const out = file ?? at(`${name}-${version}.vsix`);
  fs.rmSync(out, { force: true });
  const vsce = at('node_modules/@vscode/vsce/vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    // README.md speaks of files that are not shipped.
    '--readme-path',
    'media/extension.md',
    '--no-rewrite-relative-links',
    '--out',
    out,
  ];
  const { code, output } = await run(process.execPath, [vsce, ...args], { quiet: true });
  if (code !== 0) throw new Explained(`${output.trim()}\n\nThe .vsix could not be made.`);
  const kb = fs.statSync(out).size / 1000;
  console.log(`${out.slice(at().length + 1)}  ${kb.toFixed(0)} kB (budget ${BUDGET_KB} kB)`);
  if (kb > BUDGET_KB)
    throw new Explained('The .vsix is over its budget; `npx vsce ls --no-dependencies` lists what is in it.');
  return out;
}

if (process.argv[1] === import.meta.filename)
  await main(async () => {
    await ensureDependencies();
    await packageExtension();
  });
