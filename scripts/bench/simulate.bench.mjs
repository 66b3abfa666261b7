// The simulation of latency and FIFOs: MobileNet (to stay under 300 ms), ResNet-50 (under 1 s) and CNV.
import fs from 'node:fs';
import { at } from '../lib/run.mjs';
import { importTypeScript } from '../lib/typescript.mjs';

export async function run() {
  const { timeSimulation } = await importTypeScript('test/bench/simulate.ts');
  console.log('\nSimulated latency: the first run (schedules included), one more, and the search for all FIFO depths');
  for (const name of ['cnv', 'mobilenet-v1', 'resnet-50']) {
    const text = fs.readFileSync(at('examples', `${name}.bnn`), 'utf8');
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
