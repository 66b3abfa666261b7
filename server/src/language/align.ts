import type { Attribute, BodyStatement, BudgetStatement, FoldStatement, LayerStatement } from './ast.js';
import { statements } from './table.js';

/** The columns of the formatter: how many blanks stand before each word of statements that lie under each other. */

type Row = LayerStatement | FoldStatement | BudgetStatement;
type Any = BodyStatement | FoldStatement | BudgetStatement;

export interface Rows {
  readonly text: string;
  /** Whether a blank line parts two statements. */
  readonly apart: (a: Any, b: Any) => boolean;
}

export interface RowColumns {
  /** Blanks before the name, and before each attribute. */
  readonly name: number;
  readonly attributes: readonly number[];
}

/** Beyond these widths a word does not push the others aside. */
const KIND_LIMIT = 16;
const NAME_LIMIT = 24;
const ATTRIBUTE_LIMIT = 32;
const SHAPE_LIMIT = 64;

const FOLDING: ReadonlySet<string> = new Set(statements.get('fold')?.attributes.map(({ name }) => name));

/**
 * Aligns layers (or `fold` lines): the kinds of all of them, and, within runs without a blank line, names, the
 * attributes of shape by kind, and behind them the folding.
 */
export function alignLayers(rows: Rows, all: readonly Any[], chosen: readonly Row[]): ReadonlyMap<Row, RowColumns> {
  const result = new Map<Row, RowColumns>();
  const kindWidth = widest(chosen.map(kindOf), KIND_LIMIT);
  const wanted = new Set<Any>(chosen);
  let run: Row[] = [];
  const flush = (): void => {
    for (const [row, columns] of alignRun(rows, run, kindWidth)) result.set(row, columns);
    run = [];
  };
  let previous: Any | undefined;
  for (const each of all) {
    if (previous && (rows.apart(previous, each) || (each.type === 'budget') !== (previous.type === 'budget'))) flush();
    if (each.type !== 'repeat' && each.type !== 'defaults' && each.type !== 'params') {
      if (wanted.has(each)) run.push(each);
    } else flush();
    previous = each;
  }
  flush();
  return result;
}

/** Blanks behind `defaults` and `params` where they lie under each other. */
export function alignWords(rows: Rows, all: readonly BodyStatement[]): ReadonlyMap<BodyStatement, number> {
  const result = new Map<BodyStatement, number>();
  all.forEach((each, index) => {
    const next = all[index + 1];
    const isWord = (other: BodyStatement | undefined): boolean =>
      other?.type === 'defaults' || other?.type === 'params';
    if (!next || !isWord(each) || !isWord(next) || rows.apart(each, next)) return;
    const width = Math.max(each.type.length, next.type.length) + 1;
    for (const one of [each, next]) result.set(one, width - one.type.length);
  });
  return result;
}

function alignRun({ text }: Rows, run: readonly Row[], kindWidth: number): Map<Row, RowColumns> {
  const cells = run.map((row) => cellsOf(text, row));
  const nameWidth = widest(
    run.filter((row) => row.attributes.length > 0).map((row) => nameOf(row)),
    NAME_LIMIT,
  );
  const shapeWidths = new Map<string, number>();
  for (const { shape } of cells)
    shape.forEach(({ key, width }, index) => {
      if (index + 1 < shape.length && width <= ATTRIBUTE_LIMIT)
        shapeWidths.set(key, Math.max(shapeWidths.get(key) ?? 0, width));
    });
  const lengths = cells.map(({ shape }) => shapeLength(shape, shapeWidths));
  const foldingStart = cells.reduce((start, { folding }, index) => {
    const length = lengths[index] ?? 0;
    return folding.length > 0 && length <= SHAPE_LIMIT ? Math.max(start, length) : start;
  }, 0);
  const foldingWidths = new Map<string, number>();
  cells.forEach(({ folding }, at) => {
    // Lines of `fold` say little; they read well without columns of their own.
    if (run[at]?.type !== 'layer') return;
    folding.forEach(({ key, width }, index) => {
      if (index + 1 < folding.length && width <= ATTRIBUTE_LIMIT)
        foldingWidths.set(key, Math.max(foldingWidths.get(key) ?? 0, width));
    });
  });

  const result = new Map<Row, RowColumns>();
  run.forEach((row, index) => {
    const { shape, folding, rest } = cells[index] ?? { shape: [], folding: [], rest: 0 };
    const kind = kindOf(row).length;
    const name = nameOf(row).length;
    const attributes: number[] = [];
    let pending = row.type === 'budget' ? 1 : Math.max(1, nameWidth - name + 1);
    for (const { key, width } of shape) {
      attributes.push(pending);
      pending = Math.max(1, (shapeWidths.get(key) ?? 0) - width + 1);
    }
    if (shape.length > 0 || foldingStart > 0) {
      const room = foldingStart - (lengths[index] ?? 0) + (shape.length > 0 ? 2 : 3);
      const missing = shape.length > 0 ? 0 : pending - 1;
      pending = foldingStart > 0 ? Math.max(1, room + missing) : pending;
    }
    for (const { key, width } of folding) {
      attributes.push(pending);
      pending = Math.max(1, (foldingWidths.get(key) ?? 0) - width + 1);
    }
    for (let count = 0; count < rest; count++) attributes.push(1);
    result.set(row, { name: Math.max(1, kindWidth - kind + 1), attributes });
  });
  return result;
}

interface Cell {
  readonly key: string;
  readonly width: number;
}

/** The attributes before the folding, the folding, and how many follow behind it. */
function cellsOf(text: string, row: Row): { shape: Cell[]; folding: Cell[]; rest: number } {
  const shape: Cell[] = [];
  const folding: Cell[] = [];
  let key = kindOf(row);
  let index = 0;
  const { attributes } = row;
  for (; index < attributes.length; index++) {
    const attribute = attributes[index];
    if (!attribute || FOLDING.has(attribute.name.text)) break;
    key += ` ${attribute.name.text}`;
    shape.push({ key, width: widthOf(text, attribute) });
  }
  key = '';
  for (; index < attributes.length; index++) {
    const attribute = attributes[index];
    if (!attribute || !FOLDING.has(attribute.name.text)) break;
    key += ` ${attribute.name.text}`;
    folding.push({ key, width: widthOf(text, attribute) });
  }
  return { shape, folding, rest: attributes.length - index };
}

const shapeLength = (shape: readonly Cell[], widths: ReadonlyMap<string, number>): number =>
  shape.reduce(
    (length, { key, width }, index) =>
      length + (index + 1 < shape.length ? Math.max(width, widths.get(key) ?? 0) + 1 : width),
    0,
  );

/** Wider than any limit: aligns with nothing. */
const ODD = 1000;

/** The width of an attribute once it is laid out: without blanks but those behind commas. */
function widthOf(text: string, { span }: Attribute): number {
  const raw = text.slice(span.start, span.end);
  if (!/[\s,/]/.test(raw)) return raw.length;
  if (raw.includes('"') || raw.includes('/*') || raw.includes('//')) return ODD;
  return raw.replace(/\s+/g, '').replace(/,/g, ', ').length;
}

const kindOf = (row: Row): string => (row.type === 'layer' ? row.kind.text : row.type);
const nameOf = (row: Row): string =>
  row.type === 'layer' ? (row.name?.text ?? '') : row.type === 'fold' ? (row.pattern?.text ?? '') : '';

const widest = (words: readonly string[], limit: number): number =>
  words.reduce((width, { length }) => (length <= limit ? Math.max(width, length) : width), 0);
