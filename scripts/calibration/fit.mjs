// Fits the cost model to the sweeps and to the measured units, prints the tables of docs/calibration.md, and writes
// test/data/calibration/fit.json.
//   node scripts/calibration/fit.mjs [--check]
// --check writes nothing and fails when fit.json is not what the data gives.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { accumulatorBits, bram18, mvtu, MVTU_TERMS, staysInLuts, TWINS } from './features.mjs';
import { dot, fit, fitRobust, statistics, weightedStatistics } from './least-squares.mjs';
import { tables } from './tables.mjs';
import { BUILD_ENGINES } from './measured-builds.mjs';
import { infrastructure, measuredMvtus, measuredPools } from './measured-points.mjs';

const folder = new URL('../../test/data/calibration/', import.meta.url);
const round = (value, digits = 4) => Number(value.toPrecision(digits));
const named = (names, values) => Object.fromEntries(names.map((name, index) => [name, round(values[index])]));

/** Errors are relative to what was measured, of which `fixed` is known beforehand; `weight` is how much a point counts. */
function fitPoints(points, quantity, method = fit) {
  const usable = points.filter((point) => point[quantity] > 0);
  const known = (point) => (quantity === 'lut' ? point.fixed : 0);
  const share = (point) => (1 - known(point) / point[quantity]) * (point.weight ?? 1);
  return method(
    usable.map(({ row }) => row),
    usable.map((point) => point[quantity] - known(point)),
    usable.map((point) => (method === fit ? share(point) ** 2 : share(point))),
  );
}

/** As many points of one repository as count in full: more of them, which resemble each other, count no more together. */
const COUNTED_POINTS = 60;

/** The points with what each counts. */
function weighted(points) {
  const counts = new Map();
  for (const { repository } of points) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  return points.map((point) => ({ ...point, weight: Math.min(1, COUNTED_POINTS / counts.get(point.repository)) }));
}

const estimate = (point, x, quantity) => dot(point.row, x) + (quantity === 'lut' ? point.fixed : 0);
const ratios = (points, x, quantity) => points.map((point) => estimate(point, x, quantity) / point[quantity]);

/** Each source estimated from a fit to all the others. */
function leftOut(points, quantity, method = fit) {
  const sources = [...new Set(points.map(({ source }) => source))];
  return sources.flatMap((source) => {
    const x = fitPoints(
      points.filter((point) => point.source !== source),
      quantity,
      method,
    );
    return ratios(
      points.filter((point) => point.source === source),
      x,
      quantity,
    );
  });
}

/** Coefficients, errors a source, and the errors of each source when it is left out of the fit, with all of its network. */
function fitMvtu(points, quantity) {
  const x = fitPoints(points, quantity, fitRobust);
  const sources = [...new Set(points.map(({ source }) => source))];
  const isLayer = ({ source }) => !/^mvu_|blog/.test(source);
  const apart = [];
  const fits = new Map();
  const networkOf = ({ network, source }) => network ?? source;
  const fitWithout = (network) => {
    const known = fits.get(network);
    if (known) return known;
    const others = points.filter((point) => networkOf(point) !== network);
    const made = fitPoints(others, quantity, fitRobust);
    fits.set(network, made);
    return made;
  };
  const bySource = sources.map((source) => {
    const own = points.filter((point) => point.source === source);
    const without = fitWithout(networkOf(own[0]));
    const left = ratios(own, without, quantity);
    apart.push(...left.map((ratio, at) => ({ ratio, weight: own[at].weight, layer: isLayer(own[at]) })));
    return {
      source,
      ...statistics(ratios(own, x, quantity)),
      leftOut: statistics(ratios(own, without, quantity)).medianError,
    };
  });
  return {
    coefficients: named(MVTU_TERMS, x),
    ...statistics(ratios(points, x, quantity)),
    leftOut: weightedStatistics(apart),
    // Layers of whole designs, with thresholds, streamed weights and DSPs: the honest band of an estimate.
    layers: statistics(ratios(points.filter(isLayer), x, quantity)),
    layersLeftOut: weightedStatistics(apart.filter(({ layer }) => layer)),
    bySource,
  };
}

/**
 * Whole designs whose folding is known: their MVTUs by the model, beside what was measured in total. The rest is the
 * memory port, the shell, windows, pools and FIFOs, which other engines of the estimator count.
 */
function designs(coefficients) {
  return DESIGNS.map(({ id, measured, layers, weightBits, valueBits, firstBits = valueBits }) => {
    const units = layers.map(([columns, rows, pe, simd], index) => ({
      unit: {
        family: 'xc7',
        columns,
        rows,
        pe,
        simd,
        weightBits,
        valueBits: index === 0 ? firstBits : valueBits,
        levels: index === layers.length - 1 ? 0 : 2 ** valueBits - 1,
      },
      style: 'auto',
    }));
    const lut = units.map(({ unit }) => {
      const { row, fixed } = mvtu(unit);
      return dot(row, Object.values(coefficients)) + fixed;
    });
    return {
      id,
      mvtuLut: Math.round(lut.reduce((sum, value) => sum + value, 0)),
      mvtuBram18: units.reduce((sum, unit) => sum + weightBram(unit), 0),
      ...measured,
    };
  });
}

/** columns, rows, pe, simd of each layer. Foldings: sources of test/data/measured.json; LFC-max's from FINN's history. */
const DESIGNS = [
  {
    id: 'finn2016_LFC-max',
    measured: { measuredLut: 82988, measuredBram18: 792, confidence: 'C' },
    weightBits: 1,
    valueBits: 1,
    layers: [
      [832, 1024, 128, 64],
      [1024, 1024, 128, 64],
      [1024, 1024, 128, 64],
      [1024, 16, 16, 8],
    ],
  },
  {
    id: 'finn2016_SFC-max',
    measured: { measuredLut: 91131, measuredBram18: 9, confidence: 'B' },
    weightBits: 1,
    valueBits: 1,
    layers: [
      [832, 256, 256, 64],
      [256, 256, 64, 64],
      [256, 256, 64, 64],
      [256, 16, 16, 16],
    ],
  },
  {
    id: 'bnnpynq_lfcW1A1',
    measured: { measuredLut: 28360, measuredBram18: 220, confidence: 'A' },
    weightBits: 1,
    valueBits: 1,
    layers: [
      [832, 1024, 32, 64],
      [1024, 1024, 64, 32],
      [1024, 1024, 32, 64],
      [1024, 64, 16, 8],
    ],
  },
  {
    id: 'bnnpynq_cnvW2A2',
    measured: { measuredLut: 37302, measuredBram18: 280, confidence: 'A' },
    weightBits: 2,
    valueBits: 2,
    firstBits: 8,
    layers: [
      [27, 64, 8, 3],
      [576, 64, 16, 16],
      [576, 128, 8, 16],
      [1152, 128, 8, 16],
      [1152, 256, 4, 8],
      [2304, 256, 1, 8],
      [256, 512, 1, 2],
      [512, 512, 2, 2],
      [512, 64, 4, 1],
    ],
  },
];

/** Block RAM of weights and thresholds, counted and not fitted. */
function weightBram({ unit, style }) {
  const { pe, simd, weightBits, valueBits, columns, rows, levels = 0, thresholdBits } = unit;
  const depth = (columns / simd) * (rows / pe);
  const width = simd * weightBits;
  const accumulator =
    thresholdBits ?? accumulatorBits({ columns, weightBits, valueBits, xnor: weightBits === 1 && valueBits === 1 });
  const weights = style === 'auto' && staysInLuts(depth, width) ? 0 : pe * bram18(depth, width);
  const thresholds = staysInLuts(rows / pe, accumulator) ? 0 : pe * levels * bram18(rows / pe, accumulator);
  return weights + thresholds;
}

function fitTwin(twin) {
  const path = new URL(`${twin}.json`, folder);
  if (!existsSync(path)) return undefined;
  const { points } = JSON.parse(readFileSync(path, 'utf8'));
  const families = [...new Set(points.map(({ family }) => family))];
  return Object.fromEntries(
    families.flatMap((family) => {
      const own = points
        .filter((point) => point.family === family && !point.dsp && point.lut > 0)
        .map((point) => ({ ...TWINS[twin](point.parameters), fixed: 0, lut: point.lut, ff: point.ff }));
      // Fewer points than terms tell nothing.
      if (own.length < 2 * own[0].row.length) return [];
      const lut = fitPoints(own, 'lut');
      return [[family, { lut: named(own[0].names, lut), ...statistics(ratios(own, lut, 'lut')) }]];
    }),
  );
}

/**
 * Max pools as HLS builds them; their buffer in LUTs is counted where the report does not leave it out. A pool of maps has
 * counters of rows that one of a row has not.
 */
function fitPools() {
  const points = measuredPools().map((point) => ({
    ...point,
    row: [1, point.rows ? 1 : 0, point.valueBits > 1 ? point.bits : 0, point.valueBits === 1 ? point.bits : 0],
    fixed: point.memory,
  }));
  const x = fitPoints(points, 'lut');
  const ff = fit(
    points.map((point) => [1, point.rows ? 1 : 0, point.bits]),
    points.map((point) => point.ff),
  );
  return {
    coefficients: named(['base', 'rows', 'comparedBit', 'orBit'], x),
    ff: named(['base', 'rows', 'perBit'], ff),
    ...statistics(ratios(points, x, 'lut')),
    leftOut: statistics(leftOut(points, 'lut')),
    points: points.map((point) => ({
      id: point.id,
      measured: point.lut,
      estimate: Math.round(estimate(point, x, 'lut')),
    })),
  };
}

/** Engines of FINN in hand-written RTL, by the terms of measured-builds.mjs; what is counted beforehand is not fitted. */
function fitBuildEngines() {
  return Object.fromEntries(
    Object.entries(BUILD_ENGINES).map(([kind, { points }]) => {
      const part = (quantity, terms, fixed) => {
        const names = Object.keys(points[0][terms]);
        const own = points.map((point) => ({
          row: Object.values(point[terms]),
          fixed: point[fixed] ?? 0,
          lut: point[quantity],
          source: point.source,
        }));
        const x = fitPoints(own, 'lut', fitRobust);
        return {
          coefficients: named(names, x),
          ...statistics(ratios(own, x, 'lut')),
          leftOut: statistics(leftOut(own, 'lut', fitRobust)),
        };
      };
      return [kind, { lut: part('LUT', 'lutTerms', 'fixedLut'), ff: part('FF', 'ffTerms', 'fixedFf') }];
    }),
  );
}

const units = weighted(measuredMvtus()).map((point) => ({ ...point, ...mvtu(point.unit) }));
const lut = fitMvtu(units, 'lut');
const ff = fitMvtu(
  units.filter((point) => point.ff > 0),
  'ff',
);
// Streamed weights of the units that tested the fit lie in another layout, and are compared in docs/accuracy.md.
const memories = units
  .filter(({ unit }) => !unit.laterStreamer)
  .filter((point) => point.bram18 !== undefined)
  .map((point) => ({ id: point.id, measured: point.bram18, counted: weightBram(point) }));
const rom = JSON.parse(readFileSync(new URL('rom.json', folder), 'utf8')).points.filter(
  ({ parameters }) => parameters.STYLE === 1,
);
const yosysMemories = rom.map(({ id, parameters, bram18: measured }) => ({
  id,
  measured,
  counted: bram18(parameters.DEPTH, parameters.WIDTH),
}));
const twins = Object.fromEntries(Object.keys(TWINS).map((twin) => [twin, fitTwin(twin)]));

for (const [title, table] of [
  ['MVTU, LUT', lut],
  ['MVTU, FF', ff],
]) {
  console.log(`\n${title}: ${JSON.stringify(table.coefficients)}`);
  console.log(
    `n ${table.n}, ratio median ${table.median}, p10 ${table.p10}, p90 ${table.p90}, median error ${table.medianError}`,
  );
  console.table(Object.fromEntries(table.bySource.map(({ source, ...rest }) => [source, rest])), [
    'n',
    'median',
    'medianError',
    'maxError',
    'leftOut',
  ]);
}
const equal = (list) => list.filter(({ measured, counted }) => measured === counted).length;
console.log(`\nblock RAM of measured units: ${equal(memories)} of ${memories.length} equal`);
console.table(memories.filter(({ measured, counted }) => measured !== counted));
console.log(`block RAM of Yosys memories: ${equal(yosysMemories)} of ${yosysMemories.length} equal`);
console.table(yosysMemories.filter(({ measured, counted }) => measured !== counted));
console.log('\nYosys twins');
console.table(
  Object.fromEntries(
    Object.entries(twins).flatMap(([twin, families]) =>
      Object.entries(families ?? {}).map(([family, { lut: coefficients, n, medianError, p10, p90 }]) => [
        `${twin} ${family}`,
        { n, medianError, p10, p90, lut: JSON.stringify(coefficients) },
      ]),
    ),
  ),
);

const pools = fitPools();
const engines = fitBuildEngines();
console.log('\nengines of whole builds');
for (const [kind, { lut: ofLut, ff: ofFf }] of Object.entries(engines)) {
  console.log(kind, JSON.stringify(ofLut), JSON.stringify(ofFf));
}
console.log(`\nmax pools, LUT: ${JSON.stringify(pools.coefficients)}, median error ${pools.medianError}`);
console.table(pools.points);
const rest = infrastructure();
console.log('\ninfrastructure');
console.log(JSON.stringify(rest));
const whole = designs(lut.coefficients);
console.log('\nMVTUs of whole designs');
console.table(whole);

const result = {
  about:
    'Made by scripts/calibration/fit.mjs; method and formulas in docs/calibration.md. Ratios are estimate / measured; leftOut: each source estimated from all others.',
  mvtu: { lut, ff },
  memories: { measured: memories, yosys: yosysMemories },
  twins,
  pools,
  engines,
  infrastructure: rest,
  designs: whole,
};
const dataPath = new URL('fit.json', folder);
const pagePath = new URL('../../docs/calibration.md', import.meta.url);
const MARK = '<!-- tables: made by scripts/calibration/fit.mjs -->';
const page = readFileSync(pagePath, 'utf8');
const [text] = page.split(MARK);
// A formatter may align the tables: the words count, not the blanks.
const words = (markdown) => markdown.replace(/[ -]+/g, ' ').replace(/\s+/g, ' ').trim();
const made = `${text}${MARK}\n\n${tables(result)}\n`;
if (process.argv.includes('--check')) {
  const known = JSON.parse(readFileSync(dataPath, 'utf8'));
  if (JSON.stringify(known) !== JSON.stringify(result) || words(page) !== words(made)) {
    console.error('fit.json or docs/calibration.md is stale: run node scripts/calibration/fit.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(dataPath, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(pagePath, made);
}
