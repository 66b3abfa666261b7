import { entry } from '../entry.js';

const net = (shape: string, layers: string, type = 'int8'): string =>
  `network N {\n  defaults weights=bipolar activation=bipolar\n  input x type=${type} shape=${shape}\n${layers}}\n`;

/** BNN3xx. Shapes are texts as the language writes them: `32x32x3`. */
export const shapes = {
  BNN301: entry<{
    readonly attribute: string;
    readonly span: string;
    readonly map: string;
    readonly padded: string;
    readonly most: string;
  }>({
    severity: 'error',
    title: 'Window larger than the map',
    message: (f) =>
      `The ${f.span} window of \`${f.attribute}\` is larger than its ${f.map} input${f.padded === f.map ? '' : `, ${f.padded} with pad`}; it is at most ${f.most}, or more \`pad\` is needed.`,
    docs: 'The window, spread by `dilation`, must fit into the padded map at least once. Stride and pools shrink maps: hover over the layers above for their shapes.',
    example: net('4x4x3', '  conv c filters=8 kernel=5\n'),
  }),
  BNN302: entry<{
    readonly groups: number;
    readonly of: 'channels' | 'filters';
    readonly count: number;
    readonly legal: readonly number[];
  }>({
    severity: 'error',
    title: 'Groups do not divide',
    message: (f) =>
      `groups=${f.groups} does not divide the ${f.count} ${f.of === 'channels' ? 'input channels' : 'filters'}; nearest: ${f.legal.join(' or ')}.`,
    docs: '`groups` splits the input channels and the filters evenly, so it divides both.',
    example: net('4x4x3', '  conv c filters=8 kernel=3 groups=2\n'),
  }),
  BNN303: entry<Record<string, never>>({
    severity: 'error',
    title: 'Padding of a bipolar map without a value',
    message: () => 'A bipolar input has no 0 to pad with; say `pad_value=-1` or `pad_value=1`.',
    docs: 'Bipolar values are -1 and +1. The border must hold one of them, the same as in training.',
    example: net('4x4x3', '  conv c filters=8 kernel=3 pad=1\n', 'bipolar'),
  }),
  BNN304: entry<{
    readonly value: number;
    readonly type: string;
    readonly lo: number;
    readonly hi: number;
    readonly bipolar: boolean;
  }>({
    severity: 'error',
    title: 'Pad value outside the type',
    message: (f) =>
      `pad_value=${f.value} is no value of the ${f.type} input; ${f.bipolar ? 'it is -1 or 1' : `it is between ${f.lo} and ${f.hi}`}.`,
    docs: "The border travels in the same stream as the map, so `pad_value` is a value of the input's type.",
    example: net('4x4x3', '  conv c filters=8 kernel=3 pad=1 pad_value=300\n'),
  }),
  BNN305: entry<{
    readonly name: string;
    readonly shapes: readonly { readonly layer: string; readonly shape: string }[];
  }>({
    severity: 'error',
    title: 'Branches of different shape',
    message: (f) =>
      `\`${f.name}\` adds branches of different shape: ${f.shapes.map((each) => `${each.layer} is ${each.shape}`).join(', ')}; they must be equal.`,
    docs: 'Residual branches must have the same height, width and channels. A branch without a stride needs one where the other has it, or a 1x1 convolution that matches the channels.',
    example: net('4x4x3', '  conv c filters=8 kernel=1\n  add a from=[x, c]\n'),
  }),
  BNN306: entry<{
    readonly name: string;
    readonly shapes: readonly { readonly layer: string; readonly shape: string }[];
  }>({
    severity: 'error',
    title: 'Concatenated maps of different size',
    message: (f) =>
      `\`${f.name}\` joins channels of maps of different size: ${f.shapes.map((each) => `${each.layer} is ${each.shape}`).join(', ')}; height and width must be equal.`,
    docs: '`concat` puts the channels of several maps behind each other, pixel by pixel, so height and width are equal.',
    example: net('4x4x3', '  conv c filters=8 kernel=3 activation=int8\n  concat a from=[x, c]\n'),
  }),
  BNN307: entry<{
    readonly name: string;
    readonly types: readonly { readonly layer: string; readonly type: string }[];
  }>({
    severity: 'error',
    title: 'Concatenated types differ',
    message: (f) =>
      `\`${f.name}\` joins different types: ${f.types.map((each) => `${each.layer} is ${each.type}`).join(', ')}; give the branches the same \`activation\`.`,
    docs: 'All channels of a stream have one type. Bring the branches to one with `activation` or `threshold`.',
    example: net('4x4x3', '  conv c filters=8 kernel=1\n  concat a from=[x, c]\n'),
  }),
  BNN308: entry<{ readonly attribute: string; readonly type: string; readonly bits: number; readonly widest: string }>({
    severity: 'error',
    title: 'Activation type too wide',
    message: (f) =>
      `${f.type} has ${f.bits} bits, and an activation at most 8; write \`${f.attribute}=${f.widest}\`, or \`none\` to carry the sums.`,
    docs: 'An activation of n levels needs n-1 thresholds a channel; beyond 8 bits that is no longer practical.',
    example: net('4x4x3', '  conv c filters=8 kernel=1 activation=int12\n'),
  }),
  BNN309: entry<{ readonly name: string; readonly bits: number; readonly lo: number; readonly hi: number }>({
    severity: 'error',
    title: 'Accumulator too wide',
    message: (f) =>
      `The sums of \`${f.name}\` reach ${f.lo} to ${f.hi}, ${f.bits} bits; accumulators have at most 32. Use fewer inputs or narrower types.`,
    docs: 'The range is exact: each weight times each value, summed over all inputs, at their extremes.',
    example: net('1000000', '  dense d units=2 weights=int16 activation=int8\n', 'int16'),
  }),
  BNN310: entry<{ readonly top: number; readonly classes: number }>({
    severity: 'error',
    title: 'More best classes than classes',
    message: (f) =>
      `top=${f.top} asks for more than the ${f.classes} ${f.classes === 1 ? 'class' : 'classes'} there are; at most ${f.classes}.`,
    docs: '`argmax` gives the indices of the `top` best of its inputs.',
    example: net('10', '  argmax a top=11\n'),
  }),
  BNN311: entry<{ readonly window: string; readonly pad: string }>({
    severity: 'error',
    title: 'Pool window wholly in the border',
    message: (f) =>
      `A ${f.window} window lies wholly in the border of ${f.pad}, where a maxpool has no value to take; pad less than the window.`,
    docs: 'A padded maxpool ignores the border. A window that holds nothing else has no maximum.',
    example: net('4x4x3', '  maxpool p size=2 pad=2\n'),
  }),
  BNN312: entry<{ readonly attribute: string; readonly found: string; readonly map: string; readonly axes: number }>({
    severity: 'error',
    title: 'Wrong number of axes',
    message: (f) =>
      f.axes === 1
        ? `\`${f.attribute}=${f.found}\` has more than one axis, but the ${f.map} input has one; give one number.`
        : `\`${f.attribute}=${f.found}\` does not fit the two axes of the ${f.map} input; give one number for both, or two.`,
    docs: '`kernel`, `stride`, `dilation`, `size` and `scale` take one number for every axis, or one per axis. A WxC map has one axis, an HxWxC map two.',
    example: net('16x3', '  conv c filters=8 kernel=3x3\n'),
  }),
  BNN313: entry<{ readonly name: string; readonly kind: string; readonly shape: string }>({
    severity: 'error',
    title: 'Map wanted',
    message: (f) => `\`${f.name}\` (${f.kind}) reads a map (HxWxC or WxC), but its input is a vector of ${f.shape}.`,
    docs: 'Windows move over a map. A vector has no height and width: use `dense`, or give the input a shape such as `28x28x1`.',
    example: net('784', '  conv c filters=8 kernel=3\n'),
  }),
  BNN314: entry<{ readonly name: string; readonly shape: string }>({
    severity: 'error',
    title: 'Vector wanted',
    message: (f) =>
      `\`${f.name}\` wants one value a class, but its input is a ${f.shape} map; put a \`dense\` or \`globalavgpool\` before it.`,
    docs: '`argmax` compares the channels of one pixel.',
    example: net('4x4x3', '  argmax a\n'),
  }),
  BNN315: entry<{ readonly found: number; readonly map: string; readonly wanted: string }>({
    severity: 'error',
    title: 'Wrong number of pads',
    message: (f) =>
      `\`pad\` has ${f.found} ${f.found === 1 ? 'entry' : 'entries'}; for a ${f.map} input it is one number, ${f.wanted}, or \`same\`.`,
    docs: '`pad` is a number for every side, `[top, bottom, left, right]` (1-D: `[left, right]`), or `same`.',
    example: net('4x4x3', '  conv c filters=8 kernel=3 pad=[1, 1]\n'),
  }),
  BNN316: entry<{ readonly name: string; readonly shape: string }>({
    severity: 'error',
    title: 'Map too large',
    message: (f) => `\`${f.name}\` makes a ${f.shape} map, more than 2147483647 values a frame; make it smaller.`,
    docs: 'A frame has at most 2^31 - 1 values at every place in the network.',
    example: net('100000x100000x3', ''),
  }),
  BNN317: entry<{ readonly shape: string; readonly found: number }>({
    severity: 'error',
    title: 'Shape with the wrong number of axes',
    message: (f) =>
      `\`shape=${f.shape}\` has ${f.found} axes; write HxWxC for an image (32x32x3), WxC for a signal, or N for a vector.`,
    docs: 'A frame is a map of height, width and channels, a signal of width and channels, or a vector.',
    example: net('8x8x8x3', ''),
  }),
  BNN318: entry<{ readonly name: string; readonly lo: number; readonly hi: number }>({
    severity: 'error',
    title: 'Thresholds too wide to load',
    message: (f) =>
      `\`${f.name}\` compares ${f.lo} to ${f.hi} with thresholds that are loaded in words of 32 bits, which hold -2147483648 to 2147483647. Use narrower types or fewer inputs, or \`parameters=fixed\`.`,
    docs: 'A threshold may lie one beyond the sums on either side, for a level that is always or never reached. Where parameters are fixed, sums of 32 bits are fine.',
    example: net('1', '  dense d units=2 weights=uint16 activation=int8 parameters=loadable\n', 'uint16'),
  }),
};
