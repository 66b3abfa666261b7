// Synthesises the twins under twins/ with Yosys at every point of points.mjs and keeps the cell counts in
// test/data/calibration/<twin>.json. Points already there are skipped, so a stopped sweep goes on where it was.
//   node scripts/calibration/sweep.mjs [--twin NAME] [--seconds 120] [--batch 12] [--yosys PATH]
// seconds bounds one point; @yowasp/yosys does as well: --yosys node_modules/.bin/yowasp-yosys.
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { countCells } from './cells.mjs';
import { SWEEP } from './points.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dataDirectory = join(here, '..', '..', 'test', 'data', 'calibration');
const { values } = parseArgs({
  options: {
    twin: { type: 'string' },
    seconds: { type: 'string', default: '120' },
    batch: { type: 'string', default: '12' },
    yosys: { type: 'string', default: 'yosys' },
  },
});
const run = promisify(execFile);

const ABOUT =
  'Cells of the SystemVerilog twins in scripts/calibration/twins, synthesised by Yosys (synth_xilinx -noiopad -noclkbuf -flatten; ' +
  '-nodsp unless dsp is true). Register-transfer level, mapped but not placed: Yosys packs no two functions into one LUT6, and HLS adds ' +
  'its own control, FIFOs and pipeline registers, so absolute LUT counts of a Vivado build differ; the structure (which terms cost what ' +
  'relative to which) is what these points show. lut: LUT1 to LUT6; lutram, srl: LUTs used as memory and as shift registers; ' +
  'bram18: 18-kbit halves.';

const idOf = ({ family, dsp, parameters }) =>
  [family, ...(dsp ? ['dsp'] : []), ...Object.entries(parameters).map(([key, value]) => `${key}${value}`)].join('-');

function load(twin) {
  const path = join(dataDirectory, `${twin}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { about: ABOUT, twin, points: [] };
}

/** One point a line, so that a diff of the data shows points. */
function save(data) {
  mkdirSync(dataDirectory, { recursive: true });
  const head = Object.entries(data).filter(([key]) => key !== 'points');
  const lines = [
    '{',
    ...head.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`),
    '  "points": [',
    data.points.map((point) => `    ${JSON.stringify(point)}`).join(',\n'),
    '  ]',
    '}',
  ];
  const path = join(dataDirectory, `${data.twin}.json`);
  writeFileSync(`${path}.part`, `${lines.join('\n')}\n`);
  renameSync(`${path}.part`, path);
}

const twinFiles = readdirSync(join(here, 'twins'))
  .filter((name) => name.endsWith('.sv'))
  .map((name) => `twins/${name}`);

/**
 * The script for a batch: loading the vendor library takes longer than most points, so one run maps many. Each point is
 * elaborated and flattened alone, then kept as a module of its own under an empty top, so that nothing is shared.
 */
function scriptOf(batch, topPath, statisticsPath) {
  const { family, dsp } = batch[0];
  const elaborated = batch.flatMap(({ twin, parameters }, index) => [
    'design -reset',
    `read_verilog -sv -defer -DROM_WORDS="${join(scratch, `rom-${index}.hex`)}" ${twinFiles.join(' ')}`,
    `hierarchy -top ${twin} ${Object.entries(parameters)
      .map(([key, value]) => `-chparam ${key} ${value}`)
      .join(' ')}`,
    'proc',
    'flatten',
    `rename -top point_${index}`,
    `setattr -mod -set keep_hierarchy 1 point_${index}`,
    `design -stash stash_${index}`,
  ]);
  return [
    ...elaborated,
    'design -reset',
    ...batch.map((_, index) => `design -copy-from stash_${index} -as point_${index} point_${index}`),
    `read_verilog ${topPath}`,
    `synth_xilinx -family ${family} -noiopad -noclkbuf -flatten ${dsp ? '' : '-nodsp'} -top batch`,
    `tee -o ${statisticsPath} stat`,
  ].join('\n');
}

/** Words of a weight memory, as far as a point has one: pseudo-random, the same in every run. */
function romWords({ DEPTH = 0, WIDTH = 0 }) {
  let state = 0x2545f491;
  const digits = Math.ceil(WIDTH / 4);
  return Array.from({ length: DEPTH }, () => {
    let word = 0n;
    for (let bit = 0; bit < WIDTH; bit += 16) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      word = (word << 16n) | BigInt((state >>> 8) & 0xffff);
    }
    return BigInt.asUintN(WIDTH, word).toString(16).padStart(digits, '0');
  }).join('\n');
}

async function synthesise(batch) {
  const started = performance.now();
  const [script, top, statistics] = ['script.ys', 'top.v', 'statistics.txt'].map((name) => join(scratch, name));
  writeFileSync(
    top,
    `module batch; ${batch.map((_, index) => `(* keep *) point_${index} u${index}();`).join(' ')} endmodule\n`,
  );
  batch.forEach((point, index) => writeFileSync(join(scratch, `rom-${index}.hex`), romWords(point.parameters)));
  writeFileSync(script, scriptOf(batch, top, statistics));
  await run(values.yosys, ['-q', script], {
    cwd: here,
    timeout: Number(values.seconds) * 1000 * batch.length,
    killSignal: 'SIGKILL',
    maxBuffer: 64 << 20,
  });
  const seconds = Math.round((performance.now() - started) / 100 / batch.length) / 10;
  const sections = readFileSync(statistics, 'utf8').split(/^=== /m);
  return batch.map((_, index) => {
    const section = sections.find((text) => text.startsWith(`point_${index} `));
    if (section === undefined) throw new Error(`no statistics of point ${index}`);
    return { ...countCells(section), seconds };
  });
}

/** Points that are not there yet, in batches of one family and one DSP setting; what is marked large goes alone. */
function batchesOf(points) {
  const batches = [];
  for (const point of points) {
    const last = batches.at(-1);
    const fits =
      last &&
      !point.large &&
      !last[0].large &&
      last.length < Number(values.batch) &&
      last[0].family === point.family &&
      last[0].dsp === point.dsp;
    if (fits) last.push(point);
    else batches.push([point]);
  }
  return batches;
}

const scratch = mkdtempSync(join(tmpdir(), 'bnn-calibration-'));
const version = (await run(values.yosys, ['-V'])).stdout.trim().split(' (')[0];
const known = (point) => load(point.twin).points.some(({ id }) => id === idOf(point));
const wanted = SWEEP.filter((point) => (values.twin === undefined || point.twin === values.twin) && !known(point));
console.log(`${wanted.length} of ${SWEEP.length} points to do`);
const queue = batchesOf(wanted);
let failed = 0;
while (queue.length > 0) {
  const batch = queue.shift();
  try {
    const counts = await synthesise(batch);
    batch.forEach((point, index) => {
      const data = load(point.twin);
      const { family, dsp, parameters } = point;
      save({
        ...data,
        points: [...data.points, { id: idOf(point), family, dsp, parameters, ...counts[index], tool: version }],
      });
      console.log(`${point.twin} ${idOf(point)}: ${counts[index].lut} LUT, ${counts[index].seconds} s`);
    });
  } catch (error) {
    if (batch.length > 1)
      console.error(
        `batch: ${String(error.stderr || error.message)
          .trim()
          .split('\n')
          .at(-1)}`,
      );
    if (batch.length > 1) {
      console.error(
        `a batch failed, its points are done one by one: ${error.killed ? 'over time' : String(error.stderr || error.message).slice(0, 2000)}`,
      );
      queue.unshift(...batch.map((point) => [point]));
    } else {
      failed += 1;
      const why = error.killed
        ? 'over time'
        : String(error.stderr || error.message)
            .trim()
            .split('\n')
            .at(-1);
      console.error(`${batch[0].twin} ${idOf(batch[0])}: ${why}`);
    }
  }
}
rmSync(scratch, { recursive: true });
console.log(failed === 0 ? 'all points are there' : `${failed} points failed`);
process.exitCode = failed === 0 ? 0 : 1;
