import { entry } from '../entry.js';
import { fullCount, percent } from '../format-numbers.js';

/** A resource as people name it. */
type ResourceTitle = 'LUT' | 'FF' | 'BRAM18' | 'URAM' | 'DSP';

export interface Consumer {
  readonly name: string;
  readonly amount: number;
}

interface Overrun {
  readonly resource: ResourceTitle;
  readonly used: number;
  readonly limit: number;
  readonly available: number;
  readonly device: string;
  readonly biggest: readonly Consumer[];
  /** LUTs that block RAM beyond the device would take; undefined for other resources. */
  readonly spilled: number | undefined;
}

/** BNN6xx: what the device has. */
export const resources = {
  BNN601: entry<Overrun>({
    severity: 'error',
    title: 'Over the budget',
    message: (facts) =>
      `${facts.resource} over budget: ${fullCount(facts.used)} needed, ${fullCount(facts.limit)} allowed (${percent(facts.limit / facts.available)} of the ${fullCount(facts.available)} of ${facts.device}). Biggest: ${biggest(facts)}.`,
    docs: `The design fits the device, but not the share of it that the target allows (\`budget\`, 80 % where nothing is said): tools rarely place and route a fuller device at speed. The three biggest consumers are given as related places.`,
    example: `network N {
  input x type=bipolar shape=1024
  dense d units=1024 weights=bipolar activation=bipolar pe=16 simd=16
}
target t for N {
  device=pynq_z1 clock=100MHz
  budget lut=500
}
`,
  }),
  BNN602: entry<Overrun>({
    severity: 'error',
    title: 'Does not fit the device',
    message: (facts) =>
      `${facts.resource} does not fit: ${fullCount(facts.used)} needed, ${facts.device} has ${fullCount(facts.available)} (${percent(facts.used / facts.available)}). Biggest: ${biggest(facts)}.${facts.spilled === undefined ? '' : ` Tools that spill the rest into LUTs take about ${fullCount(facts.spilled)} more.`}`,
    docs: `The design needs more of a resource than the device has: placement would fail after hours (\`Place 30-487\`, \`Place 30-640\`, \`DRC UTLZ-1\`). The three biggest consumers are given as related places. Block RAM beyond the device may end up in LUTs, 256 a half, as in BNN-PYNQ's cnvW2A2, of which 7 437 LUTs are memory: the estimate does not count them.`,
    example: `network N {
  input x type=bipolar shape=4096
  dense d units=4096 weights=bipolar activation=bipolar pe=128 simd=128 mem=bram
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`,
  }),
  BNN603: entry<{ readonly device: string; readonly suggestions: readonly string[] }>({
    severity: 'error',
    title: 'Unknown device',
    message: (facts) =>
      `There is no device \`${facts.device}\`${facts.suggestions.length > 0 ? `; did you mean ${facts.suggestions.map((name) => `\`${name}\``).join(' or ')}?` : '. Boards of your own go into bnn.json.'}`,
    docs: `\`device=\` takes a word of the catalogue (\`pynq_z1\`), or in quotes a board's usual spelling or a full part string (\`"xc7z020clg400-1"\`). Boards of one's own are declared in \`bnn.json\`.`,
    example: `network N {
  input x type=bipolar shape=16
  dense d units=4 weights=bipolar activation=none
}
target t for N {
  device=pink_z1 clock=100MHz
}
`,
  }),
  BNN604: entry<{
    readonly device: string;
    readonly source: string;
    readonly resource: ResourceTitle;
    readonly used: number;
    readonly available: number;
  }>({
    severity: 'info',
    title: 'The figures of this device are not verified',
    message: (facts) =>
      `This takes ${percent(facts.used / facts.available)} of the ${fullCount(facts.available)} ${facts.resource} of ${facts.device}, a figure that is not verified (${facts.source}): compare it with the vendor's data sheet.`,
    docs: `Every figure of the device catalogue carries how sure we are of it. Unverified ones were written down from memory. Told is one of which the design takes more than half, since it decides what fits; a board in \`bnn.json\` says the right one.`,
    example: `network N {
  input x type=bipolar shape=192
  dense d units=256 weights=bipolar activation=bipolar pe=64 simd=48
}
target t for N {
  device="xc7z007sclg400-1" clock=100MHz
}
`,
  }),
  BNN605: entry<{ readonly target: string }>({
    severity: 'info',
    title: 'The target names no device',
    message: (facts) =>
      `Target ${facts.target} names no device: nothing says what fits. Add device=, such as device=pynq_z1.`,
    docs: `Without \`device=\` there is nothing to check the resources against.`,
    example: `network N {
  input x type=bipolar shape=16
  dense d units=4 weights=bipolar activation=none
}
target t for N {
  clock=100MHz
}
`,
  }),
};

function biggest({ biggest: consumers }: Overrun): string {
  return consumers.map(({ name, amount }) => `${name} ${fullCount(amount)}`).join(', ');
}
