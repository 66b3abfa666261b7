import type { FactsOf } from '../../diagnostics/catalogue/index.js';
import { fullCount } from '../../diagnostics/format-numbers.js';
import type { FaultContext, ToolFault } from './fault.js';
import type { ToolMessage } from './message.js';

export interface Explanation {
  /** Identifiers that it applies to. */
  readonly ids: readonly string[];
  readonly explain: (message: ToolMessage, context: FaultContext) => ToolFault | undefined;
}

const whole = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

/** What the identifier of a message says of its cause. Sources: logs of 2016.4 to 2025.2, and answer records. */
export const EXPLANATIONS: readonly Explanation[] = [
  { ids: ['DRC UTLZ-1', 'DRC UTLZ-2', 'Place 30-487', 'Place 30-640'], explain: ({ text }) => overfull(text) },
  {
    ids: ['Timing 38-282', 'Route 35-39'],
    explain: (_message, { wnsNs, periodNs }) => ({ code: 'BNN806', facts: { wnsNs, periodNs } }),
  },
  {
    ids: ['Synth 8-4445', 'Synth 8-2898'],
    explain: ({ text }) => {
      const file = /data file '([^']+)'/.exec(text)?.[1];
      return file === undefined ? undefined : { code: 'BNN807', facts: { file: baseName(file) } };
    },
  },
  {
    ids: ['Synth 8-4556'],
    explain: ({ text }) => {
      const found = /size of the variable is ([\d,]+), the limit is ([\d,]+)/.exec(text);
      return found === null ? undefined : { code: 'BNN808', facts: { bits: whole(found[1]), limit: whole(found[2]) } };
    },
  },
  {
    ids: ['IP_Flow 19-3461'],
    explain: ({ text }) => {
      const depth = whole(/Value '([\d,]+)' is out of the range for parameter 'FIFO depth/.exec(text)?.[1]);
      const legal = [...(/Valid values are - (.*)$/.exec(text)?.[1] ?? '').matchAll(/\d+/g)].map(([digits]) =>
        Number(digits),
      );
      const next = legal.find((value) => value >= depth) ?? legal.at(-1);
      return next === undefined || !Number.isFinite(depth)
        ? undefined
        : { code: 'BNN809', facts: { depth, legal: next } };
    },
  },
  {
    ids: ['XFORM 203-504', 'XFORM 203-103', 'XFORM 203-1403', 'HLS 214-270'],
    explain: ({ text }) => {
      const loop = /loop '([^']+)'/.exec(text)?.[1];
      const array = /Array '([^']+)'/.exec(text)?.[1];
      const numbers = /number \(([\d,]+)\) has ex\w+ the threshold \(([\d,]+)\)/.exec(text);
      const what = array === undefined ? `The loop ${loop ?? 'named in the log'}` : `The array ${array}`;
      const [elements, limit] = numbers === null ? [] : [whole(numbers[1]), whole(numbers[2])];
      return { code: 'BNN810', facts: { what, elements, limit } };
    },
  },
  {
    // Nothing else is said of a design that was too large for the compiler.
    ids: ['HLS 200-1715'],
    explain: (_, { instructions = 0 }) =>
      instructions < TOO_MANY_INSTRUCTIONS
        ? undefined
        : {
            code: 'BNN810',
            facts: {
              what: `The design (${fullCount(instructions)} instructions)`,
              elements: undefined,
              limit: undefined,
            },
          },
  },
  {
    ids: ['HLS 207-814'],
    // The compiler says other things by this number, too.
    explain: ({ text }) => {
      const limit = /exceeds (\d+)/.exec(text)?.[1];
      return limit === undefined ? undefined : { code: 'BNN811', facts: { limit: whole(limit) } };
    },
  },
  {
    // Vivado HLS says all that stops its script under 200-70.
    ids: ['HLS 200-1023', 'Board 49-71', 'Common 17-577', 'Coretcl 2-106', 'HLS 200-70'],
    explain: ({ id, text }) => {
      if (id === 'HLS 200-70' && !text.includes('is not installed')) return undefined;
      const board = /not found for ([^\s.]+:[^\s]+?)\.? /.exec(text)?.[1];
      const part = /[Pp]art '([^']+)'/.exec(text)?.[1] ?? /specified part .*?'([^']+)'/.exec(text)?.[1];
      const [kind, named] =
        id === 'Board 49-71' ? ['Board', board] : ['Part', part ?? /matched '([^']+)'/.exec(text)?.[1]];
      return {
        code: 'BNN812',
        facts: { part: named === undefined ? `The ${kind.toLowerCase()}` : `${kind} ${named}` },
      };
    },
  },
  {
    ids: ['HLS 200-101', 'HLS 200-642', 'HLS 200-644', 'Common 17-170', 'vitis-run 60-1520', 'v++ 60-1520'],
    explain: ({ text }) => {
      const option = /^'?([\w-]+)'?: Unknown option '([^']+)'/.exec(text);
      const command = (/^The '([^']+)'/.exec(text) ?? /^unrecognised option '([^']+)'/.exec(text))?.[1];
      const typed = /^Unknown option '([^']+)', please type '(\S+) -help'/.exec(text);
      const named =
        option !== null
          ? `${option[1] ?? ''} ${option[2] ?? ''}`
          : typed !== null
            ? `${typed[2] ?? ''} ${typed[1] ?? ''}`
            : command;
      return named === undefined ? undefined : { code: 'BNN813', facts: { option: named } };
    },
  },
  { ids: ['SYNCHK 200-24'], explain: (message, { step }) => ({ code: 'BNN825', facts: lineOf(message, step) }) },
  { ids: ['HLS 200-627'], explain: (message, { step }) => ({ code: 'BNN814', facts: lineOf(message, step) }) },
  {
    // Releases from 2022 on write the date in another way: their export fails for other reasons.
    ids: ['IMPL 213-28'],
    explain: (message, { step, toolYear }) =>
      (toolYear ?? 0) >= 2022 ? undefined : { code: 'BNN815', facts: lineOf(message, step) },
  },
  {
    ids: ['BD 5-216', 'BD 5-390'],
    explain: ({ text }) => {
      const block = /VLNV:? <?([^\s>]+)>?/.exec(text)?.[1];
      const latest = /latest supported version for this part is:\s*([\w.]+)/.exec(text)?.[1];
      return block === undefined ? undefined : { code: 'BNN823', facts: { block, latest } };
    },
  },
  {
    ids: ['Common 17-345', 'Common 17-348'],
    explain: (message, { step }) => ({ code: 'BNN804', facts: lineOf(message, step) }),
  },
  {
    ids: ['Route 35-1', 'Route 35-2', 'Route 35-3', 'Route 35-162', 'DRC RTSTAT-1', 'DRC RTSTAT-2', 'DRC RTSTAT-13'],
    explain: (message, { step }) => ({ code: 'BNN824', facts: lineOf(message, step) }),
  },
  {
    // The test bench itself: it did not compile, or it did not end well, before any RTL ran.
    ids: ['COSIM 212-317', 'COSIM 212-320', 'COSIM 212-331', 'COSIM 212-359', 'COSIM 212-360', 'COSIM 212-379'],
    explain: (message, { step }) => ({ code: 'BNN817', facts: lineOf(message, step) }),
  },
  // Co-simulation did not begin, or its simulator ended: nothing is known of the RTL.
  {
    ids: ['COSIM 212-303', 'COSIM 212-344', 'COSIM 212-5', 'COSIM 212-40', 'COSIM 212-330', 'COSIM 212-345'],
    explain: plain,
  },
  {
    ids: ['HLS 200-742'],
    explain: () => ({ code: 'BNN827', facts: { fifo: undefined, state: undefined } }),
  },
  {
    ids: ['HLS 200-970', 'HLS 200-971', 'XFORM 203-711', 'XFORM 203-712'],
    explain: (message, { step }) => ({ code: 'BNN828', facts: lineOf(message, step) }),
  },
  {
    ids: ['DRC INBB-3', 'Project 1-486', 'Synth 8-439', 'Synth 8-5826'],
    explain: ({ text }) => {
      const module =
        /(?:of type|black box cell|module|design unit) '([^']+)'/.exec(text)?.[1] ?? /Cell '([^']+)'/.exec(text)?.[1];
      return module === undefined ? undefined : { code: 'BNN829', facts: { module } };
    },
  },
  {
    ids: ['ProjectBase 2-104'],
    explain: ({ text }) => ({
      code: 'BNN830',
      facts: { why: 'a character that it refuses', path: /name '([^']+)'/.exec(text)?.[1] },
    }),
  },
  {
    ids: ['Common 17-143', 'Common 17-101'],
    explain: ({ text }) => ({ code: 'BNN830', facts: { why: 'too long', path: /: (\S.*)$/.exec(text)?.[1] } }),
  },
  {
    ids: ['XSIM 43-3409'],
    explain: () => ({
      code: 'BNN833',
      facts: { missing: 'the C compiler, or a library that it needs (libc6-dev, libncurses5),' },
    }),
  },
  { ids: ['IMPL 213-4'], explain: (message, { step }) => ({ code: 'BNN834', facts: lineOf(message, step) }) },
  {
    ids: ['DRC NSTD-1', 'DRC UCIO-1'],
    explain: ({ text }) => {
      const ports = /: ([\d,]+) out of [\d,]+ logical ports/.exec(text)?.[1];
      return { code: 'BNN835', facts: { ports: ports === undefined ? undefined : whole(ports) } };
    },
  },
  { ids: ['Place 30-58', 'Place 30-415'], explain: ({ text }) => morePortsThanPins(text) },
];

/** The tool warns from about a hundred thousand on, and was seen to give up with 356 million, after five hours. */
const TOO_MANY_INSTRUCTIONS = 10_000_000;

/** Placement and its checks: slices (7 series), CLBs (UltraScale) or any kind of cell. */
function overfull(text: string): ToolFault | undefined {
  const found = /requires (?:more )?(.*?) cells? (?:than|types?)/.exec(text);
  const packed = /of which ([\d,]+)(?: (?:slices|CLBs))? are available.*?require ([\d,]+) (slices|CLBs)/.exec(text);
  const needed = packed?.[2] ?? (/requires ([\d,]+) of such/.exec(text) ?? /requires? ([\d,]+) /.exec(text))?.[1];
  const available = packed?.[1] ?? /only ([\d,]+) /.exec(text)?.[1];
  if (needed === undefined || available === undefined) return undefined;
  const resource = (found?.[1] ?? packed?.[3] ?? 'cells').replace(/^Slice LUTs$/, 'LUTs').trim();
  return { code: 'BNN805', facts: { resource, needed: whole(needed), available: whole(available) } };
}

/** Ports that no pin is left for; 30-58 says other things of pins, too. Some releases give no numbers. */
function morePortsThanPins(text: string): ToolFault | undefined {
  const ports = /contains ([\d,]+) I\/O ports|unplaced (?:terminals|IO Ports) \(([\d,]+)\)/i.exec(text);
  const pins = /only ([\d,]+) available|available (?:sites|pins) \(([\d,]+)\)/i.exec(text);
  if (ports === null && !/overutili[sz]ation|more IO pins than/i.test(text)) return undefined;
  const count = (found: RegExpExecArray | null): number | undefined =>
    found === null ? undefined : whole(found[1] ?? found[2]);
  return { code: 'BNN832', facts: { ports: count(ports), pins: count(pins) } };
}

/** The tool's own words. */
export function plain(message: ToolMessage, { step }: FaultContext): ToolFault {
  return { code: 'BNN801', facts: lineOf(message, step) };
}

/** The line of a log as facts of a diagnostic. */
export function lineOf({ id, text }: ToolMessage, step: string | undefined): FactsOf<'BNN801'> {
  return { step, id, text: text.length > 240 ? `${text.slice(0, 237)}...` : text };
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
