import { fullCount } from '../../server/src/diagnostics/format-numbers.js';
import { heldOutDesigns, heldOutRows, type HeldOutRow, type Sight } from './held-out.js';
import { percent, table } from './markdown.js';

/** What points said of the model that were found after it had been fitted to all others. */
export function heldOutText(root: string): readonly string[] {
  const rows = heldOutRows(root);
  const units = rows.filter(({ id }) => !id.includes(' '));
  const instances = rows.filter(({ id }) => id.includes(' '));
  return [
    '## Points that no fit has seen',
    `On 2026-11-28 ${total(units)} units, ${total(instances)} instances and five whole designs were looked for, found, and estimated as they were (\`test/data/held-out.json\`, with their sources): the columns "first". They are points of the fits since: the columns "now". Ratios are estimate over measured, medians of a group; errors are medians, too. Units have their weights in block RAM beside them, in the counts.`,
    heldOutTable(units),
    heldOutTable(instances),
    `At first sight ${shareInBand(units, 'first')} of the units and ${shareInBand(instances, 'first')} of the instances lay in the band of their estimate, which promises nine of ten; now ${shareInBand(units, 'now')} and ${shareInBand(instances, 'now')}. What the misses were, looked at one by one:`,
    CAUSES.map((cause) => `- ${cause}`).join('\n'),
    'The whole designs (TFC with weights and values of one bit, five foldings on a PYNQ-Z2). FFs and block RAM are those of the memories that stream the weights: words of 3 584 bits, 14 of them, lie in 50 RAMB36 there, where ours keep up to 16 words in LUTs. Cycles are those of the first frame without ports, in RTL simulation and in ours; the difference is 27 to 28, whatever the folding: the pipeline stages of six engines, their converters and FIFOs, which ours leaves out.',
    table(
      [
        'folding',
        'LUT measured',
        'estimate',
        'ratio',
        'FF: ratio',
        'BRAM18 measured',
        'estimate',
        'cycles, RTL',
        'ours',
      ],
      heldOutDesigns(root).map((one) => [
        one.target,
        fullCount(one.LUT),
        fullCount(one.lut),
        (one.lut / one.LUT).toFixed(2),
        (one.ff / one.FF).toFixed(2),
        String(one.BRAM18),
        String(one.bram18),
        one.latencyCycles === undefined ? '' : fullCount(one.latencyCycles),
        one.simulatedCycles === undefined ? '' : fullCount(one.simulatedCycles),
      ]),
    ),
    'Before anything was changed their LUTs were at 1.01, 0.99, 0.99, 0.98 and 1.01.',
  ];
}

const CAUSES: readonly string[] = [
  "FINN's builds of 2026 have another memory streamer: 5.4 FFs for each bit of weights that arrives, where builds before have 2, and some 110 LUTs and 75 FFs once. It is theirs and not ours: a term of its own (`laterStreamer`) that no engine counts. Most units here have 300 to 900 LUTs, so that it is a third of them; the terms that ours have moved by 2 to 13 %, but for that of a lane (0.06 to 0.55 LUTs a bit).",
  "A threshold has a part that does not depend on its bits, shares its upper bits with its neighbours, and its memory grows with the bits of the row's number: 255 thresholds a channel in 15 layers and 34 foldings told these apart, where a few layers of 3 to 15 and one of 255 had been known.",
  'Where all channels have the same thresholds there is no memory at all: the layers of 6-bit weights and 8-bit values have 9.8 LUTs for each threshold of 18 bits, at 16 rows a PE. That is inferred, and counted so in the columns "now" of that network (`thresholdsAlike`); an estimate of ours does not know the values, and counts the memory.',
  'Ports of words that are neither a byte nor as wide as the memory convert them; ours have a converter beside them, so that these are not compared any more. The shell of an Ultra96 has 5 763 LUTs in 2026, where 4 602 and 5 403 were known.',
  'Converters that put words together have half a LUT a bit of the words that come, and a register of them; of two that take 128 and 256 bits apart the bits share LUTs in pairs, where all 20 known ones do not.',
  'Padding units are of three makes now, with 18, 31 and 45 LUTs and 13, 18 and 65 FFs beside their bits: no shape tells them apart.',
  'The unit that finds the greatest value was a twin; ten measured ones have 3 LUTs and 3 FFs a bit.',
  'Windows, FIFOs, pools and the shell of the 7-series held: 4 %, 0 to 1 %, 11 % and 2 % at first sight.',
];

function total(rows: readonly HeldOutRow[]): number {
  return rows.reduce((sum, { points }) => sum + points, 0);
}

function shareInBand(rows: readonly HeldOutRow[], when: 'first' | 'now'): string {
  const inside = rows.reduce((sum, row) => sum + (row[when]?.inBand ?? 0), 0);
  return `${inside} of ${total(rows)}`;
}

function heldOutTable(rows: readonly HeldOutRow[]): string {
  const ratio = (sight: Sight | undefined, key: 'lut' | 'ff'): string => sight?.[key].toFixed(2) ?? '';
  const error = (sight: Sight | undefined, key: 'lutError' | 'ffError'): string => (sight ? percent(sight[key]) : '');
  return table(
    [
      'group',
      'points',
      'LUT: ratio first',
      'error',
      'in band',
      'ratio now',
      'error',
      'in band',
      'FF: ratio first',
      'error',
      'ratio now',
      'error',
    ],
    rows.map(({ id, points, first, now }) => [
      id,
      String(points),
      ratio(first, 'lut'),
      error(first, 'lutError'),
      String(first?.inBand ?? ''),
      ratio(now, 'lut'),
      error(now, 'lutError'),
      String(now.inBand),
      ratio(first, 'ff'),
      error(first, 'ffError'),
      ratio(now, 'ff'),
      error(now, 'ffError'),
    ]),
  );
}
