import type { AttributeSpec, StatementSpec } from './table-types.js';
import * as attributes from './table-attributes.js';

const { pe, simd, mem, impl, fifo } = attributes;

const anyPe = attributes.withDoc(
  pe,
  'Processing elements, or channels in a stream word, of the layers that the pattern matches; `auto` takes back what the layer says.',
);
const anySimd = attributes.withDoc(
  simd,
  'Input lanes of each processing element of the layers that the pattern matches and that have `simd`; `auto` takes back what the layer says.',
);

/** The statements that are no layers, in the order of the reference. `ofDefaults` are the attributes that `defaults` takes. */
export function statementSpecs(ofDefaults: readonly AttributeSpec[]): readonly StatementSpec[] {
  return [
    {
      name: 'import',
      doc: "Brings in another file's blocks, consts and networks. The path is relative to the file it stands in and uses `/`.",
      example: 'import "blocks/residual.bnn"',
      snippet: 'import "${1:blocks.bnn}"',
      attributes: [],
      within: ['file'],
    },
    {
      name: 'const',
      doc: 'Names a value for use in attributes: a number or expression, a quantity, a type, or a word.',
      example: 'const WIDTH = 64',
      snippet: 'const ${1:NAME} = ${2:64}',
      attributes: [],
      within: ['file'],
    },
    {
      name: 'block',
      doc: 'A reusable group of layers with parameters. `in` names its input, its last layer is its output; a parameter may also hold the name of a layer for `from=`. It is instantiated like a layer, `residual r1 width=64`, and its layers are then `r1.inner`.',
      example: 'block residual(width, step=1) { conv a filters=width kernel=3 pad=1 stride=step }',
      snippet: 'block ${1:name}(${2:width}) {\n\t$0\n}',
      attributes: [],
      within: ['file'],
    },
    {
      name: 'network',
      doc: 'A graph of layers. Every layer reads the one above unless `from=` says otherwise; the last layer is the output.',
      example: 'network TFC { input image type=bipolar shape=784 }',
      snippet:
        'network ${1:Name} {\n\tdefaults weights=${2:bipolar} activation=${3:bipolar}\n\n\tinput image type=${4:int8} shape=${5:32x32x3}\n\t$0\n}',
      attributes: [],
      within: ['file'],
    },
    {
      name: 'target',
      doc: 'One way to build a network: the device, the clock, the goals, the budgets, and the folding. A network may have several targets.',
      example: 'target pynq for CNV { device=pynq_z1 clock=100MHz throughput=3kFPS }',
      snippet:
        'target ${1:name} for ${2:Network} {\n\tdevice=${3:pynq_z1}\n\tclock=${4:100MHz}\n\tthroughput=${5:1kFPS}\n\t$0\n}',
      attributes: [
        attributes.device,
        attributes.clock,
        attributes.throughput,
        attributes.latency,
        attributes.minimize,
        attributes.interfaceOfTarget,
      ],
      within: ['file'],
    },
    {
      name: 'defaults',
      doc: "Attributes for every layer of the network or block that has them and does not say them itself. At most one, before the layers; a block's own come before the network's. `activation` is taken only by dense, conv, dwconv and threshold, `pad` only by conv and dwconv.",
      example: 'defaults weights=bipolar activation=bipolar',
      snippet: 'defaults weights=${1:bipolar} activation=${2:bipolar}',
      attributes: ofDefaults,
      within: ['network', 'block'],
    },
    {
      name: 'params',
      doc: "The network's trained parameters, an `.npz` file relative to this file. Without it a network still checks, estimates, folds and generates, with seeded random weights.",
      example: 'params "cnv.npz"',
      snippet: 'params "${1:weights.npz}"',
      attributes: [],
      within: ['network'],
    },
    {
      name: 'repeat',
      doc: 'The body N times, names suffixed `_0` to `_N-1`. A name inside means the layer of the same round, the first layer of a round reads the last of the round before; outside one writes `mid_4`.',
      example: 'repeat 3 { conv c filters=64 kernel=3 pad=1 }',
      snippet: 'repeat ${1:2} {\n\t$0\n}',
      attributes: [],
      within: ['network', 'block', 'repeat'],
    },
    {
      name: 'budget',
      doc: 'How much of the device the accelerator may take, each a share (`80%`) or a count; 80 % where nothing is said. BRAM counts 18-kbit halves.',
      example: 'budget lut=70% bram=90%',
      snippet: 'budget lut=${1:80%} bram=${2:80%}',
      attributes: [
        attributes.budgetOf('lut', 'look-up tables'),
        attributes.budgetOf('ff', 'flip-flops'),
        attributes.budgetOf('bram', 'block RAMs in 18-kbit halves (a RAMB36 is 2)'),
        attributes.budgetOf('uram', 'UltraRAMs'),
        attributes.budgetOf('dsp', 'DSP slices'),
      ],
      within: ['target'],
    },
    {
      name: 'fold',
      doc: 'Folding for the layers that a pattern matches, for this target only: names, `.` and `*` (any run of characters, dots included), without blanks. Later lines win, attribute by attribute, and any of them wins over the layer.',
      example: 'fold c* pe=32 simd=32 mem=bram',
      snippet: 'fold ${1:*} pe=${2:auto} simd=${3:auto}',
      attributes: [anyPe, anySimd, mem, impl, fifo],
      within: ['target'],
    },
  ];
}
