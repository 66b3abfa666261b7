import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lower, UNFOLDED, type LowerContext } from '../../../server/src/hardware/lower.js';
import type { LayerFolding } from '../../../server/src/hardware/pipeline.js';
import { lintPragmas } from '../../../server/src/hls/pragma-lint.js';
import type { HlsGeneration } from '../../../server/src/hls/pragma-table.js';
import { emitProject } from '../../../server/src/hls/project.js';
import { parse } from '../../../server/src/language/parser.js';
import type { MemoryStyle, MultiplierStyle } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';
import { isFault } from '../../../server/src/parameters/npy.js';
import { randomParameters } from '../../../server/src/parameters/random.js';
import { bareNetwork } from '../../../server/src/parameters/state.js';

const GENERATIONS: readonly HlsGeneration[] = ['vivado', 'vitis'];

function faults(text: string, generation: HlsGeneration): string[] {
  return lintPragmas(text, generation).map(({ line, what }) => `${line}: ${what}`);
}

describe('the linter of pragmas', () => {
  it.each<[string, HlsGeneration, string[]]>([
    ['#pragma HLS PIPELNE II=1', 'vitis', ['1: HLS PIPELNE is no pragma']],
    ['#pragma HLS PIPELINE II=1 speed=2', 'vitis', ['1: HLS PIPELINE: speed is no option']],
    ['\n  #pragma hls unroll factor', 'vitis', ['2: HLS unroll: factor needs a value']],
    ['#pragma HLS UNROLL factor="4"', 'vitis', ['1: HLS UNROLL: factor cannot be "4"']],
    ['#pragma HLS INLINE off=1', 'vitis', ['1: HLS INLINE: off takes no value']],
    ['#pragma HLS UNROLL region region', 'vitis', ['1: HLS UNROLL: region is given twice']],
    ['#pragma HLS STREAM depth=2', 'vivado', ['1: HLS STREAM: variable is missing']],
    [
      '#pragma HLS ARRAY_PARTITION variable=a block cyclic factor=2',
      'vitis',
      ['1: HLS ARRAY_PARTITION: only one of block, cyclic at a time'],
    ],
    [
      '#pragma HLS ARRAY_PARTITION variable=a type=complete',
      'vivado',
      ['1: HLS ARRAY_PARTITION: type is no option of Vivado HLS'],
    ],
    ['#pragma HLS RESOURCE variable=a core=DSP48', 'vitis', ['1: Vitis HLS has no pragma HLS RESOURCE']],
    ['#pragma HLS RESOURCE variable=a core=DSP49', 'vivado', ['1: HLS RESOURCE: core cannot be DSP49']],
    ['#pragma HLS BIND_OP variable=a op=mul', 'vivado', ['1: Vivado HLS has no pragma HLS BIND_OP']],
    [
      '_Pragma("HLS BIND_STORAGE variable=a type=rom_1p impl=bam")',
      'vitis',
      ['1: HLS BIND_STORAGE: impl cannot be bam'],
    ],
    ['#pragma HLS INTERFACE port=a bundle=b', 'vitis', ['1: HLS INTERFACE: no mode is given']],
    ['#pragma HLS INTERFACE axis port=a bundle=b', 'vitis', ['1: HLS INTERFACE: axis takes no bundle']],
    ['#pragma HLS INTERFACE mode=axis port=a', 'vivado', ['1: HLS INTERFACE: mode is no option of Vivado HLS']],
    [
      '#define M(v_) \\\n  x(v_); \\\n  BNN_PRAGMA(HLS STREAM variable=v_ depth=2x depht=3)',
      'vitis',
      ['1: HLS STREAM: depth cannot be 2x', '1: HLS STREAM: depht is no option'],
    ],
  ])('%s: %s', (text, generation, expected) => {
    expect(faults(text, generation)).toEqual(expected);
  });

  it.each([
    '#pragma HLS pipeline ii = 1',
    '#pragma HLS LOOP_TRIPCOUNT min=frame_cycles max=frame_cycles',
    '#pragma HLS DEPENDENCE variable=cells inter false',
    '// #pragma HLS NOTHING',
    '/* BNN_PRAGMA(HLS NOTHING) */',
    '#pragma once',
    '#define BNN_PRAGMA(text) BNN_PRAGMA_TEXT(text)',
  ])('says nothing of %s', (text) => {
    for (const generation of GENERATIONS) expect(faults(text, generation)).toEqual([]);
  });

  it('reads of a condition what its tool reads', () => {
    const text = [
      '#ifndef GUARD',
      '#ifdef __VITIS_HLS__',
      '#pragma HLS BIND_OP variable=a op=mul',
      '#else',
      '#pragma HLS RESOURCE variable=a core=Mul_LUT',
      '#endif',
      '#if !defined(__VITIS_HLS__)',
      '#pragma HLS DATA_PACK variable=a',
      '#endif',
      '#pragma HLS WRONG',
      '#endif',
    ];
    for (const generation of GENERATIONS) {
      expect(faults(text.join('\n'), generation)).toEqual(['10: HLS WRONG is no pragma']);
    }
    const swapped = text.join('\n').replace('#ifdef', '#ifndef');
    expect(faults(swapped, 'vitis')[0]).toBe('5: Vitis HLS has no pragma HLS RESOURCE');
    expect(faults(swapped, 'vivado')[0]).toBe('3: Vivado HLS has no pragma HLS BIND_OP');
  });
});

const LIBRARY = new URL('../../../server/hls/', import.meta.url);
const headers = readdirSync(LIBRARY).filter((name) => name.endsWith('.hpp'));

describe('pragmas of the library', () => {
  it.each(headers)('%s', (name) => {
    const text = readFileSync(new URL(name, LIBRARY), 'utf8');
    for (const generation of GENERATIONS) expect(faults(text, generation)).toEqual([]);
  });

  it('are all found: a wrong word in any of them is a fault', () => {
    for (const name of headers) {
      const text = readFileSync(new URL(name, LIBRARY), 'utf8');
      const written = [...text.matchAll(/(?:#pragma|\(|_Pragma\(") ?HLS [A-Z_]+/g)];
      const planted = text.replace(/((?:#pragma|\(|_Pragma\(") ?HLS [A-Z_]+)/g, '$1 planted');
      const found = new Set(GENERATIONS.flatMap((each) => faults(planted, each)));
      expect(
        [...found].filter((each) => each.includes('planted')),
        name,
      ).toHaveLength(written.length);
    }
  });
});

/** The C++ of a network with random weights, in the folding that `folded` gives. */
function emitted(text: string, context: LowerContext, folded: LayerFolding) {
  const { file } = parse(text, 'file:///lint.bnn');
  const [network] = resolve('file:///lint.bnn', () => file).networks;
  if (!network) throw new Error('no network');
  const bare = bareNetwork(network);
  const pipeline = lower(
    bare,
    bare.layers.map(({ operation }) => (operation && 'weights' in operation ? folded : UNFOLDED)),
    context,
  );
  const project = emitProject({
    pipeline,
    parameters: randomParameters(bare),
    bounds: undefined,
    context,
    origins: bare.layers.map(() => undefined),
    title: 'test',
  });
  if (isFault(project)) throw new Error(project.fault);
  return project.files;
}

const EVERYTHING = `network Everything {
  input image type=uint8 shape=8x8x4
  conv c0 filters=16 kernel=3 pad=1 weights=int8 activation=int4
  maxpool m size=2
  dwconv dw kernel=3x3 pad=1 weights=ternary activation=bipolar
  conv c1 filters=8 kernel=3 weights=bipolar activation=uint2
  dense far units=8 weights=int4 activation=none
  argmax label top=2
}
`;
const EXAMPLES = ['tfc', 'keyword-spotting', 'radio-modulation'];
const MEMORIES: readonly MemoryStyle[] = ['auto', 'lutram', 'bram', 'external', 'uram'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['auto', 'lut', 'dsp'];
const STREAM: LowerContext = { family: 'xcup', interface: 'stream', portBits: 64 };
const DMA: LowerContext = { family: 'xc7', interface: 'dma', portBits: 64 };

describe('pragmas of generated projects', () => {
  it.each(EXAMPLES)('%s, as streams and with DMA', (name) => {
    const text = readFileSync(new URL(`../../../examples/${name}.bnn`, import.meta.url), 'utf8');
    for (const context of [STREAM, DMA]) {
      for (const { path, text: content } of emitted(text, context, UNFOLDED)) {
        for (const generation of GENERATIONS) expect(faults(content, generation), path).toEqual([]);
      }
    }
  });

  it.each(MEMORIES)('of loadable layers, mem=%s', (mem) => {
    const text = EVERYTHING.replace('{', '{\n  defaults parameters=loadable');
    for (const context of mem === 'uram' ? [STREAM, { ...DMA, family: 'xcup' } as const] : [STREAM, DMA]) {
      const files = emitted(text, context, { pe: 1, simd: 1, mem, impl: 'auto', fifo: [] });
      expect(files.some(({ text: content }) => content.includes('bnn::load(loading, '))).toBe(true);
      for (const { path, text: content } of files) {
        for (const generation of GENERATIONS) expect(faults(content, generation), path).toEqual([]);
      }
    }
  });

  it.each(MEMORIES.flatMap((mem) => MULTIPLIERS.map((impl) => [mem, impl] as const)))('mem=%s impl=%s', (mem, impl) => {
    for (const context of mem === 'uram' ? [STREAM, { ...DMA, family: 'xcup' } as const] : [STREAM, DMA]) {
      const files = emitted(EVERYTHING, context, { pe: 1, simd: 1, mem, impl, fifo: [] });
      const pragmas = files.flatMap(({ text }) => [...text.matchAll(/#pragma HLS/g)]);
      expect(pragmas.length).toBeGreaterThan(10);
      for (const { path, text } of files) {
        for (const generation of GENERATIONS) expect(faults(text, generation), path).toEqual([]);
      }
    }
  });
});
