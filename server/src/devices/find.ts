import { CATALOGUE_BOARDS, CATALOGUE_DIES } from './catalogue.js';
import type { Device } from './device.js';
import { canonicalPart } from './part.js';

/**
 * The device that a target names: a catalogue word (`pynq_z1`), a board's usual spelling (`Pynq-Z1`, `Kria KV260`),
 * a full part string with or without its dashes (`xc7z020clg400-1`, `xc7z020-clg400-1`, `xczu3eg-sbva484-1-e`), the same
 * as it is ordered (`XC7Z020-1CLG400C`), or a bare die (`xc7z020`). Undefined where it is none of them.
 */
export function findDevice(word: string): Device | undefined {
  return BOARD_BY_SPELLING.get(plain(word)) ?? partOf(word.trim());
}

/** Catalogue devices whose names look like `word`, closest first, at most three: what "did you mean" offers. */
export function suggestDevices(word: string): readonly Device[] {
  const wanted = plain(word);
  if (!wanted || wanted.length > 40) return [];
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return CATALOGUE_BOARDS.map(({ device, aliases }) => ({
    device,
    distance: Math.min(...[device.name, ...aliases].map((spelling) => nearness(wanted, plain(spelling)))),
  }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ device }) => device);
}

/** Every board of the catalogue, in the catalogue's order. */
export function allDevices(): readonly Device[] {
  return BOARDS;
}

const BOARDS: readonly Device[] = CATALOGUE_BOARDS.map(({ device }) => device);

const BOARD_BY_SPELLING: ReadonlyMap<string, Device> = new Map(
  CATALOGUE_BOARDS.flatMap(({ device, aliases }) =>
    [device.name, ...aliases].map((spelling): [string, Device] => [plain(spelling), device]),
  ),
);

/** Letters and digits only, lower case: `Pynq-Z1`, `PYNQ Z1` and `pynq_z1` are the same board. */
function plain(spelling: string): string {
  return spelling.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A part by its string: a known die, then package with pins, speed grade and temperature, each optional. */
function partOf(text: string): Device | undefined {
  const lower = text.toLowerCase();
  const die =
    [...CATALOGUE_DIES.values()].find(
      (each) => lower.startsWith(each.die) && canonicalPart(lower, each.die) !== undefined,
    ) ?? CATALOGUE_BOARDS.find(({ device }) => device.part.toLowerCase() === lower)?.device;
  if (!die) return undefined;
  const { familyName, family, available, portBits, verification, source } = die;
  const part = canonicalPart(lower, die.die) ?? text;
  const named = { name: text, title: text, board: false, part, die: die.die, boardPart: undefined };
  return { ...named, familyName, family, available, portBits, verification, source };
}

/** How far two spellings are apart: 0 where one starts with the other, else the edits between them. */
function nearness(wanted: string, spelling: string): number {
  if (wanted.length >= 3 && (spelling.startsWith(wanted) || wanted.startsWith(spelling))) return 0;
  return edits(wanted, spelling);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (Damerau, restricted). */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
