import * as attributes from './table-attributes.js';
import { statementSpecs } from './table-statements.js';
import type { AttributeSpec, KindSpec, LanguageTable, StatementSpec } from './table-types.js';

/**
 * The one table of the language. Parser, checks, completion, hover, signature help, docs/language.md, the TextMate
 * grammar and the snippets are read or generated from it.
 */

const { activation, pad, padValue, pe, simd, stride, weights } = attributes;

const byDefaultNone = attributes.withDefault(activation, 'none');
const WIRING = [attributes.from];
const STREAM = [attributes.peOfStream, attributes.fifo];
const ACTIVATED_STREAM = [attributes.peOfStream, attributes.parameters, attributes.fifo];

const denseFolding = [
  attributes.withDoc(
    pe,
    'Processing elements: outputs computed side by side; divides `units`. `auto` lets the tool choose. Cycles a frame: `(units/pe) * (inputs/simd)`.',
  ),
  attributes.withDoc(
    simd,
    'Input lanes of each processing element; divides the inputs (after `align`). `auto` lets the tool choose. Cycles a frame: `(units/pe) * (inputs/simd)`.',
  ),
  attributes.mem,
  attributes.impl,
  attributes.parameters,
  attributes.fifo,
];

const convFolding = [
  attributes.withDoc(
    pe,
    'Processing elements: filters computed side by side; divides `filters/groups`. `auto` lets the tool choose. Cycles a frame: `pixels * (filters/pe) * (kh*kw*Cin/groups/simd)`.',
  ),
  attributes.withDoc(
    simd,
    'Input lanes of each processing element; divides `Cin/groups`, or is m times it with m > 1 a divisor of `kh*kw` (m taps a cycle; the window unit delivers several pixels at once). `auto` lets the tool choose.',
  ),
  attributes.mem,
  attributes.impl,
  attributes.parameters,
  attributes.fifo,
];

const dwconvFolding = [
  attributes.withDoc(
    pe,
    'Channels computed side by side; divides the channels. `auto` lets the tool choose. Cycles a frame: `pixels * (C/pe) * (kh*kw/simd)`.',
  ),
  attributes.withDoc(
    simd,
    'Taps of the window computed side by side; divides `kh*kw`, and is 1 unless `pe` equals the channels. `auto` lets the tool choose.',
  ),
  attributes.mem,
  attributes.impl,
  attributes.parameters,
  attributes.fifo,
];

const KINDS: readonly KindSpec[] = [
  {
    name: 'input',
    doc: 'Where frames enter: their type and shape. Over DMA the elements come in H, W, C order, each in the bits of its type, least significant first.',
    example: 'input image type=int8 shape=32x32x3',
    snippet: 'input ${1:image} type=${2:int8} shape=${3:32x32x3}',
    attributes: [attributes.inputType, attributes.inputShape],
  },
  {
    name: 'dense',
    doc: 'A fully connected layer: each of `units` outputs is the sum over all inputs of weight times value. A map is flattened in H, W, C order. Takes `(units/pe) * (inputs/simd)` cycles a frame.',
    example: 'dense f7 units=512 pe=1 simd=8',
    snippet: 'dense ${1:name} units=${2:10}',
    attributes: [attributes.units, attributes.align, weights, activation, ...WIRING, ...denseFolding],
  },
  {
    name: 'conv',
    doc: 'A convolution over a map, 2-D or 1-D. Takes `(filters/pe) * (kh*kw*Cin/groups/simd)` cycles per output pixel; a window unit in front of it delivers the pixels.',
    example: 'conv c1 filters=64 kernel=3 pad=1 pe=32 simd=32',
    snippet: 'conv ${1:name} filters=${2:64} kernel=${3:3}',
    attributes: [
      attributes.filters,
      attributes.kernel,
      stride,
      pad,
      padValue,
      attributes.dilation,
      attributes.groups,
      weights,
      activation,
      ...WIRING,
      ...convFolding,
    ],
  },
  {
    name: 'dwconv',
    doc: 'A depthwise convolution: every channel has its own window, so the channels stay as many as they are. Takes `(C/pe) * (kh*kw/simd)` cycles per output pixel.',
    example: 'dwconv d1 kernel=3 pad=1 stride=2',
    snippet: 'dwconv ${1:name} kernel=${2:3}',
    attributes: [
      attributes.kernel,
      stride,
      pad,
      padValue,
      attributes.dilation,
      weights,
      activation,
      ...WIRING,
      ...dwconvFolding,
    ],
  },
  {
    name: 'maxpool',
    doc: 'The greatest value of each window, channel by channel; a padded border is ignored. On bipolar values it is one OR. Takes as many cycles as its input or output has stream words, whichever are more.',
    example: 'maxpool p1 size=2',
    snippet: 'maxpool ${1:name} size=${2:2}',
    attributes: [
      attributes.size,
      attributes.withDefault(stride, 'size'),
      attributes.withDoc(pad, `${pad.doc} A padded maxpool ignores the border.`),
      ...WIRING,
      ...STREAM,
    ],
  },
  {
    name: 'avgpool',
    doc: 'The sum of each window, channel by channel, shifted right by `shift`; a padded border adds 0. Takes as many cycles as its input or output has stream words, whichever are more.',
    example: 'avgpool a1 size=2 shift=2',
    snippet: 'avgpool ${1:name} size=${2:2} shift=${3:2}',
    attributes: [
      attributes.size,
      attributes.withDefault(stride, 'size'),
      attributes.withDoc(pad, `${pad.doc} A padded avgpool adds 0 for the border.`),
      attributes.shift,
      byDefaultNone,
      ...WIRING,
      ...ACTIVATED_STREAM,
    ],
  },
  {
    name: 'globalavgpool',
    doc: 'The sum of the whole map, one value a channel, shifted right by `shift`. Takes as many cycles as its input has stream words.',
    example: 'globalavgpool g shift=6',
    snippet: 'globalavgpool ${1:name} shift=${2:6}',
    attributes: [attributes.shift, byDefaultNone, ...WIRING, ...ACTIVATED_STREAM],
  },
  {
    name: 'threshold',
    doc: 'A standalone activation: compares each value with the thresholds of its channel. For a layer that already has `activation`, none is needed. Takes as many cycles as its input has stream words.',
    example: 'threshold t1 activation=uint4',
    snippet: 'threshold ${1:name} activation=${2:uint4}',
    attributes: [activation, ...WIRING, attributes.peOfStream, attributes.mem, attributes.parameters, attributes.fifo],
  },
  {
    name: 'add',
    doc: 'The sum of layers of the same shape, element by element, as residual connections need it; carried exactly unless `activation` says otherwise.',
    example: 'add sum from=[c2, in]',
    snippet: 'add ${1:name} from=[${2:a}, ${3:b}]',
    attributes: [byDefaultNone, attributes.fromMany, ...ACTIVATED_STREAM],
  },
  {
    name: 'concat',
    doc: 'The channels of several layers behind each other, in the order of `from`. Their types, heights and widths are equal.',
    example: 'concat both from=[a, b]',
    snippet: 'concat ${1:name} from=[${2:a}, ${3:b}]',
    attributes: [attributes.fromMany, ...STREAM],
  },
  {
    name: 'upsample',
    doc: 'A larger map in which every pixel is repeated `scale` times along each axis (nearest neighbour). Takes as many cycles as its output has stream words.',
    example: 'upsample u1 scale=2',
    snippet: 'upsample ${1:name} scale=${2:2}',
    attributes: [attributes.scale, ...WIRING, ...STREAM],
  },
  {
    name: 'argmax',
    doc: 'The indices of the `top` greatest values of a vector, best first; the lowest index among equals. Stands at the end of a classifier.',
    example: 'argmax label',
    snippet: 'argmax ${1:label}',
    attributes: [attributes.top, ...WIRING, ...STREAM],
  },
  {
    name: 'output',
    doc: 'Names an output where the graph has several; otherwise the last layer is the output.',
    example: 'output boxes from=head',
    snippet: 'output ${1:name} from=${2:layer}',
    attributes: [attributes.from],
  },
];

/** Every layer kind by its word, in the order of the reference. */
export const layerKinds: ReadonlyMap<string, KindSpec> = new Map(KINDS.map((kind) => [kind.name, kind]));

/** The attributes that `defaults` takes: those of the layers that are not a matter of one layer alone. */
const ofDefaults: readonly AttributeSpec[] = [
  ...new Map(
    KINDS.filter((kind) => kind.name !== 'input')
      .flatMap((kind) => kind.attributes)
      .filter((attribute) => attribute.name !== 'from')
      .map((attribute) => [attribute.name, { ...attribute, required: false, default: undefined }] as const)
      // The first kind that has an attribute tells it; the map keeps the last of its entries.
      .reverse(),
  ).values(),
].reverse();

/** Every statement that is no layer, by its word, in the order of the reference. */
export const statements: ReadonlyMap<string, StatementSpec> = new Map(
  statementSpecs(ofDefaults).map((statement) => [statement.name, statement]),
);

const TRAINED = new Set(['dense', 'conv', 'dwconv']);

/**
 * Whether a kind takes an attribute from `defaults`: it has it, and an `activation` or a `pad` that is optional for the
 * kind is not taken (pools and add would change silently).
 */
export function takesFromDefaults(kind: KindSpec, attribute: string): boolean {
  if (attribute === 'from' || !kind.attributes.some((each) => each.name === attribute)) return false;
  if (attribute === 'activation') return TRAINED.has(kind.name) || kind.name === 'threshold';
  if (attribute === 'pad') return kind.name === 'conv' || kind.name === 'dwconv';
  return true;
}

const RECURRENT = 'A streaming pipeline has no state between frames; unroll it over time, or use 1-D `conv` layers.';
const TRANSPOSED = 'Use `upsample` followed by `conv`.';
const ATTENTION = 'Its products are of two activations, and the engines here multiply by fixed weights.';
const CURVE = 'Train with a quantised activation instead (`activation=uint4`), which becomes thresholds.';
const NORMALISED = 'Its statistics are computed per frame; train with batch norm, which is folded into thresholds.';

/** Kinds that other tools know and that no engine here computes, in lower case without `_`, and what to do instead. */
export const unmappableKinds: ReadonlyMap<string, string> = new Map([
  ['convtranspose', TRANSPOSED],
  ['convtranspose1d', TRANSPOSED],
  ['convtranspose2d', TRANSPOSED],
  ['transposedconv', TRANSPOSED],
  ['deconv', TRANSPOSED],
  ['deconvolution', TRANSPOSED],
  ['pixelshuffle', TRANSPOSED],
  ['depthtospace', TRANSPOSED],
  ['softmax', 'The best class is the same without it: end with `argmax`, or leave the sums as the output.'],
  ['logsoftmax', 'The best class is the same without it: end with `argmax`, or leave the sums as the output.'],
  ['lstm', RECURRENT],
  ['gru', RECURRENT],
  ['rnn', RECURRENT],
  ['attention', ATTENTION],
  ['multiheadattention', ATTENTION],
  ['selfattention', ATTENTION],
  ['transformer', ATTENTION],
  ['matmul', 'For a product with fixed weights write `dense`; a product of two activations has no engine.'],
  ['mul', 'A product of two activations has no engine; a fixed factor belongs into the thresholds.'],
  ['sigmoid', CURVE],
  ['tanh', CURVE],
  ['gelu', CURVE],
  ['silu', CURVE],
  ['swish', CURVE],
  ['hardswish', CURVE],
  ['mish', CURVE],
  ['elu', CURVE],
  ['prelu', CURVE],
  ['leakyrelu', CURVE],
  ['layernorm', NORMALISED],
  ['groupnorm', NORMALISED],
  ['instancenorm', NORMALISED],
  ['lrn', NORMALISED],
  ['embedding', 'A look-up by index has no engine; do it before the accelerator.'],
  ['conv3d', 'Maps have two axes at most; fold the third into the channels.'],
  ['nms', 'Do it after the accelerator.'],
]);

/** Kinds that other tools write as layers and that are an attribute here, or nothing: what to write instead. */
export const absorbedKinds: ReadonlyMap<string, string> = new Map([
  ['relu', 'Write `activation=uint4` (or another unsigned type) on the layer before.'],
  ['relu6', 'Write `activation=uint4` (or another unsigned type) on the layer before.'],
  ['hardtanh', 'Write `activation=bipolar` (or a wider signed type) on the layer before.'],
  ['quantrelu', 'Write `activation=uint4` (or another unsigned type) on the layer before.'],
  ['quanthardtanh', 'Write `activation=bipolar` (or a wider signed type) on the layer before.'],
  ['quantidentity', 'Write the type as `activation=` on the layer before, or a `threshold` of its own.'],
  ['sign', 'Write `activation=bipolar` on the layer before.'],
  ['binarize', 'Write `activation=bipolar` on the layer before.'],
  ['quant', 'Write the type as `activation=` on the layer before, or a `threshold` of its own.'],
  ['batchnorm', 'Leave it out: its parameters in the `.npz` become the thresholds of the layer before.'],
  ['batchnorm1d', 'Leave it out: its parameters in the `.npz` become the thresholds of the layer before.'],
  ['batchnorm2d', 'Leave it out: its parameters in the `.npz` become the thresholds of the layer before.'],
  ['bn', 'Leave it out: its parameters in the `.npz` become the thresholds of the layer before.'],
  ['flatten', 'Leave it out: `dense` reads a map flattened in H, W, C order.'],
  ['reshape', 'Leave it out: `dense` reads a map flattened in H, W, C order.'],
  ['dropout', 'Leave it out: it does nothing at inference.'],
  ['identity', 'Leave it out: name the layer that it reads with `from=`.'],
  ['pad', 'Write `pad=` on the layer that follows.'],
]);

/** Other names of the kinds here, in lower case without `_`, for "did you mean". */
export const kindSynonyms: ReadonlyMap<string, string> = new Map([
  ['linear', 'dense'],
  ['fc', 'dense'],
  ['quantlinear', 'dense'],
  ['quantconv1d', 'conv'],
  ['quantconv2d', 'conv'],
  ['matrixvectoractivation', 'dense'],
  ['streamingmaxpool', 'maxpool'],
  ['gemm', 'dense'],
  ['fullyconnected', 'dense'],
  ['conv1d', 'conv'],
  ['conv2d', 'conv'],
  ['convolution', 'conv'],
  ['depthwise', 'dwconv'],
  ['depthwiseconv', 'dwconv'],
  ['depthwiseconv2d', 'dwconv'],
  ['pool', 'maxpool'],
  ['maxpool1d', 'maxpool'],
  ['maxpool2d', 'maxpool'],
  ['avgpool1d', 'avgpool'],
  ['avgpool2d', 'avgpool'],
  ['averagepool', 'avgpool'],
  ['gap', 'globalavgpool'],
  ['globalaveragepool', 'globalavgpool'],
  ['adaptiveavgpool2d', 'globalavgpool'],
  ['activation', 'threshold'],
  ['thresholding', 'threshold'],
  ['multithreshold', 'threshold'],
  ['sum', 'add'],
  ['residual', 'add'],
  ['cat', 'concat'],
  ['resize', 'upsample'],
  ['upsampling', 'upsample'],
  ['upsamplenearest', 'upsample'],
  ['topk', 'argmax'],
  ['labelselect', 'argmax'],
]);

/** How `unmappableKinds`, `absorbedKinds` and `kindSynonyms` spell a word: `Conv_Transpose` is `convtranspose`. */
export function plainKind(word: string): string {
  return word.toLowerCase().replaceAll('_', '');
}

/** The types of weights and values, narrowest first. `none` is no type, but the word for no activation. */
export const typeNames: readonly string[] = [
  'bipolar',
  'binary',
  'ternary',
  ...Array.from({ length: 15 }, (_, index) => `int${index + 2}`),
  ...Array.from({ length: 15 }, (_, index) => `uint${index + 2}`),
];

/** Words that are no names of layers, blocks, consts or parameters: layer kinds, statement words, `for` and `in`. */
export const reservedWords: ReadonlySet<string> = new Set([...layerKinds.keys(), ...statements.keys(), 'for', 'in']);

export const table: LanguageTable = { layerKinds, statements, unmappableKinds };
