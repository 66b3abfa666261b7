import { deadlockIn } from './deadlock.js';
import { EXPLANATIONS, lineOf, plain } from './explanations.js';
import type { FaultContext, ToolFault } from './fault.js';
import type { ToolMessage } from './message.js';

/** The explanation of an error; BNN801 with its own words where nothing better is known. */
export function explainMessage(message: ToolMessage, context: FaultContext): ToolFault {
  for (const { ids, explain } of EXPLANATIONS) {
    if (message.id === undefined || !ids.includes(message.id)) continue;
    const fault = explain(message, context);
    if (fault !== undefined) return fault;
  }
  return byWords(message, context) ?? plain(message, context);
}

/** What the words of a message say, whatever its identifier. */
function byWords(message: ToolMessage, { step }: FaultContext): ToolFault | undefined {
  const { id, text, location } = message;
  const facts = lineOf(message, step);
  if (/no space left on device|disk is full|disk quota exceeded/i.test(text)) return { code: 'BNN831', facts };
  const blank = /path '([^']*)' contains illegal character/.exec(text)?.[1];
  if (blank !== undefined) return { code: 'BNN830', facts: { why: 'a character that it refuses', path: blank } };
  // A date and time as a number that has more than 31 bits since 2022: `'2201131437' is an invalid argument`.
  if (/bad lexical cast|^'2\d{9}' is an invalid argument/.test(text)) return { code: 'BNN815', facts };
  if (/licen[cs]e/i.test(text) && /not (?:found|permitted)|fail|unable|invalid|expired|check ?out/i.test(text))
    return { code: 'BNN804', facts };
  if (/bitstream generation is not permitted/.test(text)) return { code: 'BNN804', facts };
  if (isCrash(message)) return { code: 'BNN803', facts: { step, how: crashOf(text) } };
  const deadlock = deadlockIn(text);
  if (deadlock !== undefined) return { code: 'BNN827', facts: deadlock };
  const file = (/couldn't (?:read|open) (?:file )?"([^"]+)": no such file/.exec(text) ??
    /^'([^']+)' file not found/.exec(text))?.[1];
  if (file !== undefined) return { code: 'BNN816', facts: { file } };
  const library = /(?:shared libraries|couldn't load file "[^"]*"): (\S+): cannot open shared object file/.exec(
    text,
  )?.[1];
  if (library !== undefined) return { code: 'BNN833', facts: { missing: `the system library ${library}` } };
  if (/failed dataflow checking/.test(text)) return { code: 'BNN828', facts };
  const memory = /^File "?([^" ]+)"? referenced on .* cannot be opened for reading/.exec(text)?.[1];
  if (memory !== undefined) return { code: 'BNN807', facts: { file: memory.replace(/^.*[\\/]/, '') } };
  if (/^(?:Route 35-|Place 30-46)/.test(id ?? '') && /rout|congest/i.test(text)) return { code: 'BNN824', facts };
  if (/^COSIM /.test(id ?? '')) return { code: 'BNN818', facts };
  if (/^(?:HLS )?SIM\b/.test(id ?? '') || (id === undefined && (location !== undefined || OF_TEST_BENCH.test(text))))
    return { code: 'BNN817', facts };
  return undefined;
}

/** What compilers and the test bench say that names no line. */
const OF_TEST_BENCH =
  /^Simulation failed: |received a signal named|: (?:fatal )?error: |\bld(?:\.exe)?: cannot find -l/;

/** Whether the message is the shell's or the runtime's, not the tool's: the process did not end by itself. */
export function isCrash({ id, text }: ToolMessage): boolean {
  if (/Cannot allocate memory|\b[Oo]ut of [Mm]emory\b/.test(text)) return true;
  return (
    id === undefined &&
    /^Killed\b|\bKilled\s|Segmentation fault|^segfault in|Abnormal program termination|terminate called|std::bad_alloc|An un(?:expected|recoverable) error has occurred|^Unexpected Assertion error/.test(
      text,
    )
  );
}

function crashOf(text: string): string {
  if (/Killed/.test(text)) return 'Killed';
  return /bad_alloc|[Oo]ut of [Mm]emory|allocate memory/.test(text) ? 'out of memory' : text.slice(0, 80);
}
