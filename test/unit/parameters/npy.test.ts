import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFault, readNpy, type Dtype, type NpyArray } from '../../../server/src/parameters/npy.js';
import { writeNpy } from '../../../server/src/parameters/npz.js';
import { cases } from '../../support/cases.js';

/** A `.npy` file of this header and these bytes. */
function npy(header: string, body: readonly number[], version = 1): Uint8Array {
  const length =
    version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  const text = new TextEncoder().encode(header);
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...body]);
}

function headerOf(descr: string, shape: string, fortran = false): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
}

function checkRead(bytes: Uint8Array, dtype: Dtype, shape: readonly number[], values: readonly number[]): void {
  const array = readNpy(bytes);
  if (isFault(array)) throw new Error(array.fault);
  expect({ dtype: array.dtype, shape: array.shape, values: [...array.data] }).toEqual({ dtype, shape, values });
}

function checkFault(bytes: Uint8Array, fault: RegExp): void {
  const read = readNpy(bytes);
  expect(isFault(read) ? read.fault : 'no fault').toMatch(fault);
}

describe('element types, in both byte orders', () => {
  test.each<[string, Dtype, number[], number[]]>([
    ['|b1', 'bool', [0, 1, 2], [0, 1, 1]],
    ['|i1', 'int8', [255, 1], [-1, 1]],
    ['|u1', 'uint8', [255, 1], [255, 1]],
    ['<i2', 'int16', [0xfe, 0xff], [-2]],
    ['>i2', 'int16', [0xff, 0xfe], [-2]],
    ['<u2', 'uint16', [0xfe, 0xff], [65534]],
    ['<i4', 'int32', [0, 0, 0, 0x80], [-(2 ** 31)]],
    ['>i4', 'int32', [0x80, 0, 0, 0], [-(2 ** 31)]],
    ['>u4', 'uint32', [0xff, 0xff, 0xff, 0xfe], [2 ** 32 - 2]],
    ['<i8', 'int64', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-1]],
    ['>u8', 'uint64', [0, 0, 0, 1, 0, 0, 0, 0], [2 ** 32]],
    ['<f2', 'float16', [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c], [1, -2, 2 ** -24, Infinity]],
    ['>f4', 'float32', [0x3f, 0xc0, 0, 0], [1.5]],
    ['<f8', 'float64', [0, 0, 0, 0, 0, 0, 0xe0, 0xbf], [-0.5]],
  ])('%s', (descr, dtype, body, values) => {
    checkRead(npy(headerOf(descr, `(${values.length},)`), body), dtype, [values.length], values);
  });
});

test('Fortran order is turned into C order', () => {
  checkRead(npy(headerOf('|i1', '(2, 3)', true), [0, 3, 1, 4, 2, 5]), 'int8', [2, 3], [0, 1, 2, 3, 4, 5]);
});

test('versions 2 and 3 have a longer header length', () => {
  checkRead(npy(headerOf('|i1', '(1,)'), [7], 2), 'int8', [1], [7]);
  checkRead(npy(headerOf('|i1', '()'), [7], 3), 'int8', [], [7]);
});

test.each(['(2, , 4)', '(, 2, 4)', '(2, 4,,)', '(2 4,)', '(,)'])('the shape %s is none that Python writes', (shape) => {
  checkFault(npy(headerOf('|i1', shape), [1, 2, 3, 4, 5, 6, 7, 8]), /its shape is not a list of whole numbers/);
});

test('what is no array gives a fault', () => {
  checkFault(new Uint8Array(), /npy signature/);
  checkFault(npy(headerOf('|i1', '(1,)'), [7], 4), /version 4/);
  checkFault(npy(headerOf('|O8', '(1,)'), [7]), /element type 'O8'/);
  checkFault(npy(headerOf('<c8', '(1,)'), [7]), /element type 'c8'/);
  checkFault(npy(headerOf('|i1', '(2,)'), [7]), /needs 2 bytes, the file has 1/);
  checkFault(npy(headerOf('<f8', '(9999999999, 9999999999)'), [7]), /needs/);
  checkFault(npy("{'descr': '|i1'}", [7]), /no fortran_order or no shape/);
  checkFault(npy(headerOf('|i1', '(1,)'), []).subarray(0, 20), /cut off/);
});

test('writes what it reads', () => {
  const arrays: NpyArray[] = [
    { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) },
    { dtype: 'int8', shape: [2, 2], data: Int8Array.of(-1, 1, -128, 127) },
    { dtype: 'int32', shape: [1, 2], data: Int32Array.of(-(2 ** 31), 5) },
    { dtype: 'int64', shape: [], data: Float64Array.of(-(2 ** 40)) },
    { dtype: 'float64', shape: [2], data: Float64Array.of(0.1, -0) },
  ];
  for (const array of arrays) expect(readNpy(writeNpy(array))).toEqual(array);
});

test('any bytes give an array or a fault', () => {
  const sound = npy(
    headerOf('<i4', '(2, 3)', true),
    Array.from({ length: 24 }, (_, index) => index),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(sound.length),
      (edits, cut) => {
        const bytes = sound.slice(0, cut);
        for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
        const read = readNpy(bytes);
        if (!isFault(read)) expect(read.data.length).toBe(read.shape.reduce((product, extent) => product * extent, 1));
      },
    ),
    { seed: 7, numRuns: cases(1000) },
  );
});
