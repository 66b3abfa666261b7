import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MeasuredReport } from '../../../server/src/reports/measured-report.js';
import { readReport } from '../../../server/src/reports/read-report.js';
import { reportFault } from '../../../server/src/reports/report-fault.js';
import { cases } from '../../support/cases.js';
import { fixture } from './fixture.js';

// Reports of releases that nobody here has seen differ from those that are known: the same numbers must be read of them.

const NAMES = readdirSync(new URL('../../data/reports/', import.meta.url)).filter((name) => /\.(rpt|xml)$/.test(name));
const TABLES = NAMES.filter((name) => name.endsWith('.rpt'));

/** Cells of the lines of a table drawn with bars; others stay as they are. */
function inTables(text: string, change: (cells: readonly string[], at: 'header' | 'row') => readonly string[]): string {
  let rules = 0;
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*\+[-+]+\+?\s*$/.test(line)) {
        rules += 1;
        return line;
      }
      const row = /^(\s*)\|(.*)\|\s*$/.exec(line);
      if (!row) {
        rules = 0;
        return line;
      }
      const [, indent = '', inside = ''] = row;
      return rules === 0 ? line : `${indent}|${change(inside.split('|'), rules === 1 ? 'header' : 'row').join('|')}|`;
    })
    .join('\n');
}

/** The rows of each table sorted by keys; `LUT as Memory` may so come before the LUTs that it is of. */
function withRows(text: string, keys: readonly number[]): string {
  const lines = text.split('\n');
  const sorted: string[] = [];
  let rows: string[] = [];
  let rules = 0;
  for (const line of lines) {
    const isRule = /^\s*\+[-+]+\+?\s*$/.test(line);
    if (!isRule && rules === 2 && line.startsWith('|')) {
      rows.push(line);
      continue;
    }
    const ranked = rows.map((row, at) => ({ row, key: keys[at % keys.length] ?? 0 }));
    sorted.push(...ranked.sort((a, b) => a.key - b.key).map(({ row }) => row));
    rows = [];
    rules = isRule ? rules + 1 : line.startsWith('|') ? rules : 0;
    sorted.push(line);
  }
  return sorted.join('\n');
}

/** The columns of the tables under dashes in another order; the first, which names the row, stays. */
function withColumns(text: string, keys: readonly number[]): string {
  const lines = text.split('\n');
  return lines
    .map((line, at) => {
      const from = lines.findLastIndex((each, index) => index <= at + 1 && /^ *-+(?: +-+)+ *$/.test(each));
      const rule = lines[from];
      const between = lines.slice(from, at + 1).some((each) => each.trim() === '');
      if (rule === undefined || between || at < from - 1) return line;
      const spans = [...rule.matchAll(/-+/g)].map(({ index, 0: dashes }) => ({
        start: index,
        end: index + dashes.length,
      }));
      // A cell may be wider than its dashes, to the left of them.
      const cuts = spans.map(({ start }, nth) => (nth === 0 ? 0 : Math.max((spans[nth - 1]?.end ?? 0) + 1, start - 5)));
      const cells = cuts.map((cut, nth) => line.padEnd(rule.length + 2).slice(cut, cuts[nth + 1]));
      const named = /^-/.test(rule) ? 1 : 0;
      const ranked = cells.slice(named).map((cell, nth) => ({ cell, key: keys[nth % keys.length] ?? 0 }));
      const moved = ranked.sort((a, b) => a.key - b.key).map(({ cell }) => `${cell} `);
      return [...cells.slice(0, named), ...moved].join('').trimEnd();
    })
    .join('\n');
}

/** Tables whose header is one line, whose columns may so stand in any order. */
const ONE_HEADER = ['hierarchical.rpt', 'utilization_2019.rpt', 'utilization_2023.rpt'];

describe('a report in another form', () => {
  test.each(ONE_HEADER)('%s: columns in any order', (name) => {
    const before = readReport(name, fixture(name));
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 20, maxLength: 20 }), (keys) => {
        // One order for all tables of a width, as a release would have it.
        const orders = new Map<number, readonly number[]>();
        const orderOf = (width: number): readonly number[] => {
          const known = orders.get(width);
          if (known) return known;
          const ranked = Array.from({ length: width }, (_, at) => ({ at, key: keys[(at + width) % 20] ?? 0 }));
          const order = ranked.sort((a, b) => a.key - b.key).map(({ at }) => at);
          orders.set(width, order);
          return order;
        };
        const text = inTables(fixture(name), (cells) => orderOf(cells.length).map((at) => cells[at] ?? ''));
        expect(readReport(name, text)).toEqual(before);
      }),
      { seed: 5, numRuns: cases(40) },
    );
  });

  test.each(ONE_HEADER)('%s: a column more, at either end', (name) => {
    const before = readReport(name, fixture(name));
    for (const put of [
      (cells: readonly string[], cell: string) => [...cells, cell],
      (cells: readonly string[], cell: string) => [cell, ...cells],
    ]) {
      const text = inTables(fixture(name), (cells, at) => put(cells, at === 'header' ? ' Prohibited ' : ' 7 '));
      expect(readReport(name, text)).toEqual(before);
    }
  });

  test.each(['utilization_2019.rpt', 'utilization_2023.rpt'])('%s: rows in any order', (name) => {
    const before = readReport(name, fixture(name));
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 40, maxLength: 40 }), (keys) => {
        expect(readReport(name, withRows(fixture(name), keys))).toEqual(before);
      }),
      { seed: 6, numRuns: cases(40) },
    );
  });

  test('timing.rpt: columns in any order', () => {
    const before = readReport('timing.rpt', fixture('timing.rpt'));
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }), (keys) => {
        expect(readReport('timing.rpt', withColumns(fixture('timing.rpt'), keys))).toEqual(before);
      }),
      { seed: 7, numRuns: cases(40) },
    );
  });

  test.each([
    ['1.234', undefined],
    ['1.5', 3],
    ['~0', undefined],
    ['undef', undefined],
    ['-', undefined],
    ['123456789012', 246913578024],
  ])('block RAM tiles of %s', (tiles, bram18) => {
    const text = fixture('utilization_2023.rpt').replace(/(\| Block RAM Tile\s*\|)[^|]*\|/, `$1 ${tiles} |`);
    const read = readReport('utilization_2023.rpt', text.replace(/\|\s*RAMB(?:36|18)[^\n]*\n/g, ''));
    expect(read?.resources.bram18).toBe(bram18);
  });

  test.each(TABLES)('%s: numbers with marks between thousands', (name) => {
    const before = readReport(name, fixture(name));
    for (const mark of [',', ' ', '\u00a0', "'"]) {
      const text = inTables(fixture(name), (cells) =>
        cells.map((cell) =>
          /^\s*\d{4,}\s*$/.test(cell) ? cell.replace(/\d(?=(?:\d{3})+(?!\d))/g, `$&${mark}`) : cell,
        ),
      );
      expect(readReport(name, text)).toEqual(before);
    }
  });

  test.each(NAMES)('%s: CRLF, CR, blanks at the ends of lines, a byte order mark', (name) => {
    const text = fixture(name);
    const before = readReport(name, text);
    for (const other of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\uFEFF${text}`])
      expect(readReport(name, other)).toEqual(before);
    if (!name.endsWith('.xml')) expect(readReport(name, text.replaceAll('\n', '  \n'))).toEqual(before);
  });

  test.each([
    ['10.00 ns', 10],
    ['0.010 us', 10],
    ['10000 ps', 10],
    ['10.00', 10],
  ])('a clock of %s', (target, ns) => {
    const text = fixture('new_csynth.rpt').replace(/(\|ap_clk\s*\|)[^|]*\|/, `$1 ${target}|`);
    expect(readReport('new_csynth.rpt', text)?.clock?.targetNs).toBeCloseTo(ns, 9);
  });
});

/** All numbers of a report, by the way to them; the clocks of modules and paths go by their order. */
function figures(value: unknown, path = '', found = new Map<string, number>()): ReadonlyMap<string, number> {
  if (typeof value === 'number') found.set(path, value);
  else if (value instanceof Map || typeof value !== 'object' || value === null) return found;
  else for (const [key, inner] of Object.entries(value)) figures(inner, `${path}/${key}`, found);
  return found;
}

describe('a report that is cut short', () => {
  test('is none whose blank lines at the end were taken away, behind a list of cells without any', () => {
    const cells = [
      '10. Instantiated Netlists',
      '',
      '+----------+------+',
      '| Ref Name | Used |',
      '+----------+------+',
    ];
    const text = `${fixture('utilization_2019.rpt').trimEnd()}\n\n${cells.join('\n')}`;
    const report = readReport('utilization_placed.rpt', text);
    expect(report && reportFault(text, report)).toBeUndefined();
    const part = text.slice(0, text.lastIndexOf('| Ref Name'));
    expect(report && reportFault(part, report)).toMatch(/cut short/);
  });

  test.each(NAMES)('%s says so, or tells nothing that the whole one does not', (name) => {
    const text = fixture(name);
    const whole = readReport(name, text);
    expect(whole && reportFault(text, whole)).toBeUndefined();
    const known = figures(whole);
    for (let end = 0; end < text.length; end += cases(3, 1)) {
      const part = text.slice(0, end);
      const report: MeasuredReport | undefined = readReport(name, part);
      if (!report || reportFault(part, report) !== undefined) continue;
      for (const [path, number] of figures(report)) expect([end, path, number]).toEqual([end, path, known.get(path)]);
    }
  });

  test.each(TABLES)('%s without any one of its sections tells the others', (name) => {
    const lines = fixture(name).split('\n');
    const known = figures(readReport(name, fixture(name)));
    const heads = lines.flatMap((line, at) => (/^(?:== |\d+(?:\.\d+)*\.? +\S|\| [A-Z])/.test(line) ? [at] : []));
    heads.forEach((head, at) => {
      const part = [...lines.slice(0, head), ...lines.slice(heads[at + 1] ?? lines.length)].join('\n');
      const report = readReport(name, part);
      for (const [path, number] of figures(report)) expect([head, path, number]).toEqual([head, path, known.get(path)]);
    });
  });
});
