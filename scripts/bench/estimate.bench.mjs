// What an edit of one layer costs to fold and to estimate (to stay under 1 ms at 300 layers), beside a network all new.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export async function run({ root }) {
  const outfile = path.join(root, '.cache/bench-estimate.mjs');
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [path.join(root, 'test/bench/estimate.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  const { timeEdits } = await import(pathToFileURL(outfile).href);
  console.log('\nAfter an edit of one layer (least, median), beside a network of which no layer was met before');
  for (const [layers, rounds] of [
    [30, 1500],
    [300, 600],
    [3000, 90],
  ]) {
    const { edited, estimate, fresh } = timeEdits(layers, rounds);
    console.log(
      `  ${String(layers).padStart(4)} layers: folded and estimated ${both(edited)}, estimated alone ${both(estimate)}` +
        `   all new ${both(fresh)}, ${(fresh.median / edited.median).toFixed(1)} x the edit`,
    );
  }
}

function both({ least, median }) {
  return `${ms(least)}, ${ms(median)}`;
}

function ms(value) {
  return `${value.toFixed(value < 1 ? 2 : 1)} ms`;
}
