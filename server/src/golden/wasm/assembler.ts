/**
 * Assembles the small part of the WebAssembly text format that the kernels are written in: functions over i32 and v128
 * with instructions in plain (not folded) order, one imported memory, SIMD instructions. The encoding is that of the
 * WebAssembly core specification 2.0, section 5 (binary format). Throws on text it does not know, which a test meets
 * before any user does.
 */
export function assemble(text: string): Uint8Array {
  const functions = parse(text).map(readFunction);
  const types = functions.map(({ params }) => [0x60, ...vector(params.map(() => [I32])), ...vector([])]);
  const bodies = functions.map(({ locals, code }) => {
    const body = [...vector(locals.map((type) => [1, type])), ...code, 0x0b];
    return [...unsigned(body.length), ...body];
  });
  const section = (id: number, items: number[][]): number[] => {
    const content = vector(items);
    return [id, ...unsigned(content.length), ...content];
  };
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [[...utf8('host'), ...utf8('memory'), 0x02, 0x00, 0x01]]),
    ...section(3, functions.map((_, index) => unsigned(index))), // prettier-ignore
    ...section(7, functions.map(({ name }, index) => [...utf8(name), 0x00, ...unsigned(index)])), // prettier-ignore
    ...section(10, bodies),
  ]);
}

const I32 = 0x7f;
const V128 = 0x7b;
const VALUE_TYPES: Readonly<Record<string, number>> = { i32: I32, v128: V128 };

type Immediate = 'local' | 'label' | 'block' | 'align' | 'lane' | 'i32' | 'none';

const simd = (code: number): readonly number[] => [0xfd, ...unsigned(code)];

/** Opcode and immediate of each instruction used. */
const INSTRUCTIONS: Readonly<
  Record<string, readonly [opcode: readonly number[], immediate: Immediate, alignment?: number]>
> = {
  block: [[0x02], 'block'],
  loop: [[0x03], 'block'],
  end: [[0x0b], 'none'],
  br: [[0x0c], 'label'],
  br_if: [[0x0d], 'label'],
  select: [[0x1b], 'none'],
  'local.get': [[0x20], 'local'],
  'local.set': [[0x21], 'local'],
  'local.tee': [[0x22], 'local'],
  'i32.load': [[0x28], 'align', 2],
  'i32.store': [[0x36], 'align', 2],
  'i32.const': [[0x41], 'i32'],
  'i32.eqz': [[0x45], 'none'],
  'i32.lt_s': [[0x48], 'none'],
  'i32.lt_u': [[0x49], 'none'],
  'i32.gt_u': [[0x4b], 'none'],
  'i32.add': [[0x6a], 'none'],
  'i32.sub': [[0x6b], 'none'],
  'i32.shl': [[0x74], 'none'],
  'v128.load': [simd(0x00), 'align', 4],
  'v128.store': [simd(0x0b), 'align', 4],
  'i32x4.splat': [simd(0x11), 'none'],
  'i32x4.extract_lane': [simd(0x1b), 'lane'],
  'v128.and': [simd(0x4e), 'none'],
  'v128.xor': [simd(0x51), 'none'],
  'i8x16.popcnt': [simd(0x62), 'none'],
  'i8x16.add': [simd(0x6e), 'none'],
  'i16x8.extadd_pairwise_i8x16_u': [simd(0x7d), 'none'],
  'i32x4.extadd_pairwise_i16x8_u': [simd(0x7f), 'none'],
  'i32x4.add': [simd(0xae), 'none'],
  'i32x4.dot_i16x8_s': [simd(0xba), 'none'],
};

type Expression = string | readonly Expression[];

interface AssembledFunction {
  readonly name: string;
  readonly params: readonly string[];
  readonly locals: readonly number[];
  readonly code: readonly number[];
}

function readFunction(expression: Expression): AssembledFunction {
  if (typeof expression === 'string') throw new Error(`expected a function, found ${expression}`);
  const names: string[] = [];
  const params: string[] = [];
  const locals: number[] = [];
  let name = '';
  const labels: string[] = [];
  const code: number[] = [];
  const words = expression.slice(1);
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (typeof word === 'string') {
      code.push(...instruction(word, words, names, labels));
      continue;
    }
    const [head, first, second] = word.map(String);
    if (head === 'export') name = (first ?? '').slice(1, -1);
    else if (head === 'param' || head === 'local') {
      const type = VALUE_TYPES[second ?? ''];
      if (type === undefined || (head === 'param' && type !== I32)) throw new Error(`unknown type ${second ?? ''}`);
      names.push(first ?? '');
      if (head === 'param') params.push(first ?? '');
      else locals.push(type);
    } else throw new Error(`unknown form ${head ?? ''}`);
  }
  return { name, params, locals, code };
}

function instruction(word: string, rest: Expression[], names: readonly string[], labels: string[]): readonly number[] {
  const found = INSTRUCTIONS[word];
  if (!found) throw new Error(`unknown instruction ${word}`);
  const [opcode, immediate, alignment = 0] = found;
  const next = (): string => String(rest.shift());
  if (word === 'end') labels.pop();
  switch (immediate) {
    case 'none':
      return opcode;
    case 'block':
      labels.push(next());
      return [...opcode, 0x40];
    case 'label':
      return [...opcode, ...unsigned(labels.length - 1 - position(labels, next()))];
    case 'local':
      return [...opcode, ...unsigned(position(names, next()))];
    case 'lane':
      return [...opcode, Number(next())];
    case 'i32':
      return [...opcode, ...signed(Number(next()))];
    case 'align': {
      const offset = typeof rest[0] === 'string' && rest[0].startsWith('offset=') ? Number(next().slice(7)) : 0;
      return [...opcode, ...unsigned(alignment), ...unsigned(offset)];
    }
  }
}

function position(names: readonly string[], name: string): number {
  const index = names.lastIndexOf(name);
  if (index < 0) throw new Error(`unknown name ${name}`);
  return index;
}

/** Reads the parenthesised forms of the text; `;;` starts a comment. */
function parse(text: string): Expression[] {
  const stack: Expression[][] = [[]];
  for (const token of text.replace(/;;.*$/gm, '').match(/[()]|[^\s()]+/g) ?? []) {
    if (token === '(') stack.push([]);
    else if (token === ')') {
      const closed = stack.pop() ?? [];
      stack.at(-1)?.push(closed);
    } else stack.at(-1)?.push(token);
  }
  return stack[0] ?? [];
}

function utf8(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    bytes.push(done ? byte : byte | 0x80);
    if (done) return bytes;
  }
}
