import type { AttributeSpec } from './table-types.js';

/** The attributes of the layers and of `fold`, each written once; a kind with another default or rule changes a copy. */

const spec = (
  name: string,
  group: AttributeSpec['group'],
  form: AttributeSpec['form'],
  doc: string,
  more: Partial<Pick<AttributeSpec, 'required' | 'default' | 'words'>> = {},
): AttributeSpec => ({ name, group, form, doc, required: false, ...more });

export const required = (attribute: AttributeSpec): AttributeSpec => ({
  ...attribute,
  required: true,
  default: undefined,
});

export const withDefault = (attribute: AttributeSpec, value: string): AttributeSpec => ({
  ...attribute,
  required: false,
  default: value,
});

export const withDoc = (attribute: AttributeSpec, doc: string): AttributeSpec => ({ ...attribute, doc });

export const inputType = spec(
  'type',
  'types',
  'value-type',
  'The type of the values that enter: `bipolar`, `binary`, `ternary`, `int2`..`int16` or `uint2`..`uint16`. 8-bit pixels are `uint8`, pixels scaled to -1..1 are `int8`.',
  { required: true },
);

export const inputShape = spec(
  'shape',
  'shape',
  'shape',
  'The shape of one frame, channels last: `HxWxC` for an image (`32x32x3`), `WxC` for a 1-D signal (`1024x2`), `N` for a vector (`784`). An entry may be an expression in the long form: `[R, R, 3]`.',
  { required: true },
);

export const weights = spec(
  'weights',
  'types',
  'weight-type',
  'The type of the weights: `bipolar` (-1/+1, one bit), `binary` (0/1), `ternary` (-1/0/+1), `int2`..`int16` or `uint2`..`uint16`. May come from `defaults`; bipolar weights on bipolar inputs become XNOR and popcount.',
  { required: true },
);

export const activation = spec(
  'activation',
  'types',
  'activation',
  'The type of the outputs, reached through thresholds (n levels are n-1 thresholds a channel); at most 8 bits. `none` passes the sums on in the fewest bits that hold them. May come from `defaults`.',
  { required: true },
);

export const units = spec('units', 'shape', 'count', 'The number of outputs (neurons). `pe` divides it.', {
  required: true,
});

export const align = spec(
  'align',
  'shape',
  'count',
  'Pads the inputs to a multiple with lanes that contribute 0, so that more values of `simd` divide them: 784 inputs with `align=64` fold as 832. The extra cycles are shown.',
  { default: '1' },
);

export const filters = spec(
  'filters',
  'shape',
  'count',
  'The number of output channels. `pe` divides `filters/groups`, and `groups` divides it.',
  { required: true },
);

export const kernel = spec(
  'kernel',
  'shape',
  'pair',
  'The size of the window: one number for every axis (`3`), or one per axis (`3x1` is 3 rows and 1 column).',
  { required: true },
);

export const stride = spec(
  'stride',
  'shape',
  'pair',
  'How far the window moves between two outputs: one number for every axis, or one per axis (`2x1`).',
  { default: '1' },
);

export const dilation = spec(
  'dilation',
  'shape',
  'pair',
  'The distance between two taps of the window: 1 is a dense window; with `dilation=2` a kernel of 3 spans 5 pixels.',
  { default: '1' },
);

export const pad = spec(
  'pad',
  'shape',
  'padding',
  'Border around the map: one number for every side, `[top, bottom, left, right]` (1-D: `[left, right]`), or `same`, which makes the output ceil(in/stride) with the odd pixel at the bottom and right (ONNX SAME_UPPER). Output = floor((in + pads - dilation*(kernel-1) - 1)/stride) + 1. Where PyTorch writes `padding=1`, write `pad=1`.',
  { default: '0' },
);

export const padValue = spec(
  'pad_value',
  'shape',
  'integer',
  "The value of the border. It must be a value of the input's type: a bipolar input has no 0, so a padded layer says -1 or 1 there.",
  { default: '0' },
);

export const groups = spec(
  'groups',
  'shape',
  'count',
  'Splits the channels into groups that do not see each other. Divides the input channels and `filters`. For one group a channel write `dwconv`.',
  { default: '1' },
);

export const size = spec(
  'size',
  'shape',
  'pair',
  'The size of the window: one number for every axis (`2`), or one per axis (`2x1`).',
  { required: true },
);

export const shift = spec(
  'shift',
  'types',
  'whole',
  "An average is the window's sum shifted right arithmetically by this many bits: 2 divides the sum of a 2x2 window by 4, 0 passes the sum itself.",
  { default: '0' },
);

export const scale = spec(
  'scale',
  'shape',
  'pair',
  'How often each pixel is repeated: one number for every axis, or one per axis.',
  { required: true },
);

export const top = spec(
  'top',
  'shape',
  'count',
  'How many indices come out, best first; among equal scores the lowest index is the better. At most the number of classes.',
  { default: '1' },
);

export const from = spec(
  'from',
  'wiring',
  'layers',
  "The layer that it reads, by name; by default the layer above. A layer inside an instance is `r1.inner`, one of a repeat's round is `mid_4`, and `in` is the input of the block.",
);

export const fromMany = spec(
  'from',
  'wiring',
  'layers',
  'The layers that it reads, in order: `from=[a, b]`. `in` is the input of the block.',
  { required: true },
);

export const pe = spec(
  'pe',
  'folding',
  'folding',
  'Processing elements: outputs computed side by side. `auto` lets the tool choose. Twice the `pe` halves the cycles and takes about twice the logic.',
  { default: 'auto' },
);

export const peOfStream = withDoc(
  pe,
  'Channels in one stream word, handled side by side; divides the channels of every input. `auto` lets the tool choose.',
);

export const simd = spec(
  'simd',
  'folding',
  'folding',
  'Input lanes of each processing element: inputs multiplied side by side. `auto` lets the tool choose.',
  { default: 'auto' },
);

export const mem = spec(
  'mem',
  'folding',
  'word',
  'Where the weights and thresholds lie: `lutram`, `bram` (one memory per PE, simd x weight bits wide, depth rounded up to a power of two), `uram`, `external` (streamed from outside the chip), or `auto`. Never changes a value.',
  { default: 'auto', words: ['auto', 'lutram', 'bram', 'uram', 'external'] },
);

export const parameters = spec(
  'parameters',
  'folding',
  'word',
  'Whether weights, biases and thresholds can be replaced on the board: `fixed` builds them in, `loadable` keeps them in memories that a call of the design writes. They start with the trained values. Sums are as wide as the types allow, so that other weights fit; all targets share them, so `fold` does not take it. Never changes a value.',
  { default: 'fixed', words: ['fixed', 'loadable'] },
);

export const impl = spec(
  'impl',
  'folding',
  'word',
  'What the multipliers are made of: `lut`, `dsp`, or `auto`. Never changes a value.',
  { default: 'auto', words: ['auto', 'lut', 'dsp'] },
);

export const fifo = spec(
  'fifo',
  'folding',
  'fifo',
  'Depth in words of the stream into the layer, or `auto`; with several inputs a list, one entry per `from`: `fifo=[auto, 512]`.',
  { default: 'auto' },
);

export const device = spec(
  'device',
  'goals',
  'device',
  'The board or part: a catalogue name (`pynq_z1`), the usual spelling of a board (`pynq-z1`) or a full part string (`xc7z020clg400-1`); in quotes where it has blanks.',
);

export const clock = spec(
  'clock',
  'goals',
  'clock',
  'The clock of the accelerator, as a frequency (`100MHz`) or a period (`10ns`). Cycles become frames per second by it.',
);

export const throughput = spec(
  'throughput',
  'goals',
  'rate',
  'The goal in frames per second: `3000FPS`, `20kFPS`, `1.5MFPS`. Layers left `auto` are folded to reach it.',
);

export const latency = spec(
  'latency',
  'goals',
  'time',
  'The goal for one frame in an empty pipeline, from its first input word to its last output word, DMA included: `500us`.',
);

export const minimize = spec(
  'minimize',
  'goals',
  'word',
  'What to spend least of among the foldings that meet the goals within the budgets: `lut`, `bram`, `dsp`, or `balanced` over all of them.',
  { words: ['lut', 'bram', 'dsp', 'balanced'] },
);

export const interfaceOfTarget = spec(
  'interface',
  'goals',
  'word',
  'How frames enter and leave: `dma` reads and writes memory, `stream` leaves bare AXI streams. A board has `dma` by default, a bare part `stream`.',
  { words: ['dma', 'stream'] },
);

export const budgetOf = (name: string, what: string): AttributeSpec =>
  spec(
    name,
    'goals',
    'amount',
    `The ${what} that the accelerator may take: a share of the device (\`70%\`) or a count (\`20000\`).`,
    { default: '80%' },
  );
