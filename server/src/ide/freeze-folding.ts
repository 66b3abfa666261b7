import type { Attribute, LayerStatement, TargetStatement } from '../language/ast.js';
import type { TextChange } from '../language/text-change.js';
import type { FoldingResult } from '../folding/folder.js';
import type { LayerFolding } from '../hardware/pipeline.js';
import type { Layer, Network, Target } from '../network/graph.js';
import { matchingLayers, wishesOf } from '../network/wishes.js';
import type { Analysis } from '../workspace/analysis.js';
import { lineBreak } from './lines.js';
import { endOfAttributes } from './syntax.js';

/** The edits that write a folding down, and the layers that this text has no place for. */
export interface Frozen {
  readonly changes: readonly TextChange[];
  readonly unwritten: readonly string[];
}

/**
 * Writes what the tool chose into the text: on a layer's own line, or as a `fold` line at the end of the target where the
 * layer stands in a block, a repeat or another file, or where the target's `fold` lines already speak of it. Memory and
 * multiplier styles are written where they are not `auto`. What the author wrote stays, comments and layout with it.
 */
export function freezeFolding(
  { uri, text }: Pick<Analysis, 'uri' | 'text'>,
  network: Network,
  target: Target | undefined,
  { folding, chosen }: Pick<FoldingResult, 'folding' | 'chosen'>,
): Frozen {
  const wishes = wishesOf(network, target);
  const spoken = spokenOf(network, target);
  const place = target?.uri === uri ? target.statement : undefined;
  const changes: TextChange[] = [];
  const lines: string[] = [];
  const unwritten: string[] = [];
  for (const layer of network.layers) {
    const how = folding[layer.index];
    const open = chosen[layer.index];
    const wish = wishes[layer.index];
    if (!how || !open) continue;
    const values = valuesOf(how, open, wish?.mem === undefined, wish?.impl === undefined);
    if (values.length === 0) continue;
    if (isOwnLine(layer, uri) && !spoken.has(layer.index)) changes.push(...onLine(layer.statement, values));
    else if (place) lines.push(`fold ${layer.name} ${values.map(([name, value]) => `${name}=${value}`).join(' ')}`);
    else unwritten.push(layer.name);
  }
  if (place && lines.length > 0) {
    const change = atEndOf(place, lines, text);
    if (change) changes.push(change);
  }
  return { changes: changes.sort((a, b) => a.span.start - b.span.start), unwritten };
}

type Value = readonly [name: string, value: string];

function valuesOf(
  { pe, simd, mem, impl }: LayerFolding,
  open: { readonly pe: boolean; readonly simd: boolean },
  memOpen: boolean,
  implOpen: boolean,
): readonly Value[] {
  const values: Value[] = [];
  if (open.pe && pe !== undefined) values.push(['pe', String(pe)]);
  if (open.simd && simd !== undefined) values.push(['simd', String(simd)]);
  if (memOpen && mem !== 'auto') values.push(['mem', mem]);
  if (implOpen && impl !== 'auto') values.push(['impl', impl]);
  return values;
}

/** Layers of which the target's `fold` lines say anything that would overrule the layer's own line. */
function spokenOf(network: Network, target: Target | undefined): ReadonlySet<number> {
  const byName = new Map(network.layers.map(({ name, index }) => [name, index]));
  const spoken = new Set<number>();
  for (const { pattern, wishes, reset } of target?.folds ?? []) {
    const folds = reset.some((name) => name !== 'fifo') || wishes.pe || wishes.simd || wishes.mem || wishes.impl;
    if (folds) for (const index of matchingLayers(network, byName, pattern)) spoken.add(index);
  }
  return spoken;
}

/** Whether a layer is one statement of this text and no other layer is made of it. */
function isOwnLine({ name, statement, instances, uri: of }: Layer, uri: string): boolean {
  return of === uri && instances.length === 0 && statement.name?.text === name;
}

/** Replaces what an attribute says, or adds it behind the others. */
function onLine(statement: LayerStatement, values: readonly Value[]): readonly TextChange[] {
  const written = (name: string): Attribute | undefined =>
    statement.attributes.findLast((attribute) => attribute.name.text === name);
  const changes: TextChange[] = [];
  let added = '';
  for (const [name, value] of values) {
    const span = written(name)?.value?.span;
    if (span) changes.push({ span, text: value });
    else added += ` ${name}=${value}`;
  }
  const end = endOfAttributes(statement);
  if (added) changes.push({ span: { start: end, end }, text: added });
  return changes;
}

/** Lines before the brace that ends a target, indented as what stands there. */
function atEndOf(
  { braces, items, attributes, span }: TargetStatement,
  lines: readonly string[],
  text: string,
): TextChange | undefined {
  if (!braces) return undefined;
  const newline = lineBreak({ text });
  const closing = braces.end - 1;
  const lineStart = text.lastIndexOf('\n', closing - 1) + 1;
  const outer = indentAt(text, span.start);
  const inside = [...attributes, ...items]
    .map((each) => each.span.start)
    .find((start) => text.lastIndexOf('\n', start) > span.start);
  const indent = inside === undefined ? `${outer}  ` : indentAt(text, inside);
  const body = lines.map((line) => `${indent}${line}${newline}`).join('');
  if (text.slice(lineStart, closing).trim() === '') {
    return { span: { start: lineStart, end: lineStart }, text: body };
  }
  const start = text.slice(0, closing).trimEnd().length;
  return { span: { start, end: closing }, text: `${newline}${body}${outer}` };
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
