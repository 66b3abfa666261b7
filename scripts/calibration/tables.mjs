// The tables of docs/calibration.md.

const percent = (value) => `${(100 * value).toFixed(1)} %`;
const row = (cells) => `| ${cells.join(' | ')} |`;

function table(head, rows) {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

const terms = (coefficients) =>
  Object.entries(coefficients)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${shown(value)} ${name}`)
    .join(' + ');

const shown = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));

/** Markdown of everything that the fit found. */
export function tables({ mvtu, memories, twins, pools, engines, infrastructure, designs }) {
  const { lut, ff } = mvtu;
  const names = Object.keys(lut.coefficients);
  const equal = (list) => `${list.filter(({ measured, counted }) => measured === counted).length} of ${list.length}`;
  return [
    '## Coefficients of the MVTU',
    table(
      ['term', 'LUT', 'FF'],
      names.map((name) => [`\`${name}\``, shown(lut.coefficients[name]), shown(ff.coefficients[name])]),
    ),
    `${lut.n} units. Median error of LUT ${percent(lut.medianError)}, of each source left out ${percent(lut.leftOut.medianError)}; ` +
      `of FF ${percent(ff.medianError)} and ${percent(ff.leftOut.medianError)}. Nine of ten units lie between ${lut.p5} and ${lut.p95} ` +
      `(5th and 95th percentile) of what was measured. Layers of whole designs alone have a median error of ` +
      `${percent(lut.layers.medianError)}, left out ${percent(lut.layersLeftOut.medianError)}, nine of ten of them then between ` +
      `${lut.layersLeftOut.p5} and ${lut.layersLeftOut.p95}, which is the band.`,
    table(
      ['source', 'units', 'LUT: median ratio', 'median error', 'greatest', 'left out', 'FF: median error', 'left out'],
      lut.bySource.map((source, index) => [
        source.source,
        source.n,
        source.median,
        percent(source.medianError),
        percent(source.maxError),
        percent(source.leftOut),
        percent(ff.bySource[index].medianError),
        percent(ff.bySource[index].leftOut),
      ]),
    ),
    '## Block RAM',
    `Equal to the measured count in ${equal(memories.measured)} units, and in ${equal(memories.yosys)} memories of Yosys (which does not round depths up).`,
    table(
      ['not equal', 'measured', 'counted'],
      [...memories.measured, ...memories.yosys]
        .filter(({ measured, counted }) => measured !== counted)
        .map(({ id, measured, counted }) => [id, measured, counted]),
    ),
    '## Max pools',
    `LUT = ${Object.entries(pools.coefficients)
      .map(([name, value]) => `${shown(value)} ${name}`)
      .join(' + ')}; median error ${percent(pools.medianError)}.`,
    table(
      ['pool', 'measured', 'estimate'],
      pools.points.map(({ id, measured, estimate }) => [id, measured, estimate]),
    ),
    '## Converters, FIFOs, padding and windows',
    'Fitted to instances of whole FINN builds, where they are hand-written RTL; percentiles with the build left out. What is counted and not fitted: LUT memory of windows and shift registers of FIFOs (a LUT for 32 words of a bit), the bits that a converter holds.',
    table(
      ['engine', 'points', 'LUT', 'median error', 'left out', '5 %', '95 %', 'FF', 'median error'],
      Object.entries(engines).map(([kind, { lut: ofLut, ff: ofFf }]) => [
        kind,
        ofLut.n,
        terms(ofLut.coefficients),
        percent(ofLut.medianError),
        percent(ofLut.leftOut.medianError),
        ofLut.leftOut.p5,
        ofLut.leftOut.p95,
        terms(ofFf.coefficients),
        percent(ofFf.medianError),
      ]),
    ),
    '## Ports and shell',
    table(
      ['design', 'device', 'LUT of the ports', 'LUT of no instance', 'FF of no instance'],
      infrastructure.map(({ id, device, dma, shell }) => [
        id,
        device,
        dma.map(({ lut: each }) => each).join(', '),
        shell?.lut ?? '-',
        shell?.ff ?? '-',
      ]),
    ),
    '## Twins in Yosys',
    table(
      ['twin', 'points', 'LUT (memories apart)', 'median error', '10 %', '90 %'],
      Object.entries(twins).flatMap(([twin, families]) =>
        Object.entries(families ?? {}).map(([family, found]) => [
          `${twin} ${family}`,
          found.n,
          Object.entries(found.lut)
            .filter(([, value]) => value > 0)
            .map(([name, value]) => `${shown(value)} ${name}`)
            .join(' + '),
          percent(found.medianError),
          found.p10,
          found.p90,
        ]),
      ),
    ),
    '## MVTUs of whole designs',
    'Their MVTUs alone, beside the whole design as measured (ports, shell, windows, pools, FIFOs included).',
    table(
      ['design', 'LUT of MVTUs', 'LUT measured', 'BRAM18 of MVTUs', 'BRAM18 measured', 'confidence'],
      designs.map((each) => [
        each.id,
        each.mvtuLut,
        each.measuredLut,
        each.mvtuBram18,
        each.measuredBram18,
        each.confidence,
      ]),
    ),
  ].join('\n\n');
}
