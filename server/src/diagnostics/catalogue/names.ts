import { entry } from '../entry.js';
import { attributes } from './attributes.js';
import { didYouMean } from './did-you-mean.js';

/** What a name may name. */
export type Named = 'layer' | 'block' | 'const' | 'network' | 'target' | 'parameter' | 'import';

const NET = 'network N {\n  input x type=int8 shape=8\n';

/** BNN2xx: names (attributes, BNN23x and BNN24x, are in attributes.ts). */
export const names = {
  ...attributes,

  BNN201: entry<{ readonly name: string; readonly suggestion?: string }>({
    severity: 'error',
    title: 'Unknown layer',
    message: (f) => `There is no layer \`${f.name}\` here.${didYouMean(f.suggestion)}`,
    docs: 'A `from=` names a layer that stands above it in the same network or block. Inside a block `in` is its input; outside a repeat its layers are `name_0`, `name_1` and so on; a layer of a block instance is `instance.layer`.',
    example: `${NET}  add a from=[x, y]\n}\n`,
  }),
  BNN202: entry<{ readonly name: string; readonly itself: boolean }>({
    severity: 'error',
    title: 'Layer read before it is defined',
    message: (f) =>
      f.itself
        ? `\`${f.name}\` reads itself; a network has no loops, so it reads only layers above it.`
        : `\`${f.name}\` is defined further down; a layer reads only layers above it. Move \`${f.name}\` up.`,
    docs: 'Layers stand in the order in which data flows, so a network has no loops. Move the layer that is read above the one that reads it.',
    example: `${NET}  add a from=[x, b]\n  maxpool b size=1 from=x\n}\n`,
  }),
  BNN203: entry<{ readonly name: string; readonly what: Named }>({
    severity: 'error',
    title: 'Duplicate name',
    message: (f) => `There already is a ${f.what} \`${f.name}\`; give one of them another name.`,
    docs: 'Each name names one thing. Of two that share a name the first counts. Names of imported blocks, consts and networks count as if they stood in this file.',
    example: 'const A = 1\nconst A = 2\n',
  }),
  BNN204: entry<{
    readonly name: string;
    readonly what: Named;
    readonly because: 'unit' | 'type' | 'wiring';
  }>({
    severity: 'error',
    title: 'Reserved word as a name',
    message: (f) =>
      `\`${f.name}\` is ${
        f.because === 'unit'
          ? 'a unit'
          : f.because === 'type'
            ? 'a word for values'
            : 'what every instance says to wire it'
      } and cannot name a ${f.what}; choose another name, such as \`${f.name}_1\`.`,
    docs: 'Blocks, consts and parameters are not named like a unit, and consts and parameters not like a type, `auto`, `same` or `none`: their uses could not be told apart.',
    example: 'const MHz = 3\n',
  }),
  BNN205: entry<{ readonly kind: string; readonly suggestion?: string }>({
    severity: 'error',
    title: 'Unknown kind of layer',
    message: (f) => `There is no layer kind or block \`${f.kind}\`.${didYouMean(f.suggestion)}`,
    docs: 'A layer starts with its kind (`dense`, `conv`, `maxpool`, ...) or with the name of a block of this file or of one that it imports.',
    example: `${NET}  dens d units=4\n}\n`,
  }),
  BNN206: entry<{ readonly kind: string; readonly advice: string }>({
    severity: 'error',
    title: 'Layer kind that cannot be mapped',
    message: (f) => `\`${f.kind}\` is not mappable to a streaming engine. ${f.advice}`,
    docs: 'Other tools know this kind of layer, but no hardware engine here computes it. The message says what to use instead.',
    example: `${NET}  softmax s\n}\n`,
  }),
  BNN207: entry<{ readonly name: string; readonly suggestion?: string }>({
    severity: 'error',
    title: 'Unknown const or parameter',
    message: (f) => `There is no const or parameter \`${f.name}\`.${didYouMean(f.suggestion)}`,
    docs: 'In an expression a word is a const of this file, of one that it imports, or a parameter of the block.',
    example: 'const A = B + 1\n',
  }),
  BNN208: entry<{ readonly name: string; readonly suggestion?: string }>({
    severity: 'error',
    title: 'Unknown network',
    message: (f) => `There is no network \`${f.name}\`.${didYouMean(f.suggestion)}`,
    docs: 'A target is for one network of this file or of one that it imports.',
    example: `${NET}}\ntarget t for M { clock=100MHz }\n`,
  }),
  BNN209: entry<{ readonly name: string }>({
    severity: 'warning',
    title: 'Unused layer',
    message: (f) =>
      `Nothing reads \`${f.name}\`: no layer, and no output. Read it, name it by \`output\`, or remove it.`,
    docs: 'Its engine would be built and its results thrown away. The last layer of a network is its output; when there are `output` statements, they alone say what leaves.',
    example: `${NET}  maxpool a size=1 from=x\n  maxpool b size=1 from=x\n}\n`,
    tags: ['unnecessary'],
  }),
  BNN210: entry<{ readonly name: string; readonly what: Named }>({
    severity: 'hint',
    title: 'Unused name',
    message: (f) =>
      f.what === 'import'
        ? `Nothing of \`${f.name}\` is used in this file.`
        : `The ${f.what} \`${f.name}\` is not used in this file.`,
    docs: 'Nothing in this file uses it. A file that holds no network is a library, and what it offers is not reported.',
    example: `const A = 1\n${NET}}\n`,
    tags: ['unnecessary'],
  }),
  BNN211: entry<{ readonly name: string; readonly from: readonly string[] }>({
    severity: 'error',
    title: 'Name imported twice',
    message: (f) =>
      `This import brings in \`${f.name}\` a second time (from ${f.from.join(' and ')}); rename one of them.`,
    docs: 'Two imported files say different things under one name. The first counts.',
  }),
  BNN212: entry<{ readonly chain: readonly string[] }>({
    severity: 'error',
    title: 'Cyclic consts',
    message: (f) => `This const needs itself: ${f.chain.join(' -> ')}. Give one of them a value of its own.`,
    docs: 'The values of consts must not depend on themselves.',
    example: 'const A = B\nconst B = A\n',
  }),
  BNN213: entry<{ readonly chain: readonly string[] }>({
    severity: 'error',
    title: 'Cyclic imports',
    message: (f) => `These files import each other: ${f.chain.join(' -> ')}. Move what both need into a third file.`,
    docs: 'Files must not import each other in a circle. Reported once, where the circle starts from the file at hand.',
  }),
  BNN214: entry<{ readonly path: string }>({
    severity: 'error',
    title: 'Imported file not found',
    message: (f) => `There is no file "${f.path}" beside this one; the path is relative to this file.`,
    docs: 'The path of an `import` is relative to the file that it stands in.',
  }),
  BNN215: entry<{ readonly path: string; readonly problem: 'empty' | 'backslash' | 'untitled' }>({
    severity: 'error',
    title: 'Path that cannot be followed',
    message: (f) =>
      f.problem === 'empty'
        ? 'The path is empty; name a file relative to this one.'
        : f.problem === 'backslash'
          ? `"${f.path}" has backslashes; write "${f.path.replaceAll('\\', '/')}".`
          : `"${f.path}" is relative to this file, which has no place yet; save it first.`,
    docs: 'Paths use `/` on every system and are relative to the file that they stand in.',
    example: 'import "lib\\\\blocks.bnn"\n',
  }),
  BNN216: entry<{ readonly chain: readonly string[] }>({
    severity: 'error',
    title: 'Recursive block',
    message: (f) =>
      `This block contains itself: ${f.chain.join(' -> ')}. A network is finite, so blocks cannot recurse.`,
    docs: 'A block is expanded where it is instantiated; one that contains itself would never end. Use `repeat` for layers that follow each other.',
    example: `block B() { B b }\n${NET}  B b\n}\n`,
  }),
  BNN217: entry<{ readonly what: 'layers' | 'levels'; readonly limit: number }>({
    severity: 'error',
    title: 'Network too large',
    message: (f) =>
      f.what === 'layers'
        ? `This makes the network larger than ${f.limit} layers; the rest is left out.`
        : `This is nested deeper than ${f.limit} levels; what is inside is left out.`,
    docs: 'Blocks and repeats are expanded to single layers; beyond the limit no FPGA could hold the result.',
    example: `${NET}  repeat 1000000 { maxpool p size=1 }\n}\n`,
  }),
  BNN218: entry<{ readonly name: string }>({
    severity: 'error',
    title: 'Block without layers',
    message: (f) => `The block \`${f.name}\` has no layer, so it has no output; give it one.`,
    docs: 'The last layer of a block is its output.',
    example: 'block B() { }\n',
  }),
  BNN219: entry<{ readonly name: string }>({
    severity: 'error',
    title: 'Network without input',
    message: (f) =>
      `${f.name === '' ? 'This network' : `The network \`${f.name}\``} has no input; start it with \`input x type=int8 shape=32x32x3\`.`,
    docs: 'A network reads at least one `input`, which says type and shape of a frame.',
    example: 'network N { }\n',
  }),
  BNN220: entry<{ readonly statement: string; readonly problem: 'second' | 'late'; readonly where: string }>({
    severity: 'error',
    title: 'Statement twice or too late',
    message: (f) =>
      f.problem === 'second'
        ? `There already is a \`${f.statement}\` in this ${f.where}; put both into one.`
        : `\`${f.statement}\` stands before the layers; move it to the top of this ${f.where}.`,
    docs: '`defaults` stands at most once, before the layers of a network or block; `params` at most once in a network.',
    example: `${NET}  defaults weights=bipolar\n}\n`,
  }),
  BNN221: entry<{ readonly name: string; readonly kind: string }>({
    severity: 'error',
    title: 'Nothing to read',
    message: (f) =>
      `\`${f.name}\` (${f.kind}) has no layer above it to read; put an \`input\` above, or say \`from=\`.`,
    docs: 'A layer without `from=` reads the layer above it. The first layer of a network is its `input`.',
    example: 'network N {\n  maxpool p size=2\n  input x type=int8 shape=4x4x1\n}\n',
  }),
  BNN222: entry<{ readonly name: string; readonly kind: string; readonly found: number; readonly wanted: string }>({
    severity: 'error',
    title: 'Wrong number of inputs',
    message: (f) => `\`${f.name}\` (${f.kind}) reads ${f.wanted}, but \`from\` names ${f.found}.`,
    docs: '`add` and `concat` read two or more layers, every other kind reads one.',
    example: `${NET}  add a from=[x]\n}\n`,
  }),
  BNN223: entry<{ readonly name: string; readonly kind: string }>({
    severity: 'error',
    title: 'Reads what carries no values',
    message: (f) =>
      f.kind === 'argmax'
        ? `\`${f.name}\` is an argmax: its indices are no values to compute with; only \`output\` reads them.`
        : `\`${f.name}\` is an output and has no values of its own; read the layer that it names.`,
    docs: 'Indices of classes leave the network; no layer computes with them. An `output` only names what leaves.',
    example: `${NET}  argmax a\n  maxpool p size=1\n}\n`,
  }),
  BNN224: entry<{ readonly pattern: string; readonly suggestion?: string }>({
    severity: 'error',
    title: 'Pattern without layers',
    message: (f) => `\`${f.pattern}\` matches no layer of the network.${didYouMean(f.suggestion)}`,
    docs: 'A `fold` line names layers after blocks and repeats are expanded: `r1.conv_a`, `mid_4`. `*` is any run of characters, so `r1.*` is every layer of the instance `r1`.',
    example: `${NET}  maxpool p size=1\n}\ntarget t for N { fold q pe=1 }\n`,
  }),
  BNN225: entry<Record<string, never>>({
    severity: 'error',
    title: '`in` outside a block',
    message: () => '`in` is the input of a block; in a network name the layer to read.',
    docs: 'Inside a block `in` is what the instance reads. A network reads its inputs by their names.',
    example: `${NET}  maxpool p size=1 from=in\n}\n`,
  }),
};
