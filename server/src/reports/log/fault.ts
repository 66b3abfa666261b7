import type { DiagnosticCode, FactsOf } from '../../diagnostics/catalogue/index.js';
import { tools } from '../../diagnostics/catalogue/tools.js';
import type { ToolMessage } from './message.js';

export type ToolCode = keyof typeof tools & DiagnosticCode;

/** A diagnostic that has no place yet: whoever knows the layers puts it on a line with `diagnose`. */
export type ToolFault = { readonly [C in ToolCode]: { readonly code: C; readonly facts: FactsOf<C> } }[ToolCode];

/** What the explanation of a message may use besides the message. */
export interface FaultContext {
  readonly step: string | undefined;
  readonly wnsNs: number | undefined;
  readonly periodNs: number | undefined;
}

interface Explanation {
  /** Identifiers that it applies to; empty for any. */
  readonly ids: readonly string[];
  readonly explain: (message: ToolMessage, context: FaultContext) => ToolFault | undefined;
}

const whole = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

/** In the order tried; the last ones know the message by its words only. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    ids: ['DRC UTLZ-1', 'Place 30-487', 'Place 30-640', 'DRC UTLZ-2'],
    explain: ({ text }) => {
      const found = /requires (?:more )?(.*?) cells? (?:than|types?)/.exec(text);
      const needed = /requires ([\d,]+) of such/.exec(text) ?? /requires? ([\d,]+) /.exec(text);
      const available = /only ([\d,]+) /.exec(text) ?? /of which ([\d,]+) slices are available/.exec(text);
      if (needed === null || available === null) return undefined;
      const resource = (found?.[1] ?? (/require [\d,]+ slices/.test(text) ? 'slices' : 'cells'))
        .replace(/^Slice LUTs$/, 'LUTs')
        .trim();
      return { code: 'BNN805', facts: { resource, needed: whole(needed[1]), available: whole(available[1]) } };
    },
  },
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
    ids: ['HLS 207-814'],
    explain: ({ text }) => ({ code: 'BNN811', facts: { limit: whole(/exceeds (\d+)/.exec(text)?.[1] ?? '32768') } }),
  },
  {
    ids: ['HLS 200-1023', 'Board 49-71', 'Common 17-577', 'Coretcl 2-106'],
    explain: ({ id, text }) => {
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
    ids: ['HLS 200-101', 'HLS 200-642', 'HLS 200-644'],
    explain: ({ text }) => {
      const option = /^'?([\w-]+)'?: Unknown option '([^']+)'/.exec(text);
      const command = /^The '([^']+)'/.exec(text)?.[1];
      const named = option === null ? command : `${option[1] ?? ''} ${option[2] ?? ''}`;
      return named === undefined ? undefined : { code: 'BNN813', facts: { option: named } };
    },
  },
  { ids: ['SYNCHK 200-24'], explain: (message, { step }) => ({ code: 'BNN825', facts: lineOf(message, step) }) },
  { ids: ['HLS 200-627'], explain: (message, { step }) => ({ code: 'BNN814', facts: lineOf(message, step) }) },
  { ids: ['IMPL 213-28'], explain: (message, { step }) => ({ code: 'BNN815', facts: lineOf(message, step) }) },
  {
    ids: ['BD 5-216', 'BD 5-390'],
    explain: ({ text }) => {
      const block = /VLNV <([^>]+)>/.exec(text)?.[1];
      const latest = /latest supported version for this part is:\s*([\w.]+)/.exec(text)?.[1];
      return block === undefined ? undefined : { code: 'BNN823', facts: { block, latest } };
    },
  },
  {
    ids: ['Common 17-345', 'Common 17-348'],
    explain: (message, { step }) => ({ code: 'BNN804', facts: lineOf(message, step) }),
  },
  {
    ids: [],
    explain: (message, { step }) => {
      const { id, text, location } = message;
      const facts = lineOf(message, step);
      // A date and time as a number that has more than 31 bits since 2022: `'2201131437' is an invalid argument`.
      if (/bad lexical cast|^'2\d{9}' is an invalid argument/.test(text)) return { code: 'BNN815', facts };
      if (/licen[cs]e/i.test(text) && /not found|fail|unable|invalid|expired|check ?out/i.test(text))
        return { code: 'BNN804', facts };
      if (isCrash(message)) return { code: 'BNN803', facts: { step, how: crashOf(text) } };
      const file = /couldn't (?:read|open) (?:file )?"([^"]+)"/.exec(text)?.[1];
      if (file !== undefined) return { code: 'BNN816', facts: { file } };
      if (/^(?:Route 35-|Place 30-46)/.test(id ?? '') && /rout|congest/i.test(text)) return { code: 'BNN824', facts };
      if (/^COSIM /.test(id ?? '')) return { code: 'BNN818', facts };
      if (/^SIM /.test(id ?? '') || (id === undefined && location !== undefined)) return { code: 'BNN817', facts };
      return undefined;
    },
  },
];

/** The explanation of an error; BNN801 with its own words where nothing better is known. */
export function explainMessage(message: ToolMessage, context: FaultContext): ToolFault {
  for (const { ids, explain } of EXPLANATIONS) {
    if (ids.length > 0 && (message.id === undefined || !ids.includes(message.id))) continue;
    const fault = explain(message, context);
    if (fault !== undefined) return fault;
  }
  return { code: 'BNN801', facts: lineOf(message, context.step) };
}

/** Whether the message is the shell's or the runtime's, not the tool's: the process did not end by itself. */
export function isCrash({ id, text }: ToolMessage): boolean {
  if (/Cannot allocate memory/.test(text)) return true;
  return (
    id === undefined &&
    /^Killed\b|\bKilled\s|Segmentation fault|Abnormal program termination|terminate called|std::bad_alloc|[Oo]ut of memory/.test(
      text,
    )
  );
}

function crashOf(text: string): string {
  if (/Killed/.test(text)) return 'Killed';
  return /bad_alloc|[Oo]ut of memory|allocate memory/.test(text) ? 'out of memory' : text.slice(0, 80);
}

function lineOf({ id, text }: ToolMessage, step: string | undefined): FactsOf<'BNN801'> {
  return { step, id, text: text.length > 240 ? `${text.slice(0, 237)}...` : text };
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
