import { divisors } from '../../server/src/hardware/arithmetic.js';
import type { EngineDraft } from '../../server/src/hardware/draft.js';
import { dwmvtu } from '../../server/src/hardware/engines/dwmvtu.js';
import { mvtu } from '../../server/src/hardware/engines/mvtu.js';
import { pad } from '../../server/src/hardware/engines/pad.js';
import { pool } from '../../server/src/hardware/engines/pool.js';
import { slidingWindow } from '../../server/src/hardware/engines/sliding-window.js';
import { typeByName, typeOfRange, type QuantisedType } from '../../server/src/network/quantised-type.js';

/** One node of a FINN graph that is a chain: what SetFolding may choose, its cycles by FINN, its cost by our engines. */
export interface FinnNode {
  readonly name: string;
  readonly kind: 'mvau' | 'vvau' | 'swg' | 'dw-swg' | 'pad' | 'pool';
  /** Values that are legal; one value where the node has none to choose. */
  readonly pes: readonly number[];
  readonly simds: readonly number[];
  readonly weightBits: number;
  /** FINN's `get_exp_cycles` (Xilinx/finn 39f0c9a6). */
  readonly cycles: (pe: number, simd: number) => number;
  readonly engine: (pe: number, simd: number) => EngineDraft;
}

const ONE: readonly number[] = [1];
const FAMILY = 'xc7';

interface Types {
  readonly weights: QuantisedType;
  readonly acts: QuantisedType;
}

function typeOf(word: string): QuantisedType {
  const type = typeByName(word);
  if (!type) throw new Error(`no type ${word}`);
  return type;
}

function sumType(columns: number, weights: QuantisedType, input: QuantisedType): QuantisedType {
  const most = columns * Math.max(-weights.lo, weights.hi) * Math.max(-input.lo, input.hi);
  return typeOfRange(-most, most);
}

function mvau(
  name: string,
  columns: number,
  rows: number,
  positions: number,
  input: QuantisedType,
  { weights, acts }: Types,
  last: boolean,
): FinnNode {
  const accumulator = sumType(columns, weights, input);
  const common = { rows, columns, groups: 1, positions, input, weights, accumulator, family: FAMILY } as const;
  return {
    name,
    kind: 'mvau',
    pes: divisors(rows),
    simds: divisors(columns),
    weightBits: weights.bits,
    cycles: (pe, simd) => (rows / pe) * (columns / simd) * positions,
    engine: (pe, simd) =>
      mvtu({ ...common, pe, simd, activation: last ? undefined : acts, mem: 'auto', impl: 'auto', loadable: false }),
  };
}

/** The chains of dense layers: columns and rows of each. */
function mlp(sizes: readonly (readonly [number, number])[], types: Types): readonly FinnNode[] {
  return sizes.map(([columns, rows], at) =>
    mvau(`MVAU_hls_${at}`, columns, rows, 1, types.acts, types, at === sizes.length - 1),
  );
}

interface Map2 {
  side: number;
  channels: number;
  type: QuantisedType;
}

/** A chain of convolutions, pools and dense layers, its nodes named as FINN names them. */
function convolutional(
  types: Types,
  input: Map2,
): {
  readonly nodes: FinnNode[];
  conv(filters: number, kernel: number, padding?: number): void;
  depthwise(stride: number): void;
  maxpool(): void;
  dense(rows: number, last?: boolean): void;
} {
  const nodes: FinnNode[] = [];
  const at: Map2 = { ...input };
  const count = (prefix: string): string => `${prefix}_${nodes.filter(({ name }) => name.startsWith(prefix)).length}`;
  const { weights, acts } = types;

  const padded = (padding: number): void => {
    if (padding === 0) return;
    const { side, channels, type } = at;
    const all = { top: padding, bottom: padding, left: padding, right: padding };
    nodes.push({
      name: count('FMPadding_rtl'),
      kind: 'pad',
      pes: ONE,
      simds: divisors(channels),
      weightBits: 0,
      cycles: (_, simd) => (channels / simd) * (side + 2 * padding) ** 2,
      engine: (_, simd) => pad({ height: side, width: side, channels, pad: all, lanes: simd, valueBits: type.bits }),
    });
    at.side += 2 * padding;
  };
  const window = (kernel: number, stride: number, grouped: boolean): number => {
    const { side, channels, type } = at;
    const out = Math.floor((side - kernel) / stride) + 1;
    nodes.push({
      name: count('ConvolutionInputGenerator_rtl'),
      kind: grouped ? 'dw-swg' : 'swg',
      pes: ONE,
      simds: divisors(channels),
      weightBits: 0,
      cycles(_, simd) {
        const fold = channels / simd;
        if (kernel === 1) return side * side * fold + 2;
        const fill = ((kernel - 1) * side + kernel) * fold;
        const row =
          Math.max(out * kernel * kernel * fold, stride * side * fold) +
          (grouped ? out * (stride - 1) * (fold - 1) : 0);
        return fill + out * row + (grouped ? (stride - 1) * side * fold : 0);
      },
      engine: (_, simd) =>
        slidingWindow({
          height: side,
          width: side,
          channels,
          outputHeight: out,
          outputWidth: out,
          kernel: [kernel, kernel],
          stride: [stride, stride],
          dilation: [1, 1],
          lanes: simd,
          taps: 1,
          grouped,
          valueBits: type.bits,
          mem: 'auto',
          family: FAMILY,
        }),
    });
    return out;
  };
  return {
    nodes,
    conv(filters, kernel, padding = 0) {
      padded(padding);
      const { channels, type } = at;
      const out = window(kernel, 1, false);
      nodes.push(mvau(count('MVAU_hls'), kernel * kernel * channels, filters, out * out, type, types, false));
      Object.assign(at, { side: out, channels: filters, type: acts });
    },
    depthwise(stride) {
      padded(1);
      const { channels, type } = at;
      const out = window(3, stride, true);
      const accumulator = sumType(9, weights, type);
      const common = { channels, taps: 9, positions: out * out, input: type, weights, accumulator } as const;
      nodes.push({
        name: count('VVAU_hls'),
        kind: 'vvau',
        pes: divisors(channels),
        simds: ONE,
        weightBits: weights.bits,
        cycles: (pe) => ((channels * 9) / pe) * out * out,
        engine: (pe) =>
          dwmvtu({
            ...common,
            pe,
            simd: 1,
            activation: acts,
            mem: 'auto',
            impl: 'auto',
            family: FAMILY,
            loadable: false,
          }),
      });
      Object.assign(at, { side: out, type: acts });
    },
    maxpool() {
      const { side, channels, type } = at;
      const out = side / 2;
      const shape = { height: side, width: side, channels, outputHeight: out, outputWidth: out };
      nodes.push({
        name: count('StreamingMaxPool_hls'),
        kind: 'pool',
        pes: [1],
        simds: ONE,
        weightBits: 0,
        // SetFolding leaves it alone: it takes all channels at once.
        cycles: () => Math.floor(side * side * 1.25),
        engine: () =>
          pool({
            ...shape,
            kernel: [2, 2],
            stride: [2, 2],
            pe: channels,
            input: type,
            partial: type,
            output: type,
            mem: 'auto',
            family: FAMILY,
          }),
      });
      at.side = out;
    },
    dense(rows, last = false) {
      const columns = at.side * at.side * at.channels;
      nodes.push(mvau(count('MVAU_hls'), columns, rows, 1, at.type, types, last));
      Object.assign(at, { side: 1, channels: rows, type: acts });
    },
  };
}

/** The network of a vector of test/data/set-folding.json, by its name. */
export function chainOf(id: string): readonly FinnNode[] {
  const types = (weights: string, acts: string): Types => ({ weights: typeOf(weights), acts: typeOf(acts) });
  if (id.startsWith('test_set_folding_5x128'))
    return mlp(
      Array.from({ length: 5 }, () => [128, 128]),
      types('int4', 'int2'),
    );
  if (id.startsWith('tfc'))
    return mlp(
      [
        [784, 64],
        [64, 64],
        [64, 64],
        [64, 10],
      ],
      types('int2', 'bipolar'),
    );
  if (id.startsWith('lfc'))
    return mlp(
      [
        [784, 1024],
        [1024, 1024],
        [1024, 1024],
        [1024, 10],
      ],
      types('bipolar', 'bipolar'),
    );
  if (id.includes('cybsec'))
    return mlp(
      [
        [600, 64],
        [64, 64],
        [64, 64],
        [64, 1],
      ],
      types('int2', 'uint2'),
    );
  if (id.startsWith('cnv_w2a2')) {
    const cnv = convolutional(types('int2', 'int2'), { side: 32, channels: 3, type: typeOf('int8') });
    cnv.conv(64, 3);
    cnv.conv(64, 3);
    cnv.maxpool();
    cnv.conv(128, 3);
    cnv.conv(128, 3);
    cnv.maxpool();
    cnv.conv(256, 3);
    cnv.conv(256, 3);
    cnv.dense(512);
    cnv.dense(512);
    cnv.dense(10, true);
    return cnv.nodes;
  }
  if (id.startsWith('dwnet_w4a4')) {
    const net = convolutional(types('int4', 'uint4'), { side: 32, channels: 3, type: typeOf('uint8') });
    net.conv(16, 3, 1);
    net.depthwise(1);
    net.conv(32, 1);
    net.depthwise(2);
    net.conv(64, 1);
    return net.nodes;
  }
  throw new Error(`unknown vector ${id}`);
}
