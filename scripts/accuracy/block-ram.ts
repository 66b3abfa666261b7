import { fullCount } from '../../server/src/diagnostics/format-numbers.js';
import { bram18Of, staysInLuts } from '../../server/src/hardware/memory.js';
import { percent, table } from './markdown.js';
import type { UnitRow } from './units.js';

const SEVEN = 'seven memories of thresholds, where ours keeps those of a channel in one word, four halves';
const BYTES = 'words of 2 bits are streamed as 8';

/** Why a unit's block RAM differs from what is counted. */
export const BRAM_MISSES: Readonly<Record<string, string>> = {
  mvu_blog_cfg8_hls: 'the device has 432: the rest was spilled into LUTs',
  'finn_thesis MVAU_hls_0':
    'one RAMB36 where 512 x 36 of a RAMB18 hold 64 x 27; its folding file says that the weights cannot be loaded, so the reason is not known',
  'finn_thesis MVAU_hls_7': 'one RAMB36 where a RAMB18 holds 8K x 1; the reason is not known',
  'lpyolo MVAU_hls_5': SEVEN,
  'lpyolo MVAU_hls_6': SEVEN,
  'lpyolo MVAU_hls_8': SEVEN,
  'vgg10_w2a2 MVAU_hls_7': BYTES,
  'vgg10_w2a2 MVAU_hls_8': BYTES,
  'akhilvasan/finn_cybsec MVAU_hls_0': 'FINN keeps the weights of all PEs in one memory of 1 280 bits, ours a PE each',
};

/** Which units have the block RAM that is counted, and why the others have not. */
export function bramText(units: readonly UnitRow[]): string {
  const known = units.filter(({ measured }) => measured.bram18 !== undefined);
  const missed = known.filter(({ bram18, measured }) => bram18 !== measured.bram18);
  const missedBuilt = known.filter(({ bram18Built, measured }) => bram18Built !== measured.bram18);
  return [
    `Block RAM is equal in ${known.length - missed.length} of ${known.length} units (${percent(1 - missed.length / known.length)}) with our own layout, a memory a PE and one word for all thresholds of a channel, which is what the generated C++ has. With the layout that was built (FINN streams the weights of all PEs from one memory, in newer versions in whole bytes, and gives thresholds a memory each), and counting no more than the device has, the same rule is equal in ${known.length - missedBuilt.length} (${percent(1 - missedBuilt.length / known.length)}). The others:`,
    table(
      ['unit', 'measured', 'estimate', 'as built', 'why'],
      missed.map(({ id, measured, bram18, bram18Built }) => [
        id,
        String(measured.bram18),
        String(bram18),
        String(bram18Built),
        BRAM_MISSES[id] ?? 'not known',
      ]),
    ),
    joinedText(units),
  ].join('\n\n');
}

/** What the memories of all PEs joined into one would take, where the weights of several PEs lie in block RAM. */
function joinedText(units: readonly UnitRow[]): string {
  const several = units.flatMap(({ measured: { unit } }) => {
    const [depth, width] = [(unit.rows * unit.columns) / (unit.pe * unit.simd), unit.simd * unit.weightBits];
    if (unit.pe === 1 || staysInLuts(depth, width)) return [];
    return [{ apart: unit.pe * bram18Of(depth, width), joined: bram18Of(depth, unit.pe * width) }];
  });
  const sum = (key: 'apart' | 'joined'): number => several.reduce((all, one) => all + one[key], 0);
  return `One memory for the weights of all PEs, as FINN has it, would take ${fullCount(sum('joined'))} halves where a memory a PE takes ${fullCount(sum('apart'))} in the ${several.length} units that have several in block RAM: ${percent(1 - sum('joined') / sum('apart'))} less, most where a word is 32 of 36 bits. It is not built: the paper's designs and BNN-PYNQ's have a memory a PE (\`lfcW1A1\` its 208 halves), and no measured unit of our way of writing one tells what the clock says of one word for all lanes. Where block RAM is what is missing, \`mem=lutram\`, \`mem=uram\` and a wider \`simd\` are what the search chooses from.`;
}
