import { describe, expect, it } from 'vitest';
import { CNV_PYNQ_LAYERS } from '../../support/cnv.js';
import { check, network, shapes } from './support.js';

const CNV = `network CNV {
  params "cnv.npz"${CNV_PYNQ_LAYERS}}
`;

describe('shapes', () => {
  it('follow CNV of the FINN paper: 30, 28, 14, 12, 10, 5, 3, 1', () => {
    const cnv = network(CNV);
    expect(shapes(cnv)).toEqual([
      'image 32x32x3 int8',
      'c0 30x30x64 bipolar',
      'c1 28x28x64 bipolar',
      'p1 14x14x64 bipolar',
      'c2 12x12x128 bipolar',
      'c3 10x10x128 bipolar',
      'p3 5x5x128 bipolar',
      'c4 3x3x256 bipolar',
      'c5 1x1x256 bipolar',
      'f6 512 bipolar',
      'f7 512 bipolar',
      'f8 10 int11',
      'label 1 uint4',
    ]);
    expect(cnv.complete).toBe(true);
    expect(cnv.inputs).toEqual([0]);
    expect(cnv.outputs).toEqual([12]);
    expect(cnv.params?.path).toBe('cnv.npz');
    expect(cnv.layers[1]?.accumulator).toMatchObject({ lo: -27 * 128, hi: 27 * 128 });
    expect(cnv.layers[10]?.wishes.simd?.value).toBe(8);
  });

  const one = (input: string, layer: string): string[] =>
    shapes(
      network(`network N {\n defaults weights=int4 activation=uint4\n input x type=uint8 shape=${input}\n ${layer}\n}`),
    ).slice(1);

  it('of windows: pads, stride, dilation, groups', () => {
    expect(one('32x32x3', 'conv c filters=8 kernel=3 pad=1')).toEqual(['c 32x32x8 uint4']);
    expect(one('32x32x3', 'conv c filters=8 kernel=3 pad=1 stride=2')).toEqual(['c 16x16x8 uint4']);
    expect(one('7x7x3', 'conv c filters=8 kernel=3 stride=2 pad=same')).toEqual(['c 4x4x8 uint4']);
    expect(one('8x8x3', 'conv c filters=8 kernel=3x1')).toEqual(['c 6x8x8 uint4']);
    expect(one('8x8x3', 'conv c filters=8 kernel=[1, 3] stride=1x2')).toEqual(['c 8x3x8 uint4']);
    expect(one('9x9x3', 'conv c filters=8 kernel=3 dilation=2')).toEqual(['c 5x5x8 uint4']);
    expect(one('9x9x3', 'conv c filters=8 kernel=3 pad=[0, 1, 2, 3]')).toEqual(['c 8x12x8 uint4']);
    expect(one('9x9x4', 'conv c filters=8 kernel=3 groups=4')).toEqual(['c 7x7x8 uint4']);
    expect(one('9x9x4', 'dwconv c kernel=3 stride=2')).toEqual(['c 4x4x4 uint4']);
    expect(one('9x9x4', 'maxpool c size=3 stride=2 pad=1')).toEqual(['c 5x5x4 uint8']);
    expect(one('9x9x4', 'upsample c scale=2x3')).toEqual(['c 18x27x4 uint8']);
    expect(one('5x5x4', 'threshold t activation=ternary')).toEqual(['t 5x5x4 ternary']);
  });

  it('of 1-D maps: one axis', () => {
    expect(one('1024x2', 'conv c filters=8 kernel=3')).toEqual(['c 1022x8 uint4']);
    expect(one('1024x2', 'conv c filters=8 kernel=7 stride=2 pad=[3, 2]')).toEqual(['c 512x8 uint4']);
    expect(one('1024x2', 'conv c filters=8 kernel=4 pad=same')).toEqual(['c 1024x8 uint4']);
    expect(one('1024x2', 'maxpool c size=2')).toEqual(['c 512x2 uint8']);
    expect(one('1024x2', 'upsample c scale=2')).toEqual(['c 2048x2 uint8']);
    expect(one('1024x2', 'dense d units=3')).toEqual(['d 3 uint4']);
  });

  it('put the odd pixel of `same` at the bottom and right', () => {
    const { layers } = network(`
      network N {
        defaults weights=int4 activation=uint4
        input x type=uint8 shape=8x7x3
        conv c filters=8 kernel=4 pad=same
      }`);
    expect(layers[1]?.operation).toMatchObject({ pad: { top: 1, bottom: 2, left: 1, right: 2 } });
  });

  it('align the inputs of dense', () => {
    const { layers } = network(`
      network N {
        input x type=uint8 shape=28x28x1
        dense d units=10 align=64 weights=bipolar activation=none
      }`);
    expect(layers[1]?.operation).toMatchObject({ inputs: 784, alignedInputs: 832 });
  });

  it('of residual and dense branches', () => {
    expect(
      shapes(
        network(`
          network N {
            defaults weights=int2 activation=uint2
            input x type=uint8 shape=8x8x16
            conv a filters=16 kernel=3 pad=1
            conv b filters=16 kernel=1 from=x
            add s from=[a, b]
            concat both from=[a, b]
            conv t filters=4 kernel=1 from=s activation=none
            output o1
            globalavgpool g from=both shift=6
            output o2
          }`),
      ),
    ).toEqual([
      'x 8x8x16 uint8',
      'a 8x8x16 uint2',
      'b 8x8x16 uint2',
      's 8x8x16 uint3',
      'both 8x8x32 uint2',
      't 8x8x4 int9',
      'o1 8x8x4 int9',
      'g 1x1x32 uint2',
      'o2 1x1x32 uint2',
    ]);
  });
});

describe('shape faults', () => {
  const wrap = (input: string, lines: string): string =>
    `network N {\n  defaults weights=bipolar activation=bipolar\n  input x ${input}\n${lines}\n}\n`;

  it('window larger than the map', () => {
    check(
      wrap(
        'type=int8 shape=4x4x3',
        `  conv c filters=8 kernel=5
                   ^^^^^^^^ error BNN301: The 5x5 window of \`kernel\` is larger than its 4x4x3 input; it is at most 4x4, or more \`pad\` is needed.
  dense d units=3`,
      ),
    );
    check(
      wrap(
        'type=int8 shape=10x3',
        `  conv c filters=8 kernel=7 pad=1 dilation=2
                   ^^^^^^^^ error BNN301: The 13 window of \`kernel\` is larger than its 10x3 input, 12x3 with pad; it is at most 6`,
      ),
    );
  });

  it('groups', () => {
    check(
      wrap(
        'type=int8 shape=4x4x12',
        `  conv c filters=8 kernel=3 groups=3
                            ^^^^^^^^ error BNN302: groups=3 does not divide the 8 filters; nearest: 2 or 4.`,
      ),
    );
  });

  it('padding of bipolar maps', () => {
    check(
      wrap(
        'type=bipolar shape=4x4x12',
        `  conv c filters=8 kernel=3 pad=1
                            ^^^^^ error BNN303: A bipolar input has no 0 to pad with; say \`pad_value=-1\` or \`pad_value=1\`.`,
      ),
    );
    check(
      wrap(
        'type=bipolar shape=4x4x12',
        `  conv c filters=8 kernel=3 pad=1 pad_value=2
                                  ^^^^^^^^^^^ error BNN304: pad_value=2 is no value of the bipolar input; it is -1 or 1.`,
      ),
    );
    check(wrap('type=bipolar shape=4x4x12', '  conv c filters=8 kernel=3 pad=1 pad_value=-1'));
  });

  it('branches', () => {
    const { diagnostics } = check(
      wrap(
        'type=int8 shape=8x8x4',
        `  conv a filters=8 kernel=3
  conv b filters=8 kernel=1 from=x
  add s from=[a, b]
        ^^^^^^^^^^^ error BNN305: \`s\` adds branches of different shape: a is 6x6x8, b is 8x8x8; they must be equal.
  dense d units=4`,
      ),
    );
    expect(diagnostics[0]?.related.map(({ message }) => message)).toEqual(['a is 6x6x8', 'b is 8x8x8']);
    check(
      wrap(
        'type=int8 shape=8x8x4',
        `  conv b filters=8 kernel=1 from=x
  concat s from=[x, b]
           ^^^^^^^^^^^ error BNN307: x is int8, b is bipolar`,
      ),
    );
    check(
      wrap(
        'type=int8 shape=8x8x4',
        `  maxpool b size=2
  concat s from=[x, b]
           ^^^^^^^^^^^ error BNN306: x is 8x8x4, b is 4x4x4; height and width must be equal.`,
      ),
    );
  });

  it('axes, vectors, maps and pads', () => {
    check(
      wrap(
        'type=int8 shape=16x3',
        `  conv c filters=8 kernel=3x3
                   ^^^^^^^^^^ error BNN312: \`kernel=3x3\` has more than one axis`,
      ),
    );
    check(
      wrap(
        'type=int8 shape=784',
        `  conv c filters=8 kernel=3
       ^ error BNN313: \`c\` (conv) reads a map (HxWxC or WxC), but its input is a vector of 784.
  argmax a`,
      ),
    );
    check(
      wrap(
        'type=int8 shape=4x4x10',
        `  argmax a
         ^ error BNN314: \`a\` wants one value a class, but its input is a 4x4x10 map`,
      ),
    );
    check(
      wrap(
        'type=int8 shape=4x4x10',
        `  conv c filters=8 kernel=3 pad=[1, 1]
                            ^^^^^^^^^^ error BNN315: \`pad\` has 2 entries`,
      ),
    );
    check(
      `network N {
  input x type=int8 shape=8x8x8x3
                          ^^^^^^^ error BNN317: \`shape=8x8x8x3\` has 4 axes
}
`,
    );
  });

  it('pools in the border, classes, sizes', () => {
    check(
      wrap(
        'type=int8 shape=4x4x10',
        `  maxpool p size=2 pad=2
                   ^^^^^ error BNN311: A 2x2 window lies wholly in the border of [2, 2, 2, 2]`,
      ),
    );
    check(wrap('type=int8 shape=4x4x10', '  avgpool p size=2 pad=2'));
    check(
      wrap(
        'type=int8 shape=10',
        `  argmax p top=11
           ^^^^^^ error BNN310: top=11 asks for more than the 10 classes there are; at most 10.`,
      ),
    );
    check(
      wrap(
        'type=int8 shape=100000x100000x3',
        `  maxpool p size=2
`,
      ).replace(
        'shape=100000x100000x3\n',
        'shape=100000x100000x3\n        ^ error BNN316: `x` makes a 100000x100000x3 map\n',
      ),
    );
  });

  it('types', () => {
    check(
      wrap(
        'type=int8 shape=4x4x10',
        `  conv c filters=8 kernel=3 activation=int12
                                       ^^^^^ error BNN308: int12 has 12 bits, and an activation at most 8; write \`activation=int8\`, or \`none\` to carry the sums.`,
      ),
    );
    check(
      wrap(
        'type=int16 shape=1000000',
        `  dense d units=2 weights=int16
        ^ error BNN309: 51 bits; accumulators have at most 32.
  dense e units=2`,
      ),
    );
  });

  it('thresholds that are loaded have 32 bits, with one beyond the sums on either side', () => {
    const dense = (type: string, parameters: string): string =>
      wrap(`type=${type} shape=1`, `  dense d units=2 weights=${type} activation=int8 parameters=${parameters}`);
    check(dense('uint16', 'fixed'));
    check(dense('int16', 'loadable'));
    const marked = `loadable\n        ^ error BNN318: 0 to 4294836225`;
    check(dense('uint16', marked));
  });
});
