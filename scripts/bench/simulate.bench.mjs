// The simulation of latency and FIFOs: MobileNet (to stay under 300 ms), ResNet-50 (under 1 s) and CNV.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export async function run({ root }) {
  const outfile = path.join(root, '.cache/bench-simulate.mjs');
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [path.join(root, 'test/bench/simulate.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  const { timeSimulation } = await import(pathToFileURL(outfile).href);
  console.log('\nSimulated latency: the first run (schedules included), one more, and the search for all FIFO depths');
  for (const name of ['cnv', 'mobilenet-v1', 'resnet-50']) {
    const text = fs.readFileSync(path.join(root, 'examples', `${name}.bnn`), 'utf8');
    const { words, firstMs, simulateMs, fitMs, exact, latencyCycles } = timeSimulation(text);
    const how = exact ? 'word by word' : 'in batches';
    console.log(
      `  ${name.padEnd(14)} ${ms(firstMs)} ${ms(simulateMs)} ${ms(fitMs)}   ${(words / 1e6).toFixed(2)} M words a frame, ${how}; ${latencyCycles} cycles`,
    );
  }
}

function ms(value) {
  return `${value.toFixed(0).padStart(5)} ms`;
}
