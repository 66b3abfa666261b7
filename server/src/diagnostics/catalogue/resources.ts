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
      `${facts.resource} does not fit: ${fullCount(facts.used)} needed, ${facts.device} has ${fullCount(facts.available)} (${percent(facts.used / facts.available)}). Biggest: ${biggest(facts)}.`,
    docs: `The design needs more of a resource than the device has: placement would fail after hours (\`Place 30-487\`, \`Place 30-640\`, \`DRC UTLZ-1\`). The three biggest consumers are given as related places.`,
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
  BNN604: entry<{ readonly device: string; readonly verification: string; readonly source: string }>({
    severity: 'info',
    title: 'The figures of this device are not verified',
    message: (facts) =>
      `The resources of ${facts.device} are ${facts.verification} (${facts.source}): compare them with the vendor's data sheet before you rely on what fits.`,
    docs: `Every figure of the device catalogue carries how sure we are of it. Unverified ones were written down from memory or second-hand.`,
    example: `network N {
  input x type=bipolar shape=16
  dense d units=4 weights=bipolar activation=none
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
