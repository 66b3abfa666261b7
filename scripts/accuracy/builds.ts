import fs from 'node:fs';
import type { Family } from '../../server/src/devices/primitives.js';
import { DMA, MVTU_FF, MVTU_LUT, SHELL, type MvtuCoefficients } from '../../server/src/hardware/cost-model.js';
import { argmax } from '../../server/src/hardware/engines/argmax.js';
import { fifoResources } from '../../server/src/hardware/engines/fifo.js';
import { mvtu } from '../../server/src/hardware/engines/mvtu.js';
import { pad } from '../../server/src/hardware/engines/pad.js';
import { pool } from '../../server/src/hardware/engines/pool.js';
import { slidingWindow } from '../../server/src/hardware/engines/sliding-window.js';
import { converterResources } from '../../server/src/hardware/engines/width-converter.js';
import type { StreamShape } from '../../server/src/hardware/pipeline.js';
import { typeOfRange, type QuantisedType } from '../../server/src/network/quantised-type.js';

/** An instance of a FINN build as test/data/measured-builds.json has it: shape by kind, and counts. */
export interface Instance {
  readonly kind: string;
  readonly LUT: number;
  readonly FF: number;
  readonly DSP?: number;
  readonly [shape: string]: unknown;
}

interface Build {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly network: string;
  readonly selected?: boolean;
  readonly total: { readonly LUT: number; readonly FF: number };
  readonly instances: readonly Instance[];
}

interface Cost {
  readonly lut: number;
  readonly ff: number;
}

/** The instances of one kind in a build: how many, measured and estimated. */
export interface KindRow {
  readonly build: string;
  readonly kind: string;
  readonly count: number;
  readonly measured: Cost;
  readonly estimate: Cost;
}

/** Kinds that FINN has and we estimate nothing like: taken as measured, so that the totals compare. */
const NOT_OURS = new Set(['threshold', 'other']);

/** Every whole build by kind of instance, each instance estimated at the shape that it was built with. */
export function kindRows(root: string): readonly KindRow[] {
  const { builds } = JSON.parse(fs.readFileSync(`${root}/test/data/measured-builds.json`, 'utf8')) as {
    builds: readonly Build[];
  };
  return builds
    .filter(({ id, selected }) => selected !== true && id !== 'facile')
    .flatMap((build) => {
      const family: Family = build.device.startsWith('xc7') ? 'xc7' : 'xcup';
      const kinds = [...new Set(build.instances.map(({ kind }) => kind))];
      const rows = kinds.map((kind): KindRow => {
        const own = build.instances.filter((one) => one.kind === kind);
        return {
          build: build.id,
          kind,
          count: own.length,
          measured: sum(own.map(({ LUT, FF }) => ({ lut: LUT, ff: FF }))),
          estimate: sum(own.map((one) => costOf(one, family))),
        };
      });
      const listed = sum(rows.map(({ measured }) => measured));
      const shell: KindRow = {
        build: build.id,
        kind: 'shell',
        count: 1,
        measured: { lut: build.total.LUT - listed.lut, ff: build.total.FF - listed.ff },
        estimate: SHELL[family === 'xc7' ? 'xc7' : 'xcup'],
      };
      const all = [...rows, shell];
      const total: KindRow = {
        build: build.id,
        kind: 'total',
        count: build.instances.length,
        measured: { lut: build.total.LUT, ff: build.total.FF },
        estimate: sum(all.map(({ estimate }) => estimate)),
      };
      return [...all, total];
    });
}

function sum(costs: readonly Cost[]): Cost {
  return { lut: costs.reduce((all, { lut }) => all + lut, 0), ff: costs.reduce((all, { ff }) => all + ff, 0) };
}

/** What an engine of ours at the shape of an instance takes. */
export function costOf(one: Instance, family: Family): Cost {
  const number = (key: string): number => Number(one[key] ?? 0);
  if (NOT_OURS.has(one.kind)) return { lut: one.LUT, ff: one.FF };
  switch (one.kind) {
    case 'mvau': {
      const [columns, rows, pe, simd] = [number('MW'), number('MH'), number('PE'), number('SIMD')];
      const weights = signed(number('weightBits'));
      const input = unsigned(number('valueBits'));
      const magnitude = columns * -weights.lo * input.hi;
      const { resources } = mvtu({
        rows,
        columns,
        groups: 1,
        positions: 1,
        pe,
        simd,
        weights,
        input,
        accumulator:
          one['thresholdBits'] === undefined ? typeOfRange(-magnitude, magnitude) : signed(number('thresholdBits')),
        activation: number('levels') > 0 ? typeOfRange(0, number('levels')) : undefined,
        mem: 'auto',
        impl: number('DSP') > 0 ? 'dsp' : 'lut',
        family,
        loadable: false,
      });
      const streamed = pe * simd * weights.bits;
      const fabric = number('fabricDsp') * (weights.bits + input.bits);
      const beside = (each: MvtuCoefficients): number =>
        (each.weightPortBit + each.streamedBit) * streamed + each.fabricDspBit * fabric;
      return { lut: resources.lut + beside(MVTU_LUT), ff: resources.ff + beside(MVTU_FF) };
    }
    case 'pool': {
      const rows = number('height') > 1 ? 2 : 1;
      const type = unsigned(number('bits'));
      return pool({
        height: number('height'),
        width: number('width'),
        channels: number('channels'),
        outputHeight: number('height') / rows,
        outputWidth: number('width') / 2,
        kernel: [rows, 2],
        stride: [rows, 2],
        pe: number('pe'),
        input: type,
        partial: type,
        output: type,
        // FINN's buffer is one memory a channel, which stays in LUTs.
        mem: 'lutram',
        family,
      }).resources;
    }
    case 'pad': {
      const border = number('height') > 1 ? 1 : 0;
      return pad({
        height: number('height'),
        width: number('width'),
        channels: number('channels') || number('lanes'),
        pad: { top: border, bottom: border, left: 1, right: 1 },
        lanes: number('lanes'),
        valueBits: number('bits'),
      }).resources;
    }
    case 'window': {
      const kernel: readonly [number, number] = [number('height') > 1 ? 3 : 1, 3];
      const [down, across] = (one['stride'] ?? [1, 1]) as readonly [number, number];
      return slidingWindow({
        height: number('height'),
        width: number('width'),
        channels: number('channels'),
        outputHeight: Math.floor((number('height') - kernel[0]) / down) + 1,
        outputWidth: Math.floor((number('width') - kernel[1]) / across) + 1,
        kernel,
        stride: [down, across],
        dilation: [1, 1],
        lanes: number('lanes'),
        taps: one['allTaps'] === true ? kernel[0] * kernel[1] : 1,
        grouped: false,
        valueBits: number('bits'),
        mem: 'lutram',
        family,
      }).resources;
    }
    case 'converter':
      return converterResources(wordOf(number('inBits')), wordOf(number('outBits')));
    case 'fifo':
      return fifoResources(number('depth'), number('bits'), family);
    case 'argmax':
      return argmax({
        positions: 1,
        classes: number('labels'),
        top: 1,
        pe: number('pe') || 1,
        valueBits: number('bits'),
        indexBits: number('indexBits'),
      }).resources;
    case 'dma':
      return DMA[family === 'xc7' ? 'xc7' : 'xcup'][one['direction'] === 'in' ? 'input' : 'output'];
    case 'shell':
      return SHELL[family === 'xc7' ? 'xc7' : 'xcup'];
    default:
      throw new Error(`${one.kind}: not estimated`);
  }
}

function wordOf(bits: number): StreamShape {
  return { lanes: 1, valueBits: bits, bits, words: 1 };
}

function unsigned(bits: number): QuantisedType {
  return typeOfRange(0, 2 ** bits - 1);
}

function signed(bits: number): QuantisedType {
  return typeOfRange(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
}
