// What an edit of one layer costs to fold and to estimate (to stay under 1 ms at 300 layers), beside a network all new.
import { importTypeScript } from '../lib/typescript.mjs';

export async function run() {
  const { timeEdits } = await importTypeScript('test/bench/estimate.ts');
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
