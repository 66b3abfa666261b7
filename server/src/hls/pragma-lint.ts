import { INTERFACE_MODES, PRAGMAS, type HlsGeneration, type OptionRule } from './pragma-table.js';

/** A pragma that a tool would refuse, warn of or ignore. */
export interface PragmaFault {
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

/**
 * Checks every `#pragma HLS`, `_Pragma("HLS ...")` and `BNN_PRAGMA(HLS ...)` of C++ text that a generation of the tools
 * reads, against `PRAGMAS`. What stands in the other branch of `#ifdef __VITIS_HLS__` is not read.
 */
export function lintPragmas(text: string, generation: HlsGeneration): readonly PragmaFault[] {
  // Files of weights are large and have none.
  if (!/pragma\b\W*HLS\b/i.test(text)) return [];
  return logicalLines(text).flatMap(({ line, text: content, only }) => {
    if (only !== undefined && only !== generation) return [];
    return pragmasIn(content).flatMap((pragma) => faultsOf(pragma, generation).map((what) => ({ line, what })));
  });
}

interface LogicalLine {
  readonly line: number;
  readonly text: string;
  /** The one generation that reads it, where it is behind a condition. */
  readonly only: HlsGeneration | 'none' | undefined;
}

/** Lines without comments, those that end in `\` joined, with the generation that their conditions leave. */
function logicalLines(text: string): readonly LogicalLine[] {
  const plain = text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const lines: LogicalLine[] = [];
  const conditions: (HlsGeneration | undefined)[] = [];
  let at = 1;
  let started: { line: number; text: string } | undefined;
  for (const each of plain.split('\n')) {
    const joined: { line: number; text: string } = started
      ? { line: started.line, text: started.text + each }
      : { line: at, text: each };
    at++;
    if (joined.text.trimEnd().endsWith('\\')) {
      started = { line: joined.line, text: joined.text.trimEnd().slice(0, -1) };
      continue;
    }
    started = undefined;
    if (!followCondition(joined.text, conditions)) lines.push({ ...joined, only: readBy(conditions) });
  }
  return lines;
}

/** Follows `#if`, `#else` and `#endif`; says whether the line was one of them. */
function followCondition(text: string, conditions: (HlsGeneration | undefined)[]): boolean {
  const found = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b(.*)/.exec(text);
  if (!found) return false;
  const [, word, condition = ''] = found;
  const top = conditions.length - 1;
  if (word === 'endif') conditions.pop();
  else if (word === 'else' || word === 'elif') {
    const before = conditions[top];
    conditions[top] = before && (before === 'vitis' ? 'vivado' : 'vitis');
  } else {
    const bare = word === 'if' ? /^\s*(!?)\s*defined\s*\(?\s*__VITIS_HLS__\s*\)?\s*$/.exec(condition) : null;
    const named = word !== 'if' && condition.trim() === '__VITIS_HLS__';
    const negated = word === 'ifndef' || bare?.[1] === '!';
    conditions.push(bare || named ? (negated ? 'vivado' : 'vitis') : undefined);
  }
  return true;
}

function readBy(conditions: readonly (HlsGeneration | undefined)[]): HlsGeneration | 'none' | undefined {
  const known = new Set(conditions.filter((each) => each !== undefined));
  if (known.size > 1) return 'none';
  return [...known][0];
}

/** What stands behind `HLS` in each pragma of a line. */
function pragmasIn(text: string): readonly string[] {
  const direct = /^\s*#\s*pragma\s+HLS\b(.*)/i.exec(text);
  if (direct) return [direct[1] ?? ''];
  const found: string[] = [];
  for (const each of text.matchAll(/_Pragma\s*\(\s*"\s*HLS\b([^"]*)"/gi)) found.push(each[1] ?? '');
  for (const each of text.matchAll(/BNN_PRAGMA\s*\(\s*HLS\b/g))
    found.push(untilClosed(text, each.index + each[0].length));
  return found;
}

/** From here to the bracket that closes the one that is open. */
function untilClosed(text: string, start: number): string {
  let open = 1;
  let at = start;
  for (; at < text.length && open > 0; at++) {
    if (text[at] === '(') open++;
    else if (text[at] === ')') open--;
  }
  return text.slice(start, open === 0 ? at - 1 : at);
}

interface GivenOption {
  readonly name: string;
  readonly value: string | undefined;
}

function faultsOf(pragma: string, generation: HlsGeneration): readonly string[] {
  // A value may have blanks around its `=`.
  const [name = '', ...words] = pragma
    .replace(/\s*=\s*/g, '=')
    .trim()
    .split(/\s+/);
  const key = name.toLowerCase();
  const rule = Object.hasOwn(PRAGMAS, key) ? PRAGMAS[key] : undefined;
  if (!rule) return [`HLS ${name} is no pragma`];
  if (rule.only !== undefined && rule.only !== generation) return [`${toolName(generation)} has no pragma HLS ${name}`];
  const given = words.map((word): GivenOption => {
    const equals = word.indexOf('=');
    return equals < 0
      ? { name: word.toLowerCase(), value: undefined }
      : { name: word.slice(0, equals).toLowerCase(), value: word.slice(equals + 1) };
  });
  const faults = given.flatMap((option) => {
    const known = Object.hasOwn(rule.options, option.name) ? rule.options[option.name] : undefined;
    const fault = known ? valueFault(option, known, generation) : 'is no option';
    return fault === undefined ? [] : [`HLS ${name}: ${option.name} ${fault}`];
  });
  const names = given.map((option) => option.name);
  names.forEach((each, at) => {
    if (names.indexOf(each) !== at) faults.push(`HLS ${name}: ${each} is given twice`);
  });
  for (const [option, { required }] of Object.entries(rule.options)) {
    if (required && !names.includes(option)) faults.push(`HLS ${name}: ${option} is missing`);
  }
  const chosen = names.filter((each) => rule.either?.includes(each));
  if (new Set(chosen).size > 1) faults.push(`HLS ${name}: only one of ${chosen.join(', ')} at a time`);
  if (key === 'interface') faults.push(...interfaceFaults(name, given));
  return faults;
}

function valueFault({ value }: GivenOption, rule: OptionRule, generation: HlsGeneration): string | undefined {
  if (rule.only !== undefined && rule.only !== generation) return `is no option of ${toolName(generation)}`;
  if (rule.value === 'flag') return value === undefined ? undefined : 'takes no value';
  if (value === undefined || value === '') return 'needs a value';
  if (typeof rule.value !== 'string') {
    return rule.value.includes(value.toLowerCase()) ? undefined : `cannot be ${value}`;
  }
  return VALUES[rule.value].test(value) ? undefined : `cannot be ${value}`;
}

/** A variable may be a member, or a parameter of the macro; an integer any constant expression without blanks. */
const VALUES: Readonly<Record<'variable' | 'integer' | 'name' | 'number', RegExp>> = {
  variable: /^[A-Za-z_&][\w.,:[\]>-]*$/,
  integer: /^(?:\d+|[A-Za-z_(][\w:()+*/<>-]*)$/,
  name: /^\w+$/,
  number: /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/,
};

/** Which options an interface takes depends on its mode. */
function interfaceFaults(name: string, given: readonly GivenOption[]): readonly string[] {
  const stated = given.find((option) => option.name === 'mode')?.value?.toLowerCase();
  const mode = stated ?? given.find((option) => Object.hasOwn(INTERFACE_MODES, option.name))?.name;
  if (mode === undefined) return [`HLS ${name}: no mode is given`];
  const taken = ['port', 'name', 'mode', mode, ...(INTERFACE_MODES[mode] ?? [])];
  return given
    .filter((option) => !taken.includes(option.name) && !Object.hasOwn(INTERFACE_MODES, option.name))
    .map((option) => `HLS ${name}: ${mode} takes no ${option.name}`);
}

function toolName(generation: HlsGeneration): string {
  return generation === 'vivado' ? 'Vivado HLS' : 'Vitis HLS';
}
