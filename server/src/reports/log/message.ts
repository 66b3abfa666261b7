import { readDeadlock } from './deadlock.js';

/** As the tool said it. `critical` is Vivado's CRITICAL WARNING. */
export type ToolSeverity = 'error' | 'critical' | 'warning' | 'info' | 'status';

export interface SourceLocation {
  readonly path: string;
  /** From 1, as the tools count. */
  readonly line: number;
  readonly column: number | undefined;
}

/** One message of a tool. */
export interface ToolMessage {
  /** What it is worth: raised where the tool understates, lowered where it shouts about nothing. */
  readonly severity: ToolSeverity;
  /** What the tool called it. */
  readonly said: ToolSeverity;
  /** `Synth 8-4556`, `HLS 200-70`, `xilinx.com:ip:fifo_generator:13.2-5968`; undefined where there is none. */
  readonly id: string | undefined;
  readonly text: string;
  readonly location: SourceLocation | undefined;
  /** Line of the log, from 0. */
  readonly logLine: number;
}

/** Said as warnings, but the result is wrong, unusable or missing. */
const RAISED: ReadonlyMap<string, ToolSeverity> = new Map([
  ['Synth 8-4445', 'error'],
  ['Timing 38-282', 'error'],
  ['Route 35-39', 'error'],
  // Said before `route_design completed successfully`.
  ['Route 35-162', 'error'],
  ['IMPL 213-28', 'error'],
  ['SYNCHK 200-24', 'error'],
]);

/** Said as warnings by the hundred, and without consequence. */
const LOWERED: ReadonlySet<string> = new Set([
  'RTGEN 206-101',
  'SYN 201-103',
  'BD 41-1753',
  'BD 41-2384',
  'BD 41-237',
  'IP_Flow 19-4684',
  'IP_Flow 19-5234',
  'IP_Flow 19-11770',
  'DRC DPOP-1',
  'DRC DPOP-2',
  'DRC DPOP-3',
  'DRC DPOP-4',
  'DRC DPIP-1',
  'Synth 8-3331',
  'Synth 8-7129',
  'Vivado 12-3645',
]);

const WORDS: ReadonlyMap<string, ToolSeverity> = new Map([
  ['ERROR', 'error'],
  ['ERR', 'error'],
  ['CRITICAL WARNING', 'critical'],
  ['WARNING', 'warning'],
  ['INFO', 'info'],
  ['STATUS', 'status'],
  ['@E', 'error'],
  ['@W', 'warning'],
  ['@I', 'info'],
]);

/**
 * A message of one tool inside of that of another: `In 'vitis_hls.log', caught Tcl error: ERROR: [HLS 200-1023] Part ...`.
 * What the inner one says is the matter.
 */
const QUOTED_ERROR = /\bERROR: \[([^[\]]+)\] (.*)$/;

/** The message on one line of a log, of any version of Vivado HLS, Vitis HLS, Vivado, or a C++ compiler run by them. */
export function readMessage(line: string, logLine: number): ToolMessage | undefined {
  // The headers of C simulation put the colon behind: `ERROR [HLS SIM]: an hls::stream is read while empty`.
  const numbered = /^(ERROR|ERR|CRITICAL WARNING|WARNING|INFO|STATUS|@[EWI]):? \[([^[\]]+)\]:? (.*)$/.exec(line);
  if (numbered !== null) {
    const said = WORDS.get(numbered[1] ?? '') ?? 'info';
    const quoted = said === 'error' ? QUOTED_ERROR.exec(numbered[3] ?? '') : null;
    const [, id, text = ''] = quoted ?? numbered.slice(1);
    return message(said, id, text, logLine);
  }
  const plain = /^(ERROR|CRITICAL WARNING|WARNING):+ ?(.*)$/.exec(line);
  if (plain !== null) return message(WORDS.get(plain[1] ?? '') ?? 'info', undefined, plain[2] ?? '', logLine);
  const compiled = /^(\S[^:]*(?::[\\/][^:]*)?):(\d+):(?:(\d+):)? (?:fatal )?(error|warning): (.*)$/.exec(line);
  if (compiled !== null) {
    const [, path = '', at = '1', column, severity, text = ''] = compiled;
    const said: ToolSeverity = severity === 'error' ? 'error' : 'warning';
    const location = { path, line: Number(at), column: column === undefined ? undefined : Number(column) };
    return { severity: said, said, id: undefined, text, location, logLine };
  }
  const unlinked = /^(\S.*):(\d+): (undefined reference to .*)$/.exec(line);
  if (unlinked !== null) {
    const [, path = '', at = '1', text = ''] = unlinked;
    const location = { path, line: Number(at), column: undefined };
    return { severity: 'error', said: 'error', id: undefined, text, location, logLine };
  }
  return toolWords(line, logLine);
}

/** Errors that have no form: Tcl, the shell, FINN. */
function toolWords(line: string, logLine: number): ToolMessage | undefined {
  const text = line.replace(/^\[[\d :,-]+\] |^@E (?=Simulation failed)/, '').trim();
  const say = (said: ToolSeverity): ToolMessage => ({
    severity: said,
    said,
    id: undefined,
    text,
    location: undefined,
    logLine,
  });
  const deadlock = readDeadlock(text);
  if (deadlock?.kind === 'found') return { ...say('error'), text: deadlock.text };
  // FINN goes on after a verification that failed.
  if (/^Verification for \S+ : FAIL$/.test(text)) return say('critical');
  return SHAPELESS.some((pattern) => pattern.test(text)) ? say('error') : undefined;
}

const SHAPELESS: readonly RegExp[] = [
  // Vivado HLS of the C test bench: `@E Simulation failed: SIGSEGV.`
  /^Simulation failed: /,
  // A compiler or linker that did not get as far as a line: `g++.exe: error: release: No such file or directory`.
  /^\S*(?:g\+\+|gcc|clang(?:\+\+)?|\bld(?:\.lld)?)(?:\.exe)?: (?:fatal )?error: (?!linker command failed)/,
  /^\S*\bld(?:\.exe)?: cannot find -l/,
  // The system's loader, and the tool's own words of the same.
  /: error while loading shared libraries: \S+: cannot open shared object file|^application-specific initialization failed\b/,
  /^Process \S+:$/,
  /^Traceback \(most recent call last\):$/,
  /^couldn't (?:read|open) (?:file )?"/,
  /^(?:invalid command name|can't read|bad option) "/,
  // As the shell says it, and the tools' own start script: `loader: line 286: 4321 Killed  "$RDI_PROG" "$@"`.
  /^Killed\b|\bKilled\s+(?:vivado|vitis|\S*xilinx|"?\$RDI_PROG)/,
  /Segmentation fault|^Abnormal program termination|^terminate called after|std::bad_alloc|\b[Oo]ut of memory\b/,
  /^segfault in \S+|^(?:# )?An un(?:expected|recoverable) error has occurred\b|^Unexpected Assertion error in File/,
];

/** Where Tcl shows where it was when a script ended at an error. */
const TCL_TRACE = /^ +while executing$/;

/**
 * What a script ended at: of Tcl itself, of a command that says nothing else (`command 'ap_source' returned error code`), or
 * of one that has said its own errors before. Undefined for lines that begin no trace.
 *
 * @param before the last line before it that is not empty
 */
export function readTrace(line: string, before: string, logLine: number): ToolMessage | undefined {
  if (!TCL_TRACE.test(line) || readMessage(before, logLine) !== undefined) return undefined;
  const text = `${SCRIPT_ENDED}: ${before}`;
  return { severity: 'error', said: 'error', id: undefined, text, location: undefined, logLine };
}

export const SCRIPT_ENDED = 'the script ended at an error';

/** The simulator goes on without the contents of a memory. */
const EMPTY_MEMORY = /^File \S+ referenced on .* cannot be opened for reading\b/;

function message(said: ToolSeverity, id: string | undefined, text: string, logLine: number): ToolMessage {
  const raised = id === undefined ? (EMPTY_MEMORY.test(text) ? 'error' : undefined) : RAISED.get(id);
  const lowered = id !== undefined && LOWERED.has(id) && said !== 'error';
  return {
    severity: raised ?? (lowered ? 'info' : said),
    said,
    id,
    text: text.trimEnd(),
    location: locationIn(text),
    logLine,
  };
}

/** `[path:100]` at the end (Vivado), `(path:156:43)` inside or `path:273: ` in front (HLS). */
function locationIn(text: string): SourceLocation | undefined {
  const found =
    /\[([^[\]]+):(\d+)\]\s*$/.exec(text) ??
    /\(([^()\s"]+\.[A-Za-z]\w*):(\d+)(?::(\d+))?\)/.exec(text) ??
    /^(\S+\.[A-Za-z]\w*):(\d+): /.exec(text);
  if (found === null) return undefined;
  const [, path = '', line = '1', column] = found;
  return { path, line: Number(line), column: column === undefined ? undefined : Number(column) };
}
