import { unzipSync, zipSync, type Zippable } from 'fflate';
import { isFault, readNpy, type Dtype, type Fault, type NpyArray, type NumberArray } from './npy.js';

export interface Npz {
  /** By name, without `.npy`, in the order of the archive. */
  readonly arrays: ReadonlyMap<string, NpyArray>;
  /** Entries that are no readable arrays. */
  readonly unreadable: readonly { readonly name: string; readonly fault: string }[];
}

/** No archive unpacks to more than this, whatever it claims. */
const MAX_UNPACKED_BYTES = 2 ** 30;
const MAX_ENTRIES = 65_536;

/** What the program that we are in has for archives, where that is faster than what stands here. */
export interface Unzip {
  /** Unpacks deflated bytes (RFC 1951) to as many as `size`; throws where they are damaged or more. */
  inflate(deflated: Uint8Array, size: number): Uint8Array;
  /** CRC-32 of bytes; undefined where there is none. */
  readonly checksum: ((bytes: Uint8Array) => number) | undefined;
}

export interface NpzOptions {
  readonly maxBytes?: number;
  readonly unzip?: Unzip | undefined;
}

/**
 * Reads a numpy `.npz` archive (stored or deflated). Total: any bytes give the arrays or a fault, and no more than
 * `maxBytes` are unpacked. A checksum that does not match makes an entry unreadable.
 */
export function readNpz(bytes: Uint8Array, { maxBytes = MAX_UNPACKED_BYTES, unzip }: NpzOptions = {}): Npz | Fault {
  if (bytes.length < 22) return { fault: 'it is too short to be a zip archive' };
  const directory = directoryOf(bytes);
  if (isFault(directory)) return directory;
  let unpacked = 0;
  let entries = 0;
  let refusal: string | undefined;
  // In the order of the archive.
  const files = new Map<string, Uint8Array | undefined>();
  const seen = new Set<string>();
  const repeated = new Set<string>();
  try {
    const unzipped = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        unpacked += originalSize;
        entries += 1;
        if (entries > MAX_ENTRIES) refusal = `it has more than ${MAX_ENTRIES} entries`;
        // A negated comparison refuses a size that is no number too.
        else if (!(unpacked <= maxBytes)) refusal = `it unpacks to more than ${Math.floor(maxBytes / 2 ** 20)} MiB`;
        if (refusal !== undefined) throw new Error(refusal);
        if (name.endsWith('/')) return false;
        const array = arrayName(name);
        if (seen.has(array)) repeated.add(array);
        seen.add(array);
        const deflated = compression === DEFLATED && unzip ? rawBytes(bytes, directory.get(name), size) : undefined;
        files.set(name, deflated && unzip?.inflate(deflated, originalSize));
        return !deflated;
      },
    });
    for (const [name, content] of Object.entries(unzipped)) files.set(name, content);
  } catch (error) {
    return {
      fault: refusal ?? `it is not a sound zip archive (${error instanceof Error ? error.message : 'damaged'})`,
    };
  }
  const checksum = unzip?.checksum ?? crc32;
  const arrays = new Map<string, NpyArray>();
  // Which of them is meant cannot be known.
  const unreadable = [...repeated].map((name) => ({ name, fault: 'the archive holds it more than once' }));
  for (const [entry, content = new Uint8Array()] of files) {
    const name = arrayName(entry);
    if (repeated.has(name)) continue;
    const expected = directory.get(entry);
    const read =
      expected && expected.checksum !== checksum(content) ? { fault: 'its checksum does not match' } : readNpy(content);
    if (isFault(read)) unreadable.push({ name, fault: read.fault });
    else arrays.set(name, read);
  }
  return { arrays, unreadable };
}

/** Writes arrays as numpy reads them: little-endian, C order, format version 1, deflated. The same arrays give the same bytes. */
export function writeNpz(arrays: ReadonlyMap<string, NpyArray>): Uint8Array {
  const files: Zippable = {};
  for (const [name, array] of arrays)
    files[`${name}.npy`] = [writeNpy(array), { level: 6, mtime: '1980-01-01T12:00:00' }];
  return zipSync(files);
}

const CODES: Readonly<Record<Dtype, string>> = {
  bool: '|b1',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  float16: '<f8',
  float32: '<f4',
  float64: '<f8',
};

/** One `.npy` file, format version 1. A float16 array is written as float64, the form that it is held in. */
export function writeNpy({ dtype, shape, data }: NpyArray): Uint8Array {
  const extents = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const text = `{'descr': '${CODES[dtype]}', 'fortran_order': False, 'shape': (${extents}), }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const body = elementBytes(dtype, data);
  const out = new Uint8Array(10 + padded.length + body.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  out.set(new TextEncoder().encode(padded), 10);
  out.set(body, 10 + padded.length);
  return out;
}

function elementBytes(dtype: Dtype, data: NumberArray): Uint8Array {
  if (dtype !== 'int64' && dtype !== 'uint64') return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const wide = dtype === 'int64' ? new BigInt64Array(data.length) : new BigUint64Array(data.length);
  data.forEach((value, index) => (wide[index] = BigInt(value)));
  return new Uint8Array(wide.buffer);
}

function arrayName(entry: string): string {
  return entry.replace(/\.npy$/, '');
}

function startsAsZip(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 3, 4].every((byte, at) => bytes[at] === byte);
}

/** Compression method 8 of the zip format. */
const DEFLATED = 8;

/** What the zip library does not tell of an entry. */
interface Placed {
  readonly checksum: number;
  /** Where its own header begins. */
  readonly offset: number;
}

type Directory = ReadonlyMap<string, Placed>;

/**
 * CRC-32 and place by entry name, from the archive's central directory (PKWARE APPNOTE 4.3.12, of large archives 4.3.14).
 * The unzip library checks no CRC, and takes what stands in the place of a directory for one.
 */
function directoryOf(bytes: Uint8Array): Directory | Fault {
  const found = new Map<string, Placed>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0)
    return startsAsZip(bytes) ? { fault: 'it is cut off: the end of the zip archive is missing' } : NO_DIRECTORY;
  const { start, entries } = placeOfDirectory(view, end);
  const decoder = new TextDecoder();
  let at = start;
  for (let entry = 0; entry < entries; entry++) {
    if (!(at + 46 <= bytes.length) || view.getUint32(at, true) !== 0x02014b50) return NO_DIRECTORY;
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const name = decoder.decode(bytes.subarray(at + 46, nameEnd));
    found.set(name, { checksum: view.getUint32(at + 16, true), offset: entryOffset(view, at, nameEnd, extraEnd) });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return found;
}

const NO_DIRECTORY: Fault = { fault: 'it is not a sound zip archive (it has no directory where its end says)' };

/** Stands in a field of 32 bits whose number is in the zip64 one. */
const ELSEWHERE = 0xffffffff;

/** Where the directory begins, and how many entries it has; of what the end of the archive at `end` says. */
function placeOfDirectory(view: DataView, end: number): { readonly start: number; readonly entries: number } {
  const plain = { start: view.getUint32(end + 16, true), entries: view.getUint16(end + 10, true) };
  if (plain.start !== ELSEWHERE && plain.entries !== 0xffff) return plain;
  if (end < 20 || view.getUint32(end - 20, true) !== 0x07064b50) return plain;
  const large = Number(view.getBigUint64(end - 12, true));
  if (large + 56 > view.byteLength || view.getUint32(large, true) !== 0x06064b50) return plain;
  return {
    start: Number(view.getBigUint64(large + 48, true)),
    entries: Number(view.getBigUint64(large + 32, true)),
  };
}

/** Where the entry's own header begins; of large archives the last number of an extra field. */
function entryOffset(view: DataView, at: number, extra: number, end: number): number {
  const offset = view.getUint32(at + 42, true);
  if (offset !== ELSEWHERE) return offset;
  const before = [at + 24, at + 20].filter((size) => view.getUint32(size, true) === ELSEWHERE).length;
  for (let field = extra; field + 4 <= end; field += 4 + view.getUint16(field + 2, true)) {
    const number = field + 4 + 8 * before;
    if (view.getUint16(field, true) === 1 && number + 8 <= view.byteLength)
      return Number(view.getBigUint64(number, true));
  }
  return offset;
}

/** The compressed bytes of an entry, behind its own header (PKWARE APPNOTE 4.3.7); undefined where there is none. */
function rawBytes(bytes: Uint8Array, placed: Placed | undefined, size: number): Uint8Array | undefined {
  if (!placed || placed.offset + 30 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + placed.offset, 30);
  if (view.getUint32(0, true) !== 0x04034b50) return undefined;
  const start = placed.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  return start + size <= bytes.length ? bytes.subarray(start, start + size) : undefined;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  // By index: an iterator over megabytes that are read once takes several times as long.
  for (let at = 0; at < bytes.length; at++) crc = (CRC_TABLE[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
