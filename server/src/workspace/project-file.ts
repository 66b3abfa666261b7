import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Device } from '../devices/device.js';
import { findDevice } from '../devices/find.js';
import { NO_RESOURCES, RESOURCE_NAMES, type Family, type ResourceName, type Resources } from '../devices/primitives.js';
import { catalogue } from '../diagnostics/catalogue/index.js';
import type { SeverityWish } from '../diagnostics/catalogue/project.js';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { NO_PROJECT, type ProjectSettings } from './snapshot.js';

/** Reads `bnn.json`: whatever is not understood is diagnosed and passed over, the rest holds. Never throws. */
export function readProjectFile(
  text: string,
  uri: string,
): { readonly settings: ProjectSettings; readonly diagnostics: readonly Diagnostic[] } {
  const faults: ParseError[] = [];
  const root = parseTree(text, faults, { allowTrailingComma: true, disallowComments: false });
  const diagnostics: Diagnostic[] = faults.slice(0, 1).map((fault) => {
    const span = {
      start: Math.min(fault.offset, text.length),
      end: Math.min(fault.offset + fault.length, text.length),
    };
    return diagnose('BNN903', { uri, span }, { detail: FAULTS[printParseErrorCode(fault.error)] ?? 'this is no JSON' });
  });
  const wrong: Wrong = (node, key, expected) => {
    const span = { start: node.offset, end: node.offset + node.length };
    diagnostics.push(diagnose('BNN904', { uri, span }, { key, expected }));
  };
  if (root && root.type !== 'object') wrong(root, 'bnn.json', 'an object');
  const settings: { -readonly [K in keyof ProjectSettings]: ProjectSettings[K] } = { ...NO_PROJECT };
  for (const [key, value, node] of entriesOf(root)) {
    if (key === '$schema') continue;
    if (key === 'target' || key === 'tool') {
      settings[key] = stringOf(value);
      if (settings[key] === undefined) wrong(value, key, 'a string');
    } else if (key === 'severities') settings.severities = severitiesOf(value, wrong);
    else if (key === 'boards') settings.boards = boardsOf(value, wrong);
    else wrong(node, key, 'one of `target`, `severities`, `boards`, `tool`');
  }
  return { settings, diagnostics };
}

/** What is wrong in JSON, for people. */
const FAULTS: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a name in double quotes should stand here',
  ValueExpected: 'a value should stand here',
  ColonExpected: 'a `:` should stand here, behind the name',
  CommaExpected: 'a `,` should stand here, between two entries',
  CloseBraceExpected: 'a `}` is missing',
  CloseBracketExpected: 'a `]` is missing',
  EndOfFileExpected: 'the file should end here',
  UnexpectedEndOfString: 'this string is not closed',
  UnexpectedEndOfComment: 'this comment is not closed',
  UnexpectedEndOfNumber: 'this number breaks off',
  InvalidNumberFormat: 'this is no number',
  InvalidEscapeCharacter: 'a `\\` stands before a character that it cannot stand before',
  InvalidUnicode: 'a `\\u` should have four hexadecimal digits',
  InvalidCharacter: 'this character may stand only behind a `\\`',
  InvalidSymbol: 'this word is no JSON; a string stands in double quotes',
};

type Wrong = (node: Node, key: string, expected: string) => void;

function severitiesOf(node: Node, wrong: Wrong): ReadonlyMap<string, SeverityWish> {
  if (node.type !== 'object') wrong(node, 'severities', 'an object of code to severity');
  const found = new Map<string, SeverityWish>();
  for (const [code, value, property] of entriesOf(node)) {
    const wish = stringOf(value);
    if (!(code in catalogue)) wrong(property, code, 'the code of a diagnostic, such as `BNN405`');
    else if (wish === 'error' || wish === 'warning' || wish === 'info' || wish === 'hint' || wish === 'off') {
      found.set(code, wish);
    } else wrong(value, code, '"error", "warning", "info", "hint" or "off"');
  }
  return found;
}

function boardsOf(node: Node, wrong: Wrong): readonly Device[] {
  if (node.type !== 'array') wrong(node, 'boards', 'a list of boards');
  const boards: Device[] = [];
  for (const item of node.type === 'array' ? (node.children ?? []) : []) {
    const board = boardOf(item, wrong);
    if (board) boards.push(board);
  }
  return boards;
}

function boardOf(node: Node, wrong: Wrong): Device | undefined {
  const fields = new Map(entriesOf(node).map(([key, value]) => [key, value]));
  const text = (key: string): string | undefined => stringOf(fields.get(key));
  const count = (key: string): number | undefined => {
    const value: unknown = fields.get(key)?.value;
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
  };
  for (const [key, value, property] of entriesOf(node)) {
    if (!BOARD_KEYS.includes(key)) wrong(property, key, `one of ${BOARD_KEYS.map((each) => `\`${each}\``).join(', ')}`);
    else if (COUNTS.includes(key) && count(key) === undefined) wrong(value, key, 'a count');
    else if (TEXTS.includes(key) && text(key) === undefined) wrong(value, key, 'a string');
  }
  const name = text('name');
  const part = text('part');
  if (name === undefined || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    wrong(node, 'boards', 'named by a word');
    return undefined;
  }
  if (part === undefined) {
    wrong(node, name, 'given its `part`, such as "xc7z020clg400-1"');
    return undefined;
  }
  const known = findDevice(part);
  const lut = count('lut') ?? known?.available.lut;
  const bram18 = count('bram18') ?? known?.available.bram18;
  if (lut === undefined || bram18 === undefined) {
    wrong(node, name, 'given `lut` and `bram18` as counts, as its part is not in the catalogue');
    return undefined;
  }
  const counted = COUNTED.some((key) => fields.has(key));
  const whole: Resources = {
    lut,
    ff: count('ff') ?? known?.available.ff ?? 2 * lut,
    bram18,
    uram: count('uram') ?? known?.available.uram ?? 0,
    dsp: count('dsp') ?? known?.available.dsp ?? 0,
  };
  const reserved = reservedOf(fields.get('reserved'), wrong);
  return {
    name: name.toLowerCase(),
    title: text('title') ?? name,
    board: true,
    part: known?.part ?? part,
    die: known?.die ?? part,
    familyName: text('family') ?? known?.familyName ?? 'as given in bnn.json',
    family: known?.family ?? familyOf(part),
    available: reserved ? less(whole, reserved) : whole,
    reserved,
    portBits: count('portBits') ?? known?.portBits ?? 64,
    verification: counted || !known ? 'verified' : known.verification,
    source: counted || !known ? 'bnn.json' : `bnn.json; resources: ${known.source}`,
    boardPart: text('boardPart'),
  };
}

const COUNTED = ['lut', 'ff', 'bram18', 'uram', 'dsp'];
const COUNTS = [...COUNTED, 'portBits'];
const TEXTS = ['name', 'title', 'part', 'family', 'boardPart'];
const BOARD_KEYS = [...TEXTS, ...COUNTS, 'reserved'];

/** What a platform's shell keeps to itself; nothing where there is none. */
function reservedOf(node: Node | undefined, wrong: Wrong): Resources | undefined {
  if (!node) return undefined;
  const found: Record<ResourceName, number> = { ...NO_RESOURCES };
  if (node.type !== 'object') wrong(node, 'reserved', 'an object of resource to count');
  for (const [key, value, property] of entriesOf(node)) {
    const name = RESOURCE_NAMES.find((each) => each === key);
    const count: unknown = value.value;
    if (name === undefined) wrong(property, key, 'one of `lut`, `ff`, `bram18`, `uram`, `dsp`');
    else if (typeof count === 'number' && Number.isInteger(count) && count >= 0) found[name] = count;
    else wrong(value, key, 'a count');
  }
  return found;
}

/** What is left, never less than nothing. */
function less(whole: Resources, taken: Resources): Resources {
  const left: Record<ResourceName, number> = { ...whole };
  for (const name of RESOURCE_NAMES) left[name] = Math.max(0, whole[name] - taken[name]);
  return left;
}

/** xc7... is 7-series, xcv[ecmp]... Versal, all else UltraScale or UltraScale+. */
function familyOf(part: string): Family {
  if (/^xc7/i.test(part)) return 'xc7';
  return /^xcv[cempdh]/i.test(part) ? 'versal' : 'xcup';
}

function entriesOf(node: Node | undefined): readonly (readonly [key: string, value: Node, property: Node])[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [[String(key.value), value, key] as const] : [];
  });
}

function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(node.value) : undefined;
}
