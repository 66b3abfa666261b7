import fs from 'node:fs';
import { fullCount, significant } from '../../server/src/diagnostics/format-numbers.js';
import { designRows, readPoints, streamedCost, type Comparison, type DesignRow } from './designs.js';
import type { Quantity } from './known-designs.js';
import { MVTU_FF, MVTU_LUT } from '../../server/src/hardware/cost-model.js';
import { kindRows, type KindRow } from './builds.js';
import { bramText } from './block-ram.js';
import { oursTable } from './ours.js';
import { heldOutText } from './held-out-text.js';
import { historyText } from './history.js';
import { percent, table } from './markdown.js';
import { scatter, type Dot } from './plots.js';
import { median, unitRows, type UnitRow } from './units.js';

/** The generated files: docs/accuracy.md and its plots, by path from the root. */
export function accuracyFiles(root: string): readonly (readonly [string, string])[] {
  const designs = designRows(root);
  const units = unitRows();
  return [
    ['docs/accuracy.md', page(root, designs, units)],
    ['docs/images/accuracy-units.svg', unitPlot(units)],
    ['docs/images/accuracy-designs.svg', designPlot(designs)],
  ];
}

function page(root: string, designs: readonly DesignRow[], units: readonly UnitRow[]): string {
  const built = kindRows(root);
  return `${[
    '# Accuracy: estimates against measurements',
    'Made by `npm run accuracy` from `test/data/`; a test fails when it is stale. Every known measured design whose folding is known is estimated here by the same program that shows the numbers in the editor; the method stands in [calibration.md](calibration.md). A ratio is estimate over measured, 1 inside of a measured range.',
    '## Whole designs',
    '![Estimated LUTs of whole designs against measured ones, with their bands](images/accuracy-designs.svg)',
    designTable(designs),
    'Confidence: A read in the primary file, B in a secondary one or partly inferred, C quoted from memory. The paper gives latency as the sum of the cycles of its engines, so it is compared with `criticalPathCycles`. BRAM counts 18-kbit halves. The band is `lutLow` to `lutHigh`, between which nine of ten measured units lie.',
    '### What explains the misses',
    designs.map(({ known }) => `- **${known.title}**: ${known.note}`).join('\n'),
    'FFs of whole designs are estimated a fifth to two fifths low, while those of the same instances are not (below). Where layers are wide that is mostly one thing: FINN streams weights into its units, and two registers hold each bit that arrives (next table). VGG10 has the registers of DSPs that became LUTs. The rest are the converters, FIFOs and register slices between units, which BNN-PYNQ has, too. SFC-max has nine halves of block RAM where no weight needs one, and lfcW1A1 of the same library twelve beside its weights (6 RAMB36 beside 208 RAMB18): eight are FIFOs of 1 024 words behind its ports, by its source, and four the ports. What we generate has no such FIFOs unless they are asked for.',
    designsInBand(designs),
    'Of the three `fix` designs the paper as we remember it counts fewer LUTs than a shell with two ports alone takes in every measured design (6 600), so it does not count them all.',
    streamedTable(designs),
    ...heldOutText(root),
    ...buildText(built, designs),
    '## Units: the MVTU alone',
    '![Estimated LUTs of MVTUs against measured ones](images/accuracy-units.svg)',
    unitText(units),
    unitTable(units),
    bramText(units),
    crossValidation(root),
    clockTable(root),
    '## What is measured and not compared',
    'Designs without a published folding and those with engines that ours has not (FINN-T, ResNet-50, MobileNet, RNNs, QNN-MO, the posters of FPL 2024) are not estimated; their figures stand in `test/data/measured.json`. Frame rates of boards hold the host in them: see the ceilings in [estimation.md](estimation.md).',
  ].join('\n\n')}\n`;
}

const NAMES: Readonly<Record<Quantity, string>> = {
  fps: 'FPS',
  latencyUs: 'latency, us',
  lut: 'LUT',
  ff: 'FF',
  bram18: 'BRAM18',
  dsp: 'DSP',
};

function designTable(designs: readonly DesignRow[]): string {
  const rows = designs.flatMap(({ known, confidence, comparisons, band }) =>
    comparisons.map((each, at) => [
      at === 0 ? known.title : '',
      at === 0 ? confidence : '',
      NAMES[each.quantity],
      measuredText(each),
      shown(each.estimate),
      each.quantity === 'lut' ? `${fullCount(band.low)} to ${fullCount(band.high)}` : '',
      each.ratio.toFixed(2),
    ]),
  );
  return table(['design', 'confidence', 'quantity', 'measured', 'estimate', 'band', 'ratio'], rows);
}

function measuredText({ low, high }: Comparison): string {
  return low === high ? shown(low) : `${shown(low)} to ${shown(high)}`;
}

function shown(value: number): string {
  return Number.isInteger(value) || value >= 1000 ? fullCount(Math.round(value)) : significant(value);
}

function error({ lut, measured }: UnitRow): number {
  return Math.abs(lut / measured.lut - 1);
}

function inBand({ measured, band }: UnitRow): boolean {
  return measured.lut >= band.low && measured.lut <= band.high;
}

/** Layers of whole designs, not units on their own. */
export function isLayer({ source }: UnitRow): boolean {
  return !/^mvu_|blog/.test(source);
}

/** The builds instance by instance, as they are and as ours, and what new points said before anything was fitted to them. */
function buildText(rows: readonly KindRow[], designs: readonly DesignRow[]): readonly string[] {
  return [
    '## Whole FINN builds, instance by instance',
    'Two builds list every instance with its shape (`test/data/measured-builds.json`). Here each is estimated at the shape that it was built with, weights streamed from a memory beside the unit; thresholds in hand-written RTL, of which ours has none, are taken as measured. What is left between these totals and the same networks above is how FINN joins its units, not what a unit costs.',
    table(
      ['build', 'kind', 'instances', 'LUT measured', 'estimate', 'ratio', 'FF measured', 'estimate', 'ratio'],
      rows.map(({ build, kind, count, measured, estimate }) => [
        build,
        kind,
        String(count),
        fullCount(measured.lut),
        fullCount(Math.round(estimate.lut)),
        (estimate.lut / measured.lut).toFixed(2),
        fullCount(measured.ff),
        fullCount(Math.round(estimate.ff)),
        (estimate.ff / measured.ff).toFixed(2),
      ]),
    ),
    '### What ours would be instead',
    "The same two networks at the same folding as our engines, kind by kind: where the ratios of whole designs above come from. Ours pads and hands on words of as many lanes as the layer takes, where FINN pads whole channels and stands a converter and FIFOs before and behind; our windows and pools of this size lie in block RAM, FINN's in LUTs; our totals count FIFOs of the rule, FINN's hold what its search found; our units hold their weights. Each row is what ours truly has: the model of each kind is that of the table above, which is within a few per cent of what FINN built.",
    oursTable(designs, rows),
    ...historyText(),
  ];
}

function unitText(units: readonly UnitRow[]): string {
  const layers = units.filter(isLayer);
  const idle = units.filter(({ idleBuffer }) => idleBuffer);
  const used = units.filter(({ idleBuffer }) => !idleBuffer);
  return [
    `${units.length} measured units of Vivado HLS and Vitis HLS, those whose weights are streamed with the memory that streams them: median absolute error of LUT ${percent(median(units.map(error)))}; of the ${layers.length} layers of whole designs alone ${percent(median(layers.map(error)))}. ${units.filter(inBand).length} of ${units.length} lie in their band.`,
    `In ${idle.length} units there is a PE for every row, so that each input is used once. The library that they were built with keeps the inputs all the same; ours and FINN's later ones do not, so that these are estimated low (median error ${percent(median(idle.map(error)))}, without them ${percent(median(used.map(error)))}).`,
  ].join(' ');
}

function unitTable(units: readonly UnitRow[]): string {
  const sources = [...new Set(units.map(({ source }) => source))];
  return table(
    ['source', 'units', 'LUT: median ratio', 'median error', 'greatest error', 'in band', 'FF: median error'],
    sources.map((source) => {
      const own = units.filter((unit) => unit.source === source);
      return [
        source,
        String(own.length),
        median(own.map(({ lut, measured }) => lut / measured.lut)).toFixed(2),
        percent(median(own.map(error))),
        percent(Math.max(...own.map(error))),
        `${own.filter(inBand).length} of ${own.length}`,
        percent(median(own.map(({ ff, measured }) => Math.abs(ff / measured.ff - 1)))),
      ];
    }),
  );
}

/** How many of the designs that were read in a source lie in their band. */
function designsInBand(designs: readonly DesignRow[]): string {
  const read = designs.filter(({ confidence, comparisons }) => confidence !== 'C' && comparisons.some(isLut));
  const outside = read.filter(({ comparisons, band }) =>
    comparisons.some((one) => isLut(one) && (one.high < band.low || one.low > band.high)),
  );
  const names = outside.map(({ known }) => known.title).join(', ');
  return `LUTs of ${read.length - outside.length} of ${read.length} designs that were read in a source lie in their band${names && `; the others: ${names}`}.`;
}

function isLut({ quantity }: Comparison): boolean {
  return quantity === 'lut';
}

/** Designs of FINN with what its units take for weights that arrive as streams. */
function streamedTable(designs: readonly DesignRow[]): string {
  const ratio = (row: DesignRow, quantity: 'lut' | 'ff', more: number): string => {
    const found = row.comparisons.find((one) => one.quantity === quantity);
    return found ? ((found.estimate + more) / found.low).toFixed(2) : '';
  };
  return table(
    ['built by FINN', 'LUT: ratio', 'with weights as streams', 'FF: ratio', 'with weights as streams'],
    designs
      .filter(({ known }) => known.streamed)
      .map((row) => [
        row.known.title,
        ratio(row, 'lut', 0),
        ratio(row, 'lut', streamedCost(row.design, MVTU_LUT)),
        ratio(row, 'ff', 0),
        ratio(row, 'ff', streamedCost(row.design, MVTU_FF)),
      ]),
  );
}

interface Fitted {
  readonly medianError: number;
  readonly leftOut: { readonly medianError: number; readonly p5: number; readonly p95: number };
  readonly layers: { readonly n: number; readonly medianError: number };
  readonly layersLeftOut: { readonly medianError: number; readonly p5: number; readonly p95: number };
  readonly bySource: readonly {
    readonly source: string;
    readonly n: number;
    readonly medianError: number;
    readonly leftOut: number;
  }[];
}

/** Each source estimated from a fit to all the others, as scripts/calibration/fit.mjs found. */
function crossValidation(root: string): string {
  const { mvtu } = JSON.parse(fs.readFileSync(`${root}/test/data/calibration/fit.json`, 'utf8')) as {
    mvtu: { lut: Fitted; ff: Fitted };
  };
  const { lut, ff } = mvtu;
  return [
    '## Cross-validation',
    `Points of one source resemble each other, so each source is estimated from a fit to all the others, where all foldings of a network are one: median error of LUT ${percent(lut.leftOut.medianError)} (fitted with it ${percent(lut.medianError)}), of FF ${percent(ff.leftOut.medianError)} (${percent(ff.medianError)}). Nine of ten units that were left out lie between ${lut.leftOut.p5} and ${lut.leftOut.p95} of what was measured.`,
    `The ${lut.layers.n} layers of whole designs are those of ten networks, each with something that no other has (products in DSPs, 255 thresholds, one lane a PE). In the fit their median error of LUT is ${percent(lut.layers.medianError)}, left out ${percent(lut.layersLeftOut.medianError)}, nine of ten between ${lut.layersLeftOut.p5} and ${lut.layersLeftOut.p95} of what was measured: expect that of a layer that resembles none of these. It is the band that estimates have.`,
    table(
      ['source left out', 'units', 'LUT: median error', 'with it', 'FF: median error', 'with it'],
      lut.bySource.map((source, at) => [
        source.source,
        String(source.n),
        percent(source.leftOut),
        percent(source.medianError),
        percent(ff.bySource[at]?.leftOut ?? Number.NaN),
        percent(ff.bySource[at]?.medianError ?? Number.NaN),
      ]),
    ),
  ].join('\n\n');
}

/** The measured Fmax points, on which the warning about clocks rests. */
function clockTable(root: string): string {
  const rows = readPoints(root).flatMap(({ id, design, measured }) => {
    const fmax = measured['fmax_mhz'];
    const fabric = /^mvu_/.test(id);
    return typeof fmax === 'number' && !fabric ? [[design, id, significant(fmax)]] : [];
  });
  return [
    '## Clocks',
    'Fmax of implemented designs, from their worst slack. Tools stop when the constraint is met, so each is a lower bound of what the part can do.',
    table(['design', 'point', 'Fmax, MHz'], rows),
  ].join('\n\n');
}

function unitPlot(units: readonly UnitRow[]): string {
  const group = (unit: UnitRow): number => (isLayer(unit) ? 2 : unit.idleBuffer ? 1 : 0);
  const dots = units.map((unit): Dot => ({
    measured: unit.measured.lut,
    estimate: unit.lut,
    group: group(unit),
    title: unit.id,
  }));
  const groups = ['units on their own', 'the same, a PE for every row', 'layers of whole designs'];
  return scatter({ title: `LUTs of ${units.length} MVTUs`, unit: 'LUT', groups, dots });
}

function designPlot(designs: readonly DesignRow[]): string {
  const dots = designs.flatMap(({ known, confidence, comparisons, band }) =>
    comparisons
      .filter(({ quantity }) => quantity === 'lut')
      .map(({ low, high, estimate }): Dot => ({
        measured: Math.sqrt(low * high),
        estimate,
        group: confidence === 'C' ? 1 : 0,
        title: known.title,
        low: band.low,
        high: band.high,
      })),
  );
  const groups = ['read in a source', 'quoted from memory'];
  return scatter({ title: 'LUTs of whole designs, with their bands', unit: 'LUT', groups, dots });
}
