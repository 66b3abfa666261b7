// The reference model on LFC and CNV, beside its plain forms and, where there is a C++ compiler, a C++ popcount program.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { at } from '../lib/run.mjs';
import { importTypeScript } from '../lib/typescript.mjs';

const PEERS = [
  ['C++ popcount, -O2 -mpopcnt', ['-O2', '-mpopcnt']],
  ['C++ popcount, -O3 -march=native', ['-O3', '-march=native']],
];

export async function run() {
  const { timeModel } = await importTypeScript('test/bench/golden.ts');
  for (const [file, images, plainImages] of [
    ['lfc', 4000, 10],
    ['cnv', 60, 1],
  ]) {
    const times = timeModel(fs.readFileSync(at('examples', `${file}.bnn`), 'utf8'), images, plainImages);
    console.log(`\nReference model, ${file.toUpperCase()}`);
    row('as used (WebAssembly SIMD)', times.fast, times.fast);
    row('packed words, plain JavaScript', times.words, times.fast);
    row('plain loops', times.plain, times.fast);
    if (file === 'lfc') for (const [name, flags] of PEERS) row(name, peer(flags), times.fast);
  }
}

function row(name, ms, fast) {
  if (ms === undefined) console.log(`  ${name.padEnd(32)} not measured: there is no g++ here`);
  else {
    const rate = `${Math.round(1000 / ms)} images/s`;
    console.log(
      `  ${name.padEnd(32)} ${ms.toPrecision(3).padStart(7)} ms an image  ${rate.padStart(16)}  ${(ms / fast).toFixed(2)} x`,
    );
  }
}

/** Milliseconds an image; undefined where the compiler is missing. */
function peer(flags) {
  const binary = at('.cache/lfc_popcount');
  try {
    execFileSync('g++', [...flags, '-o', binary, at('test/bench/lfc_popcount.cpp')], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const runs = [1, 2, 3].map(() => Number(execFileSync(binary, ['4000'], { encoding: 'utf8' }).split(' ')[0]));
  return Math.min(...runs) / 1e6;
}
