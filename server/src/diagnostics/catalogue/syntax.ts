import { entry } from '../entry.js';

/** Facts of a message that always says the same. */
type NoFacts = Readonly<Record<string, never>>;

/** BNN1xx: what the text says wrong before any name is looked up. */
export const syntax = {
  BNN101: entry<{ readonly text: string }>({
    severity: 'error',
    title: 'Stray character',
    message: ({ text }) => `${quote(text)} has no meaning here. Delete it.`,
    docs: 'A character stands where the language has no use for it, such as `@` or a typographic quote. It is passed over, and the rest of the statement is read as if it were not there. Strings are written with the plain quote `"`.',
    example: 'const A = 3 @\n',
  }),
  BNN102: entry<NoFacts>({
    severity: 'error',
    title: 'String without end',
    message: () => 'The string has no closing quote. A string ends on its line: add `"`.',
    docs: 'A string begins with `"` and ends with `"` on the same line. Without the second quote it is taken to the end of the line, so that the statements below are still read.',
    example: 'import "blocks.bnn\n',
  }),
  BNN103: entry<NoFacts>({
    severity: 'error',
    title: 'Comment without end',
    message: () => 'The comment has no `*/`. It is taken to end with its line; add `*/`.',
    docs: 'A comment that begins with `/*` ends with `*/`, lines later if need be. Without it only the line is taken as the comment, so that the statements below are still read.',
    example: '/* what this is\nconst A = 3\n',
  }),
  BNN104: entry<{ readonly limit: number }>({
    severity: 'error',
    title: 'Nested too deep',
    message: ({ limit }) =>
      `Brackets, braces or operators are nested deeper than ${limit} levels. Name a part with \`const\`.`,
    docs: 'Brackets, braces and operators may lie in each other up to a limit that no network comes near. What lies deeper is not read.',
    example: `const A = ${'('.repeat(101)}1${')'.repeat(101)}\n`,
  }),
  BNN105: entry<{ readonly what: 'syntax faults' | 'faults'; readonly shown: number; readonly hidden: number }>({
    severity: 'error',
    title: 'Too many faults',
    message: ({ what, shown, hidden }) => `${hidden} more ${what} in this file are not shown after the first ${shown}.`,
    docs: 'A file with very many faults is most likely no `.bnn` text at all. Only the first are listed. With more than 500 syntax faults, names and shapes are not looked at.',
    example: '@ const '.repeat(600) + '\n',
  }),
  BNN106: entry<{ readonly name: string; readonly example: string | undefined }>({
    severity: 'error',
    title: 'Missing value',
    message: ({ name, example }) =>
      `\`${name}=\` has no value.${example === undefined ? '' : ` Write one behind it, such as \`${name}=${example}\`.`}`,
    docs: 'Nothing that can be a value follows the `=`. A value is a number, a quantity such as `100MHz`, dims such as `32x32x3`, a list in brackets, a string, a word, or an expression of them.',
    example: 'network N {\n  input image type=int8 shape=\n}\n',
  }),
  BNN107: entry<{ readonly word: string; readonly owner: string }>({
    severity: 'error',
    title: 'Attribute without a value',
    message: ({ word, owner }) =>
      `\`${word}\` says nothing here. An attribute of ${owner} is written \`${word}=value\`.`,
    docs: 'A word stands behind the attributes of a statement without `=`. Attributes are written `name=value`; a new layer is written `kind name`.',
    example: 'network N {\n  input image type=int8 shape=4\n  dense d units=2 weights\n}\n',
  }),
  BNN108: entry<{ readonly what: string; readonly example: string }>({
    severity: 'error',
    title: 'Missing name',
    message: ({ what, example }) => `${what} has no name. Write one behind it, such as \`${example}\`.`,
    docs: 'Every const, block, network, target and layer has a name: other statements, messages and parameters refer to it. A name begins with a letter or `_` and goes on with letters, digits and `_`.',
    example: 'network N {\n  input image type=int8 shape=4\n  dense units=2\n}\n',
  }),
  BNN109: entry<{ readonly word: string; readonly what: string }>({
    severity: 'error',
    title: 'Reserved word as a name',
    message: ({ word, what }) =>
      `\`${word}\` is a word of the language and cannot be the name of ${what}. Choose another, such as \`${word}_1\`.`,
    docs: 'Layer kinds, statement words, `for` and `in` are not names of layers, blocks, consts or parameters, so that a statement always begins where one of them stands. Units (`s`, `MHz`) are not names of blocks, consts or parameters. Attributes and types are free as names of layers.',
    example: 'network N {\n  input input type=int8 shape=4\n}\n',
  }),
  BNN110: entry<{ readonly number: string; readonly unit: string; readonly joined: string }>({
    severity: 'error',
    title: 'Blank before a unit',
    message: ({ joined }) => `A unit stands directly behind its number: write \`${joined}\`.`,
    docs: 'A quantity is one word, `100MHz` or `80%`. With a blank in between, the unit would be read as the beginning of the next statement. The value is taken as if the blank were not there.',
    example: 'const CLOCK = 100 MHz\n',
  }),
  BNN111: entry<{
    readonly text: string;
    readonly unit: string;
    readonly replacement: string | undefined;
    readonly known: string;
  }>({
    severity: 'error',
    title: 'Unknown unit',
    message: ({ text, unit, replacement, known }) =>
      `\`${unit}\` in \`${text}\` is no unit. ${replacement === undefined ? `Units are ${known}.` : `Write \`${replacement}\`.`}`,
    docs: 'The letters behind a number are none of the units: `Hz kHz MHz GHz` for frequencies, `FPS kFPS MFPS` for frames per second, `ns us ms s` for times, `%` for a share. Upper and lower case matter.',
    example: 'const CLOCK = 100mhz\n',
  }),
  BNN112: entry<{ readonly text: string }>({
    severity: 'error',
    title: 'Needless separator',
    message: ({ text }) =>
      `\`${text}\` is not needed here: attributes and statements follow each other without it. Delete it.`,
    docs: 'Attributes and statements are written one behind the other; only the entries of a list and the parameters of a block have commas between them, and none after the last.',
    example: 'network N {\n  input image type=int8, shape=4;\n}\n',
  }),
  BNN113: entry<{ readonly open: string; readonly close: string; readonly insertAt: number }>({
    severity: 'error',
    title: 'Bracket without end',
    message: ({ open, close }) =>
      `\`${open}\` has no \`${close}\`. Add it where the ${open === '{' ? 'body' : 'value'} ends.`,
    docs: 'An opened bracket or brace is never closed. A list ends at the next attribute or statement, a body at the next `network`, `target`, `block`, `const` or `import`, so that what follows is still read.',
    example: 'network N {\n  input image type=int8 shape=[2, 2, 3\n}\n',
  }),
  BNN114: entry<{ readonly text: string }>({
    severity: 'error',
    title: 'Bracket without a beginning',
    message: ({ text }) => `\`${text}\` closes nothing. Delete it.`,
    docs: 'A closing bracket or brace stands where none is open. It is passed over.',
    example: 'const A = 3 ]\n',
  }),
  BNN115: entry<{ readonly what: string }>({
    severity: 'error',
    title: 'Missing body',
    message: ({ what }) => `${what} has no body. Write \`{\` behind it, and \`}\` where it ends.`,
    docs: 'Blocks, networks, targets and `repeat` have a body in braces.',
    example: 'network N\n',
  }),
  BNN116: entry<{ readonly what: string; readonly belongs: string }>({
    severity: 'error',
    title: 'Statement in the wrong place',
    message: ({ what, belongs }) => `${what} cannot stand here. It belongs ${belongs}.`,
    docs: 'Layers, `defaults`, `params` and `repeat` stand inside a network (all but `params` also inside a block), `budget` and `fold` inside a target, everything else outside of all braces.',
    example: 'conv c1 filters=64 kernel=3\n',
  }),
  BNN117: entry<{ readonly operator: string }>({
    severity: 'error',
    title: 'Missing operand',
    message: ({ operator }) =>
      `Nothing that can be calculated with follows \`${operator}\`. Write a number or a name behind it.`,
    docs: 'An operator has a number, a name or an expression in parentheses on its right.',
    example: 'const A = 3 *\n',
  }),
  BNN118: entry<{ readonly text: string }>({
    severity: 'error',
    title: 'Missing comma',
    message: ({ text }) => `A comma is missing before \`${text}\`: the entries are written \`[a, b]\`.`,
    docs: 'The entries of a list and the parameters of a block have a comma between each other.',
    example: 'const A = [3 4]\n',
  }),
  BNN119: entry<{ readonly text: string }>({
    severity: 'error',
    title: 'Unreadable number',
    message: ({ text }) =>
      `\`${text}\` is no number. Write digits, a fraction, or dims such as \`32x32x3\`; names go in a list: \`[R, R, 3]\`.`,
    docs: 'A number is digits, with `_` between them if they are many, a fraction and an exponent. Dims are whole numbers with `x` between them; where a name is among them, the list form `[R, R, 3]` is written.',
    example: 'const A = 3xR\n',
  }),
  BNN120: entry<{ readonly text: string; readonly joined: string }>({
    severity: 'error',
    title: 'Blank in dims',
    message: ({ joined }) => `Dims are written without blanks: \`${joined}\`.`,
    docs: 'Dims are one word, `32x32x3`. The value is taken as if the blanks were not there.',
    example: 'const K = 3 x 3\n',
  }),
  BNN121: entry<{ readonly text: string; readonly replacement: string | undefined }>({
    severity: 'error',
    title: 'Unreadable name',
    message: ({ text, replacement }) =>
      `${quote(text)} is no name: names are letters A to Z, digits and \`_\`, with dots only between a block instance and its layer.${replacement === undefined ? '' : ` Such as \`${replacement}\`.`}`,
    docs: 'A name begins with a letter or `_` and goes on with letters, digits and `_`. Dots lead into the instance of a block (`r1.conv_a`); where a name is given, there are none.',
    example: 'const a.b = 3\n',
  }),
  BNN122: entry<{ readonly statement: string; readonly example: string }>({
    severity: 'error',
    title: 'Missing path',
    message: ({ statement, example }) => `\`${statement}\` wants a file in quotes: \`${statement} "${example}"\`.`,
    docs: 'A file is named by its path in quotes, relative to the file that names it, with `/` between folders.',
    example: 'import blocks\n',
  }),
  BNN123: entry<NoFacts>({
    severity: 'error',
    title: 'Missing count',
    message: () => '`repeat` wants the number of rounds: `repeat 3 { ... }`.',
    docs: 'The number of rounds, a number or an expression, stands between `repeat` and its body.',
    example: 'network N {\n  input a type=int8 shape=4\n  repeat { dense d units=4 }\n}\n',
  }),
  BNN124: entry<{ readonly text: string | undefined }>({
    severity: 'error',
    title: 'Missing layer pattern',
    message: ({ text }) =>
      text === undefined
        ? '`fold` wants the layers that it is for: a name, or a pattern such as `c*`; `*` is every layer.'
        : `${quote(text)} is no layer pattern: names, \`.\` and \`*\`, without blanks.`,
    docs: 'Behind `fold` stands the name of a layer or a pattern of names, `.` and `*` without blanks. `*` stands for any run of characters, dots included: `c*`, `r1.*`, `*.conv_a`.',
    example: 'target t for N {\n  fold pe=4\n}\nnetwork N { }\n',
  }),
  BNN125: entry<{ readonly target: string }>({
    severity: 'error',
    title: 'Target without a network',
    message: ({ target }) =>
      `Target \`${target}\` does not say which network it builds: \`target ${target} for NETWORK { ... }\`.`,
    docs: 'A target is for one network, named behind `for`.',
    example: 'target t { }\n',
  }),
  BNN126: entry<{ readonly text: string; readonly expected: string }>({
    severity: 'error',
    title: 'Unexpected text',
    message: ({ text, expected }) => `${quote(text)} cannot stand here. ${expected}`,
    docs: 'Something stands where the statement does not go on with it. It is passed over, and the statement is read without it. An attribute is `name=value`; a value of several numbers is a list in brackets or dims.',
    example: 'network N {\n  input image type=int8 shape=4 5\n}\n',
  }),
  BNN127: entry<{ readonly open: string }>({
    severity: 'error',
    title: 'Empty entry',
    message: ({ open }) =>
      `An entry is missing ${open === '(' ? 'in the parentheses' : 'in the list'}. Write a value there.`,
    docs: 'Between two commas of a list, and between parentheses, stands a value.',
    example: 'const A = [1, , 2]\n',
  }),
};

/** The text in backquotes, on one line and not too long. */
function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > 40 ? `${line.slice(0, 37)}...` : line}\``;
}
