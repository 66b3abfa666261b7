// npm run bench: what it costs, beside a floor or a peer measured in the same run. Nothing here passes or fails.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { benchKeystroke, benchStart } from './bench/keystroke.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = (file) => path.join(root, 'dist', file);
execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'inherit' });

// `npm run bench -- keystroke start` measures these two; `npm run bench -- "folding CNV"` one case of a part.
const only = process.argv.slice(2).map((argument) => argument.split(' ', 1)[0]);
const wanted = (name) => only.length === 0 || only.some((each) => name.startsWith(each));
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

if (wanted('keystroke')) {
  console.log('\nKeystroke to diagnostics and hints over stdio, p50 and p99 (floor: a server that answers nothing)');
  const both = ({ p50, p99 }) => `${ms(p50)}, ${ms(p99)}`;
  for (const { layers, atOnce, afterPause, floor } of await benchKeystroke(dist('server.js'))) {
    console.log(
      `  ${String(layers).padStart(4)} layers: typing at once ${both(atOnce)}   two seconds after opening ${both(afterPause)}` +
        `   floor ${both(floor)}   p50 is ${(afterPause.p50 / floor.p50).toFixed(1)} x the floor`,
    );
  }
}
if (wanted('start')) {
  const ours = await benchStart(dist('server.js'));
  const floor = await benchStart(path.join(root, 'scripts/bench/empty-server.mjs'));
  console.log('\nProcess start to first diagnostics');
  console.log(
    `  best ${ms(ours.best)}, median ${ms(ours.median)}   floor (bare node) best ${ms(floor.best)}, median ${ms(floor.median)}`,
  );
}
if (wanted('sizes')) {
  console.log('\nBundles');
  for (const file of readdirSync(dist(''))
    .filter((name) => name.endsWith('.js'))
    .sort()) {
    console.log(`  ${file.padEnd(24)} ${(statSync(dist(file)).size / 1000).toFixed(0)} kB`);
  }
}
for (const file of readdirSync(path.join(root, 'scripts/bench')).sort()) {
  if (!file.endsWith('.bench.mjs') || !wanted(file)) continue;
  const bench = await import(pathToFileURL(path.join(root, 'scripts/bench', file)).href);
  await bench.run();
}
