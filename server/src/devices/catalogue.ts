import type { Device, Verification } from './device.js';
import type { Family } from './primitives.js';

/** [die, family, primitives, LUT, FF, BRAM18, URAM, DSP, how sure, where from] */
type DieRow = readonly [string, string, Family, number, number, number, number, number, Mark, string];

/** [title, part, die, bits of a memory port (0: not known), board file, how sure, where from, other spellings] */
type BoardRow = readonly [string, string, string, number, string, Mark, string, (readonly string[])?];

/** v: read in a primary file; s: in a secondary one; u: from memory of data sheets. */
type Mark = 'v' | 's' | 'u';

const DIES: readonly DieRow[] = [
  ['xc7z007s', 'Zynq-7000', 'xc7', 14400, 28800, 100, 0, 66, 'u', 'DS190, from memory'],
  ['xc7z010', 'Zynq-7000', 'xc7', 17600, 35200, 120, 0, 80, 's', 'public ZYBO resource tables'],
  ['xc7z020', 'Zynq-7000', 'xc7', 53200, 106400, 280, 0, 220, 'v', 'FINN util/platforms.py'],
  ['xc7z030', 'Zynq-7000', 'xc7', 78600, 157200, 530, 0, 400, 'u', 'DS190, from memory'],
  [
    'xc7z045',
    'Zynq-7000',
    'xc7',
    218600,
    437200,
    1090,
    0,
    900,
    's',
    'public resource tables that quote Vivado for the ZC706',
  ],
  ['xc7z100', 'Zynq-7000', 'xc7', 277400, 554800, 1510, 0, 2020, 'u', 'DS190, from memory'],
  ['xc7a35t', 'Artix-7', 'xc7', 20800, 41600, 100, 0, 90, 'u', 'DS180, from memory'],
  ['xc7a100t', 'Artix-7', 'xc7', 63400, 126800, 270, 0, 240, 's', 'Vivado utilisation tables in public repositories'],
  ['xczu1cg', 'Zynq UltraScale+', 'xcup', 37440, 74880, 216, 0, 216, 'u', 'DS891, from memory'],
  [
    'xczu3eg',
    'Zynq UltraScale+',
    'xcup',
    70560,
    141120,
    432,
    0,
    360,
    's',
    'limits in public Vivado reports (FINN rounds to 71000 LUT, 412 BRAM18)',
  ],
  [
    'xczu5ev',
    'Zynq UltraScale+',
    'xcup',
    117120,
    234240,
    288,
    64,
    1248,
    'u',
    'taken as the die of the XCK26 (from memory)',
  ],
  ['xck26', 'Zynq UltraScale+', 'xcup', 117120, 234240, 288, 64, 1248, 's', 'Vitis HLS report of an xck26'],
  [
    'xczu7ev',
    'Zynq UltraScale+',
    'xcup',
    230400,
    460800,
    624,
    96,
    1728,
    'u',
    'DS891, from memory (FINN rounds down: 230000 LUT, 610 BRAM18, 92 URAM)',
  ],
  ['xczu9eg', 'Zynq UltraScale+', 'xcup', 274080, 548160, 1824, 0, 2520, 's', 'CHaiDNN README, FINN util/platforms.py'],
  ['xczu19eg', 'Zynq UltraScale+', 'xcup', 522720, 1045440, 1968, 128, 1968, 'u', 'DS891, from memory'],
  [
    'xczu28dr',
    'Zynq UltraScale+ RFSoC',
    'xcup',
    425280,
    850560,
    2160,
    80,
    4272,
    's',
    'Vivado utilisation tables in public repositories',
  ],
  [
    'xczu48dr',
    'Zynq UltraScale+ RFSoC',
    'xcup',
    425280,
    850560,
    2160,
    80,
    4272,
    's',
    'RFSoC4x2 README; DSP as its sibling ZU28DR',
  ],
  [
    'xcu50',
    'UltraScale+',
    'xcup',
    742560,
    1485120,
    2256,
    608,
    5352,
    'v',
    'FINN util/platforms.py, all SLRs without the shell',
  ],
  [
    'xcu200',
    'UltraScale+',
    'xcup',
    971520,
    1943040,
    3696,
    800,
    5856,
    'v',
    'FINN util/platforms.py, all SLRs without the shell',
  ],
  [
    'xcu250',
    'UltraScale+',
    'xcup',
    1500000,
    3000000,
    4608,
    1280,
    11520,
    'v',
    'FINN util/platforms.py, all SLRs without the shell',
  ],
  [
    'xcu280',
    'UltraScale+',
    'xcup',
    1163520,
    2327040,
    3504,
    960,
    8496,
    'v',
    'FINN util/platforms.py, all SLRs without the shell',
  ],
  [
    'xcu55c',
    'UltraScale+',
    'xcup',
    1131000,
    2265000,
    3552,
    960,
    8304,
    'v',
    'FINN util/platforms.py, all SLRs without the shell',
  ],
  ['xcvc1902', 'Versal AI Core', 'versal', 899840, 1799680, 1934, 463, 1968, 'u', 'DS950, from memory'],
  ['xcve2802', 'Versal AI Edge', 'versal', 520704, 1041408, 1200, 264, 1312, 'u', 'DS958, from memory, low confidence'],
  ['xcv80', 'Versal HBM', 'versal', 2574208, 5148416, 7482, 1925, 10848, 'u', 'DS1013, from memory, low confidence'],
];

const BOARDS: readonly BoardRow[] = [
  ['Pynq-Z1', 'xc7z020clg400-1', 'xc7z020', 64, 'www.digilentinc.com:pynq-z1:part0:1.0', 'v', 'FINN util/basic.py'],
  ['Pynq-Z2', 'xc7z020clg400-1', 'xc7z020', 64, 'tul.com.tw:pynq-z2:part0:1.0', 'v', 'FINN util/basic.py'],
  ['Ultra96', 'xczu3eg-sbva484-1-e', 'xczu3eg', 128, 'avnet.com:ultra96v1:part0:1.2', 'v', 'FINN util/basic.py'],
  ['Ultra96-V2', 'xczu3eg-sbva484-1-i', 'xczu3eg', 128, 'avnet.com:ultra96v2:part0:1.2', 'v', 'FINN util/basic.py'],
  ['ZCU102', 'xczu9eg-ffvb1156-2-e', 'xczu9eg', 128, 'xilinx.com:zcu102:part0:3.3', 'v', 'FINN util/basic.py'],
  ['ZCU104', 'xczu7ev-ffvc1156-2-e', 'xczu7ev', 128, 'xilinx.com:zcu104:part0:1.1', 'v', 'FINN util/basic.py'],
  ['ZCU111', 'xczu28dr-ffvg1517-2-e', 'xczu28dr', 128, 'xilinx.com:zcu111:part0:1.4', 'v', 'FINN util/basic.py'],
  ['RFSoC2x2', 'xczu28dr-ffvg1517-2-e', 'xczu28dr', 128, 'xilinx.com:rfsoc2x2:part0:1.1', 'v', 'FINN util/basic.py'],
  [
    'RFSoC4x2',
    'xczu48dr-ffvg1517-2-e',
    'xczu48dr',
    128,
    'realdigital.org:rfsoc4x2:part0:1.0',
    'v',
    'FINN util/basic.py',
  ],
  [
    'KV260',
    'xck26-sfvc784-2LV-c',
    'xck26',
    128,
    'xilinx.com:kv260_som:part0:1.3',
    'v',
    'FINN util/basic.py',
    ['KV260_SOM', 'Kria KV260', 'K26'],
  ],
  ['KR260', 'xck26-sfvc784-2LVI-i', 'xck26', 128, 'xilinx.com:kr260_som:part0:1.1', 'u', 'from memory'],
  ['U50', 'xcu50-fsvh2104-2L-e', 'xcu50', 0, '', 'v', 'FINN util/basic.py', ['Alveo U50']],
  ['U200', 'xcu200-fsgd2104-2-e', 'xcu200', 0, '', 'v', 'FINN util/basic.py', ['Alveo U200']],
  ['U250', 'xcu250-figd2104-2L-e', 'xcu250', 0, '', 'v', 'FINN util/basic.py', ['Alveo U250']],
  ['U280', 'xcu280-fsvh2892-2L-e', 'xcu280', 0, '', 'v', 'FINN util/basic.py', ['Alveo U280']],
  ['U55C', 'xcu55c-fsvh2892-2L-e', 'xcu55c', 0, '', 'v', 'FINN util/basic.py', ['Alveo U55C']],
  ['VCK190', 'xcvc1902-vsva2197-2MP-e-S', 'xcvc1902', 0, 'xilinx.com:vck190:part0:3.1', 'v', 'FINN util/basic.py'],
  ['VEK280', 'xcve2802-vsvh1760-2MP-e-S', 'xcve2802', 0, 'xilinx.com:vek280:part0:1.1', 'v', 'FINN util/basic.py'],
  [
    'AUP-ZU3_8GB',
    'xczu3eg-sfvc784-2-e',
    'xczu3eg',
    128,
    'realdigital.org:aup-zu3-8gb:part0:1.0',
    'v',
    'FINN util/basic.py, dev branch',
    ['AUP-ZU3'],
  ],
  ['V80', 'xcv80-lsva4737-2MHP-e-s', 'xcv80', 0, '', 'v', 'FINN util/basic.py, dev branch', ['Alveo V80']],
  ['ZC706', 'xc7z045ffg900-2', 'xc7z045', 64, 'xilinx.com:zc706:part0:1.4', 's', 'FINN 2016 HLS scripts'],
  ['ZC702', 'xc7z020clg484-1', 'xc7z020', 64, 'xilinx.com:zc702:part0:1.4', 'u', 'from memory'],
  ['ZedBoard', 'xc7z020clg484-1', 'xc7z020', 64, 'avnet.com:zedboard:part0:1.4', 's', 'public notes'],
  ['ZCU106', 'xczu7ev-ffvc1156-2-e', 'xczu7ev', 128, 'xilinx.com:zcu106:part0:2.6', 's', 'public tcl'],
  [
    'Arty-Z7-20',
    'xc7z020clg400-1',
    'xc7z020',
    64,
    'digilentinc.com:arty-z7-20:part0:1.1',
    'u',
    'from memory',
    ['Arty Z7'],
  ],
  ['Arty-Z7-10', 'xc7z010clg400-1', 'xc7z010', 64, 'digilentinc.com:arty-z7-10:part0:1.1', 'u', 'from memory'],
  [
    'Arty-A7-100T',
    'xc7a100tcsg324-1',
    'xc7a100t',
    0,
    'digilentinc.com:arty-a7-100:part0:1.1',
    's',
    'MLPerf Tiny v0.7 submission',
  ],
  ['MiniZed', 'xc7z007sclg225-1', 'xc7z007s', 64, 'avnet.com:minized:part0:1.3', 'u', 'from memory'],
  [
    'Zybo-Z7-20',
    'xc7z020clg400-1',
    'xc7z020',
    64,
    'digilentinc.com:zybo-z7-20:part0:1.1',
    'u',
    'from memory',
    ['Zybo Z7'],
  ],
  ['Zybo-Z7-10', 'xc7z010clg400-1', 'xc7z010', 64, 'digilentinc.com:zybo-z7-10:part0:1.1', 'u', 'from memory'],
  ['PYNQ-ZU', 'xczu5eg-sfvc784-1-e', 'xczu5ev', 128, 'tul.com.tw:pynqzu:part0:1.1', 's', 'Opsero build script'],
  [
    'Genesys-ZU-5EV',
    'xczu5ev-sfvc784-1-e',
    'xczu5ev',
    128,
    'digilentinc.com:gzu_5ev:part0:1.1',
    's',
    'Opsero build script',
  ],
  [
    'UltraZed-7EV',
    'xczu7ev-fbvb900-1-i',
    'xczu7ev',
    128,
    'avnet.com:ultrazed_7ev_cc:part0:1.4',
    's',
    'Opsero build script',
  ],
  ['ZUBoard-1CG', 'xczu1cg-sbva484-1-e', 'xczu1cg', 128, 'avnet.com:zuboard_1cg:part0:1.0', 'u', 'from memory'],
];

/**
 * Bits of a memory port where the catalogue has no figure: the high-performance ports of the Zynq-7000 are 64 bits
 * wide, those of UltraScale+ 128; cards without a processing system are given the 128 as well, unverified.
 */
const PORT_BITS: Readonly<Record<Family, number>> = { xc7: 64, xcup: 128, versal: 128 };

const VERIFICATION: Readonly<Record<Mark, Verification>> = { v: 'verified', s: 'secondary', u: 'unverified' };

/** A die of the catalogue: what every part and board made of it offers. */
export type Die = Pick<Device, 'die' | 'familyName' | 'family' | 'available' | 'portBits' | 'verification' | 'source'>;

export const CATALOGUE_DIES: ReadonlyMap<string, Die> = new Map(DIES.map((row) => [row[0], dieOf(row)]));

/** Every board of the catalogue, in its order, with the spellings that it also goes by. */
export const CATALOGUE_BOARDS: readonly { readonly device: Device; readonly aliases: readonly string[] }[] =
  BOARDS.flatMap((row) => boardOf(row) ?? []);

function dieOf([die, familyName, family, lut, ff, bram18, uram, dsp, mark, source]: DieRow): Die {
  const available = { lut, ff, bram18, uram, dsp };
  return { die, familyName, family, available, portBits: PORT_BITS[family], verification: VERIFICATION[mark], source };
}

function boardOf(row: BoardRow): { device: Device; aliases: readonly string[] } | undefined {
  const [title, part, dieName, portBits, boardPart, mark, source, aliases = []] = row;
  const die = CATALOGUE_DIES.get(dieName);
  if (!die) return undefined;
  const device: Device = {
    ...die,
    name: title.toLowerCase().replaceAll('-', '_'),
    title,
    board: true,
    part,
    portBits: portBits || die.portBits,
    verification: lessSure(die.verification, VERIFICATION[mark]),
    source: `resources: ${die.source}; part: ${source}`,
    boardPart: boardPart || undefined,
  };
  return { device, aliases };
}

/** A board is as sure as the less sure of its resources and its part. */
function lessSure(a: Verification, b: Verification): Verification {
  const order: readonly Verification[] = ['verified', 'secondary', 'unverified'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}
