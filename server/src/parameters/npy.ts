/** What numpy calls the element type, in this machine's byte order. */
export type Dtype =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64';

export type NumberArray =
  Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/**
 * An array in C order. One of bytes may lie in those that it was read from; nobody writes into either. 64-bit integers and
 * 16-bit floats are held as doubles (integers beyond 2^53 are rounded).
 */
export interface NpyArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: NumberArray;
}

/** Why something could not be read: a phrase that completes "cannot read X: ...". */
export interface Fault {
  readonly fault: string;
}

export function isFault(value: object): value is Fault {
  return 'fault' in value;
}

/**
 * Reads one `.npy` file, format versions 1 to 3, of booleans, integers and floats in either byte order, C or Fortran.
 * Total: any bytes give an array or a fault. Format: numpy.lib.format (NEP 1).
 */
export function readNpy(bytes: Uint8Array): NpyArray | Fault {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) return { fault: 'it does not start with the npy signature' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version === undefined || version < 1 || version > 3)
    return { fault: `npy format version ${version ?? 'missing'} is not 1, 2 or 3` };
  const lengthBytes = version === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  if (bytes.length < start) return { fault: 'its header is cut off' };
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerLength > MAX_HEADER) return { fault: `its header claims ${headerLength} bytes` };
  if (bytes.length < start + headerLength) return { fault: 'its header is cut off' };
  const header = readHeader(new TextDecoder().decode(bytes.subarray(start, start + headerLength)));
  if (isFault(header)) return header;
  return readElements(bytes.subarray(start + headerLength), header);
}

/** `[64, 3, 3, 16]` as it is written in messages. */
function shapeText(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}

function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER = 65_536;
const MAX_RANK = 32;

interface Header {
  readonly dtype: Dtype;
  readonly itemBytes: number;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const DTYPES: Readonly<Record<string, readonly [Dtype, number]>> = {
  b1: ['bool', 1],
  i1: ['int8', 1],
  i2: ['int16', 2],
  i4: ['int32', 4],
  i8: ['int64', 8],
  u1: ['uint8', 1],
  u2: ['uint16', 2],
  u4: ['uint32', 4],
  u8: ['uint64', 8],
  f2: ['float16', 2],
  f4: ['float32', 4],
  f8: ['float64', 8],
};

function readHeader(text: string): Header | Fault {
  const descr = /['"]descr['"]\s*:\s*['"]([<>=|]?)([a-zA-Z]\d+)['"]/.exec(text);
  if (!descr) return { fault: 'its element type is not one of bool, integer or float' };
  const [, order = '', code = ''] = descr;
  const found = Object.hasOwn(DTYPES, code) ? DTYPES[code] : undefined;
  if (!found) return { fault: `its element type '${code}' is not one of bool, integer or float` };
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d,\sL]*)\)/.exec(text);
  if (!fortran || !shape) return { fault: 'its header has no fortran_order or no shape' };
  // As Python writes a tuple: one comma may stand behind the last.
  const written = (shape[1] ?? '').trim().replace(/(?<=.),$/, '');
  const extents = (written === '' ? [] : written.split(',')).map((part) => wholeNumber(part.trim().replace(/L$/, '')));
  if (extents.length > MAX_RANK) return { fault: `it has ${extents.length} dimensions` };
  if (!extents.every(Number.isSafeInteger)) return { fault: 'its shape is not a list of whole numbers' };
  return {
    dtype: found[0],
    itemBytes: found[1],
    littleEndian: order !== '>',
    fortranOrder: fortran[1] === 'True',
    shape: extents,
  };
}

function wholeNumber(digits: string): number {
  return /^\d+$/.test(digits) ? Number(digits) : NaN;
}

function readElements(bytes: Uint8Array, header: Header): NpyArray | Fault {
  const { dtype, shape, itemBytes } = header;
  const count = elementCount(shape);
  // The comparison also bounds what is allocated by what the file holds.
  if (!(count * itemBytes <= bytes.length)) {
    return {
      fault: `its shape ${shapeText(shape)} of ${dtype} needs ${count * itemBytes} bytes, the file has ${bytes.length}`,
    };
  }
  const data = convert(bytes, header, count);
  return { dtype, shape, data: header.fortranOrder && shape.length > 1 ? toRowMajor(data, shape) : data };
}

function convert(bytes: Uint8Array, { dtype, littleEndian }: Header, count: number): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fill = <T extends NumberArray>(out: T, read: (index: number) => number): T => {
    for (let index = 0; index < count; index++) out[index] = read(index);
    return out;
  };
  switch (dtype) {
    case 'bool':
      return fill(new Uint8Array(count), (index) => (bytes[index] === 0 ? 0 : 1));
    case 'uint8':
      return bytes.subarray(0, count);
    case 'int8':
      return new Int8Array(bytes.buffer, bytes.byteOffset, count);
    case 'int16':
      return fill(new Int16Array(count), (index) => view.getInt16(index * 2, littleEndian));
    case 'uint16':
      return fill(new Uint16Array(count), (index) => view.getUint16(index * 2, littleEndian));
    case 'int32':
      return fill(new Int32Array(count), (index) => view.getInt32(index * 4, littleEndian));
    case 'uint32':
      return fill(new Uint32Array(count), (index) => view.getUint32(index * 4, littleEndian));
    case 'int64':
      return fill(new Float64Array(count), (index) => Number(view.getBigInt64(index * 8, littleEndian)));
    case 'uint64':
      return fill(new Float64Array(count), (index) => Number(view.getBigUint64(index * 8, littleEndian)));
    case 'float16':
      return fill(new Float64Array(count), (index) => halfToNumber(view.getUint16(index * 2, littleEndian)));
    case 'float32':
      return fill(new Float32Array(count), (index) => view.getFloat32(index * 4, littleEndian));
    case 'float64':
      return fill(new Float64Array(count), (index) => view.getFloat64(index * 8, littleEndian));
  }
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function toRowMajor(data: NumberArray, shape: readonly number[]): NumberArray {
  const out = data.slice();
  const position = shape.map(() => 0);
  // Walks the column-major data in order; `position` is the index that each element belongs to.
  for (const value of data) {
    let target = 0;
    for (let axis = 0; axis < shape.length; axis++) target = target * (shape[axis] ?? 1) + (position[axis] ?? 0);
    out[target] = value;
    for (let axis = 0; axis < shape.length; axis++) {
      const next = (position[axis] ?? 0) + 1;
      position[axis] = next < (shape[axis] ?? 1) ? next : 0;
      if (next < (shape[axis] ?? 1)) break;
    }
  }
  return out;
}
