// The exact folding: how long the search takes in a new process of the programs as they ship, which have V8's code cache,
// in a new process without one, and in one that has searched before. Aims, on a quiet
// machine: CNV under 20 ms, MobileNet-v1 under 300 ms, ResNet-50 under 1 s, a 300-layer chain under 2 s, the whole front
// of CNV under 500 ms.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from '../lib/run.mjs';
import { bundleTypeScript } from '../lib/typescript.mjs';
import { chain } from './networks.mjs';

/** Name, text, what is searched, searches after the first. */
function cases() {
  const example = (name) => fs.readFileSync(at('examples', `${name}.bnn`), 'utf8');
  const [network] = example('cnv').split('/// As fast');
  const cnv = (goals) => `${network}\ntarget t for CNV { device=zc706 clock=200MHz ${goals} }`;
  const half = chain(300).replace('device=vu9p', 'device=u250');
  const open = half.replaceAll(/ pe=\d+ simd=\d+/g, '');
  const anyOpen = (goals) => open.replace('throughput=10kFPS', goals);
  return [
    ['CNV, throughput=21kFPS', cnv('throughput=21kFPS'), 'target', 20],
    ['CNV, its budgets short', cnv('throughput=21kFPS budget bram=200 lut=90000'), 'target', 20],
    ['CNV, latency=300us', cnv('latency=300us'), 'target', 0],
    ['CNV, --max', cnv(''), 'max', 10],
    ['CNV, front', cnv(''), 'front', 5],
    ['MobileNet-v1', example('mobilenet-v1'), 'target', 5],
    ['MobileNet-v1, --max', example('mobilenet-v1'), 'max', 3],
    ['ResNet-50', example('resnet-50'), 'target', 5],
    ['ResNet-50, --max', example('resnet-50'), 'max', 2],
    ['chain of 300, half by hand', half, 'target', 5],
    ['chain of 300, 10 kFPS', open, 'target', 3],
    ['chain of 300, 2 MFPS', anyOpen('throughput=2MFPS'), 'target', 3],
    ['chain of 300, --max', open, 'max', 0],
  ];
}

export async function run() {
  const bundle = await bundleTypeScript('test/bench/folding.ts');
  console.log('\nExact folding: the first search of a process, and the least of some more on the text read anew');
  console.log('shipped: the first search of `bnn`, its code cache on disk; cold: the same code without a cache');
  const only = process.argv.slice(2).flatMap((argument) => /^folding (.+)$/.exec(argument)?.slice(1) ?? []);
  for (const [index, [name, text, wanted]] of cases().entries()) {
    if (only.length > 0 && !only.some((each) => name.startsWith(each))) continue;
    const args = [fileURLToPath(import.meta.url), bundle, String(index)];
    const { coldMs, warmMs, whole, fps, lut, points } = JSON.parse(
      execFileSync(process.execPath, args, { encoding: 'utf8' }),
    );
    const found = `${fps.toFixed(0)} FPS, ${lut} LUT${points > 1 ? `, ${points} points` : ''}`;
    console.log(
      `  ${name.padEnd(28)} shipped ${ms(shippedMs(text, wanted))}  cold ${ms(coldMs)}  warm ${ms(warmMs)}   ${found}${whole ? '' : ' (not proven)'}`,
    );
  }
  const { besideHand } = await import(bundle);
  const { fps, handLut, ourLut, proven } = besideHand(fs.readFileSync(at('examples/cnv.bnn'), 'utf8'));
  const share = ((100 * (handLut - ourLut)) / handLut).toFixed(1);
  console.log(
    `  CNV on the ZC706 at the ${(fps / 1e3).toFixed(1)} kFPS of its hand folding: ${handLut} -> ${ourLut} LUT, ${share} % fewer${proven ? ', proven' : ''}`,
  );
}

function ms(value) {
  return `${value === undefined ? '    -' : value.toFixed(0).padStart(5)} ms`;
}

/** Processes after the one that fills the code cache. */
const SHIPPED_ROUNDS = 3;

/**
 * The least time of a first search as users have it: `bnn fold` from `dist`, each time a new process, after one that has
 * filled the code cache. Undefined of a front, whose time `bnn pareto` does not tell.
 */
function shippedMs(text, wanted) {
  if (wanted === 'front') return undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-bench-'));
  try {
    const file = path.join(folder, 'bench.bnn');
    fs.writeFileSync(file, text);
    const args = [
      at('dist/cli.js'),
      'fold',
      file,
      '--json',
      '--time-limit',
      '20',
      ...(wanted === 'max' ? ['--max'] : []),
    ];
    const env = { ...process.env, BNN_CODE_CACHE: path.join(folder, 'cache') };
    const search = () =>
      JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }))
        .searchMs;
    search();
    return Math.min(...Array.from({ length: SHIPPED_ROUNDS }, search));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// A child: one case in a process of its own.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , bundle, index] = process.argv;
  const [, text, wanted, rounds] = cases()[Number(index)];
  const { timeFolding } = await import(bundle);
  console.log(JSON.stringify(timeFolding(text, wanted, rounds)));
}
