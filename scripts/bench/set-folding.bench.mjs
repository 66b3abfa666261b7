// The exact folding beside FINN's SetFolding, on its own vectors: same cycles, same costs, same cap on weight widths.
import fs from 'node:fs';
import { at } from '../lib/run.mjs';
import { importTypeScript } from '../lib/typescript.mjs';

export async function run() {
  const { compare } = await importTypeScript('test/bench/set-folding.ts');
  const { vectors } = JSON.parse(fs.readFileSync(at('test/data/set-folding.json'), 'utf8'));
  console.log("\nFolding beside FINN's SetFolding: LUTs at the interval that it reached, and at the target itself");
  for (const vector of vectors) {
    const start = performance.now();
    const { id, targetCycles, reachedCycles, theirLut, ourLut, atTarget } = compare(vector);
    const ms = performance.now() - start;
    const saved = `${((100 * (theirLut - ourLut)) / theirLut).toFixed(1)} %`;
    const target =
      'lut' in atTarget
        ? `target ${targetCycles}: ${atTarget.lut} LUT in ${atTarget.cycles}`
        : `target ${targetCycles}: no folding, ${atTarget.tooSlow.join(', ')} too slow`;
    console.log(
      `  ${id.padEnd(32)} ${String(reachedCycles).padStart(6)} cycles: ${String(theirLut).padStart(6)} -> ${String(ourLut).padStart(6)} LUT, saved ${saved.padStart(6)};  ${target}  (${ms.toFixed(0)} ms)`,
    );
  }
}
