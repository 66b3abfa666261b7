/** What the reference of the language says besides its table: how a file is read, and what folding and numbers mean. */
export const languageProse = `
A \`.bnn\` file describes a quantised neural network, and the FPGA targets it is to run on, as a streaming dataflow
accelerator: every layer becomes its own hardware engine, all engines run at once, and the slowest one sets the frame
rate (FINN, arXiv 1612.07119).

## A whole file

\`\`\`bnn
/// A small network for 28x28 digits.
const WIDTH = 64

network TFC {
  defaults weights=bipolar activation=bipolar
  params   "tfc.npz"

  input  image type=bipolar shape=784
  dense  f1 units=WIDTH
  dense  f2 units=WIDTH
  dense  f3 units=10 activation=none
  argmax label
}

target pynq for TFC {
  device=pynq_z1 clock=100MHz
  throughput=100kFPS
  minimize=lut
  fold f1 pe=16 simd=49
}
\`\`\`

## How a file is read

- One layer, one line: \`kind name key=value ...\`. Nothing stands between attributes, and a line break means nothing: a
  statement ends at the first word that is not followed by \`=\`. After a fault, a line break is taken as a hint where
  the next statement begins, so that a half-typed line leaves the others as they are.
- Comments are \`//\` to the end of the line, and \`/* */\`. \`///\` above a statement documents it; hover shows the text.
- Names begin with a letter or \`_\` and go on with letters, digits and \`_\`. Layer kinds, the statement words, \`for\` and
  \`in\` are not names; attributes and types may be names of layers. Units are not names of blocks, consts or parameters.
- Numbers are exact rationals; \`_\` may part their digits: \`12_000\`, \`0.5\`, \`1e-3\`.
- Quantities have their unit directly behind the number: \`100MHz\`, \`80%\`, \`12us\`.
- Dims have \`x\` between whole numbers: \`32x32x3\` is short for \`[32, 32, 3]\`. Where a name is among them, the list is
  written: \`[R, R, 3]\`.
- Strings stand in \`"..."\` on one line, without escapes. Paths use \`/\` and are relative to the file they stand in.
- Values may be calculated from numbers, consts and parameters of a block with \`+ - * /\` and parentheses.
- A pattern behind \`fold\` is written without blanks: names, \`.\`, and \`*\` for any run of characters, dots included.
- \`// bnn-ignore BNN405\` on a line, or above it, silences that diagnostic there.

## Which attribute wins

Weakest first: the default of the table, \`defaults\` of the network, \`defaults\` of the block, the layer itself, \`fold\`
lines of the target, later ones over earlier ones, each attribute for itself. \`auto\` in a \`fold\` line takes back what
the layer says.

## Folding

| kind | cycles a frame | \`pe\` divides | \`simd\` divides |
| --- | --- | --- | --- |
| \`dense\` | (units/pe) x (inputs/simd) | units | inputs, after \`align\` |
| \`conv\` | pixels x (filters/pe) x (kh x kw x Cin/groups/simd) | filters/groups | Cin/groups, or is m times it, m > 1 a divisor of kh x kw |
| \`dwconv\` | pixels x (C/pe) x (kh x kw/simd) | channels | kh x kw; 1 unless pe = channels |
| pools | the more of input and output words | channels | - |
| all others | stream words | channels of every input | - |

The frame interval of a network is that of its slowest engine, DMA included; frames per second are the clock over the
interval. What is left \`auto\` is folded to meet the goals at the least \`minimize\` within the budgets; without goals, for
the highest throughput within the budgets; without a target, by 1.

## Arithmetic

Integers, exact. Each weight times each activation, summed; XNOR and popcount where both are bipolar. Values carry an
exact range: with \`activation=none\`, and behind \`add\` and pools without activation, in the fewest bits that hold it. An
accumulator beyond 32 bits is an error. An activation with n levels is n-1 thresholds a channel: the output is the
lowest level plus the number of thresholds that the accumulator reaches (\`>=\`); a channel marked \`falling\` counts the
thresholds that it does not exceed (\`<=\`).

## Parameters

An \`.npz\` file holds, for each layer:

- \`<layer>.weights\`, int8: \`[out, in]\` for dense, \`[out, kh, kw, in/groups]\` for conv, \`[C, kh, kw]\` for dwconv;
- either \`<layer>.thresholds\`, int32, \`[channels, n-1]\` or \`[1, n-1]\`, ascending, on sums of the true arithmetic (for
  bipolar the sum of -1 and +1, not the popcount), and where wanted \`<layer>.falling\`, bool, \`[channels]\`;
- or, with \`activation=none\`, where wanted \`<layer>.bias\`, int32, \`[channels]\`;
- or float \`<layer>.bn_gamma\`, \`.bn_beta\`, \`.bn_mean\`, \`.bn_var\`, and where wanted \`.bn_eps\` (1e-5), \`.scale\` (1) and
  \`.act_scale\` (1), from which the thresholds are computed.

A network without \`params\` still checks, estimates, folds and generates, with seeded random weights.
`.trim();
