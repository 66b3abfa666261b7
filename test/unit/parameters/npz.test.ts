import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unzip as unzipOfNode } from '../../../server/src/host/unzip.js';
import { isFault, type NpyArray } from '../../../server/src/parameters/npy.js';
import { readNpz, writeNpy, writeNpz, type Npz } from '../../../server/src/parameters/npz.js';
import { cases } from '../../support/cases.js';

const weights: NpyArray = { dtype: 'int8', shape: [2, 3], data: Int8Array.of(1, -1, 1, -1, 1, -1) };
const bias: NpyArray = { dtype: 'int32', shape: [2], data: Int32Array.of(4, -4) };

describe.each([
  ['the zip library', undefined],
  ['Node', unzipOfNode],
])('with what %s has to unzip', (_, unzip) => {
  function sound(bytes: Uint8Array): Npz {
    const npz = readNpz(bytes, { unzip });
    if (isFault(npz)) throw new Error(npz.fault);
    return npz;
  }

  test('reads what it writes, and writes the same bytes again', () => {
    const arrays = new Map([
      ['d.weights', weights],
      ['d.bias', bias],
    ]);
    const bytes = writeNpz(arrays);
    expect(sound(bytes)).toEqual({ arrays, unreadable: [] });
    expect(writeNpz(arrays)).toEqual(bytes);
  });

  test('an entry that is no array is named, the others are read', () => {
    const npz = sound(zipSync({ 'd.weights.npy': writeNpy(weights), 'notes.txt': new TextEncoder().encode('hello') }));
    expect([...npz.arrays.keys()]).toEqual(['d.weights']);
    expect(npz.unreadable).toEqual([{ name: 'notes.txt', fault: 'it does not start with the npy signature' }]);
  });

  test('of two entries of one array neither is taken', () => {
    const npz = sound(
      zipSync({ 'd.weights.npy': writeNpy(weights), 'd.weights': writeNpy(weights), d: writeNpy(bias) }),
    );
    expect([...npz.arrays.keys()]).toEqual(['d']);
    expect(npz.unreadable).toEqual([{ name: 'd.weights', fault: 'the archive holds it more than once' }]);
  });

  test('an archive that is cut off is told as that', () => {
    const bytes = writeNpz(new Map([['d.weights', weights]]));
    expect(readNpz(bytes.subarray(0, bytes.length - 1), { unzip })).toEqual({
      fault: 'it is cut off: the end of the zip archive is missing',
    });
  });

  test('a large archive has its directory where the zip64 end says', () => {
    const large = zip64('d.weights.npy', writeNpy(weights));
    expect([...sound(large.bytes).arrays]).toEqual([['d.weights', weights]]);
    large.view.setUint32(large.directory + 16, 1, true);
    expect(sound(large.bytes).unreadable).toEqual([{ name: 'd.weights', fault: 'its checksum does not match' }]);
    large.view.setUint32(large.end + 4 + 48, 2 ** 31, true);
    expect(readNpz(large.bytes, { unzip })).toEqual(NO_DIRECTORY);
  });

  test('an archive behind other bytes, whose places are not what they say, is told as that', () => {
    const bytes = writeNpz(new Map([['d.weights', weights]]));
    expect(readNpz(Uint8Array.of(...new TextEncoder().encode('#!/bin/sh\n'), ...bytes), { unzip })).toEqual(
      NO_DIRECTORY,
    );
  });

  test('a flipped bit in the data is found by its checksum', () => {
    const bytes = zipSync({ 'd.weights.npy': [writeNpy(weights), { level: 0 }] });
    const at = bytes.findIndex((byte, index) => byte === 255 && bytes[index - 1] === 1 && bytes[index + 1] === 1);
    bytes[at] = 1;
    expect(sound(bytes).unreadable).toEqual([{ name: 'd.weights', fault: 'its checksum does not match' }]);
  });

  test('what is no archive, or unpacks to too much, gives a fault', () => {
    const fault = (bytes: Uint8Array, limit = 2 ** 30): string => {
      const read = readNpz(bytes, { maxBytes: limit, unzip });
      return isFault(read) ? read.fault : 'no fault';
    };
    expect(fault(new Uint8Array(5))).toMatch(/too short/);
    expect(fault(new Uint8Array(500))).toMatch(/not a sound zip archive/);
    expect(fault(zipSync({ 'zeros.npy': new Uint8Array(5 * 2 ** 20) }), 2 ** 20)).toBe('it unpacks to more than 1 MiB');
  });

  test('an entry that is longer than it says is not read', () => {
    const zeros = { dtype: 'int8', shape: [4096], data: new Int8Array(4096) } as const;
    const bytes = writeNpz(new Map([['d.weights', zeros]]));
    // Its length in the central directory, which counts.
    const entry = bytes.findLastIndex((_, at) => bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(entry + 24, 100, true);
    const read = readNpz(bytes, { unzip });
    expect(isFault(read) ? [] : [...read.arrays.keys()]).toEqual([]);
  });

  test('any damage gives arrays or a fault', () => {
    const archive = writeNpz(new Map([['d.weights', weights], ['d.bias', bias]])); // prettier-ignore
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(archive.length),
        (edits, cut) => {
          const bytes = archive.slice(0, cut % 3 === 0 ? cut : archive.length);
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          readNpz(bytes, { maxBytes: 2 ** 20, unzip });
        },
      ),
      { seed: 11, numRuns: cases(1000) },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readNpz(bytes, { maxBytes: 2 ** 20, unzip })), { seed: 12, numRuns: cases(1000) }); // prettier-ignore
  });
});

const NO_DIRECTORY = { fault: 'it is not a sound zip archive (it has no directory where its end says)' };

/** One stored entry, its sizes and places in the fields of zip64 as archives of more than 4 GiB have them (PKWARE APPNOTE 4.5.3). */
function zip64(
  name: string,
  content: Uint8Array,
): { readonly bytes: Uint8Array; readonly view: DataView; readonly directory: number; readonly end: number } {
  const plain = zipSync({ [name]: [content, { level: 0 }] });
  const start = plain.findLastIndex((_, at) => plain[at] === 0x50 && plain[at + 1] === 0x4b && plain[at + 2] === 1);
  const entry = plain.slice(start, start + 46 + name.length);
  const head = new DataView(entry.buffer);
  for (const size of [20, 24, 42]) head.setUint32(size, 0xffffffff, true);
  head.setUint16(30, 28, true);
  const end = start + entry.length + 28;
  const bytes = new Uint8Array(end + 56 + 20 + 22);
  bytes.set(plain.subarray(0, start));
  bytes.set(entry, start);
  const view = new DataView(bytes.buffer);
  const put = (from: number, ...fields: readonly (readonly [bits: 16 | 32 | 64, value: number])[]): void => {
    let at = from;
    for (const [bits, value] of fields) {
      if (bits === 64) view.setBigUint64(at, BigInt(value), true);
      else if (bits === 32) view.setUint32(at, value, true);
      else view.setUint16(at, value, true);
      at += bits / 8;
    }
  };
  put(start + entry.length, [16, 1], [16, 24], [64, content.length], [64, content.length], [64, 0]);
  put(end, [32, 0x06064b50], [64, 44], [16, 45], [16, 45], [32, 0], [32, 0], [64, 1], [64, 1], [64, end - start]);
  put(end + 48, [64, start]);
  put(end + 56, [32, 0x07064b50], [32, 0], [64, end], [32, 1]);
  put(end + 76, [32, 0x06054b50], [16, 0], [16, 0], [16, 0xffff], [16, 0xffff], [32, 0xffffffff], [32, 0xffffffff]);
  return { bytes, view, directory: start, end: end - 4 };
}
