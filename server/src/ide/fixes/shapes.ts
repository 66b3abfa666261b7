import type { Span } from '../../diagnostics/span.js';
import type { Attribute, Expression, LayerStatement } from '../../language/ast.js';
import type { Analysis } from '../../workspace/analysis.js';
import { setValue } from './attributes.js';
import { shapeAfter, thatMend, type Candidate } from './attempt.js';
import { attributeAt, fix, setAttribute, statementOf, type FixTable } from './fix.js';
import { NARROWER_WEIGHTS, mapsAlike, poolBefore, shapeOfInput, sameTypes } from './branches.js';

/** BNN3xx: shapes and types. What follows from shapes further down is found out by trying it. */
export const shapeFixes: FixTable = {
  BNN301: (analysis, { code, span, facts }) => {
    const layer = layerAt(analysis, span);
    if (!layer?.name) return [];
    const name = layer.name.text;
    const smaller = fitting(attributeAt(layer, span, facts.attribute)?.value, facts.most);
    return thatMend(analysis, code, [
      ...set(layer, { [facts.attribute]: smaller }, name, true),
      ...set(layer, { pad: 'same' }, name),
    ]);
  },
  BNN302: (analysis, { span, facts }) =>
    facts.legal.flatMap((value) => setValue(analysis, span, 'groups', String(value))),
  BNN303: (analysis, { span }) => {
    const placed = statementOf(analysis, span);
    if (!placed) return [];
    return ['-1', '1'].flatMap((value) =>
      fix(`Add pad_value=${value}`, setAttribute(placed.statement, 'pad_value', value), { preferred: value === '-1' }),
    );
  },
  BNN304: (analysis, { span, facts }) => {
    const values = facts.bipolar ? [-1, 1] : [facts.value < facts.lo ? facts.lo : facts.hi];
    return values.flatMap((value, at) => setValue(analysis, span, 'pad_value', String(value), at === 0));
  },
  BNN305: (analysis, { code, facts }) => thatMend(analysis, code, mapsAlike(analysis, facts.shapes, true)),
  BNN306: (analysis, { code, facts }) => thatMend(analysis, code, mapsAlike(analysis, facts.shapes, false)),
  BNN307: (analysis, { code, facts }) => thatMend(analysis, code, sameTypes(analysis, facts.types)),
  BNN308: (analysis, { span, facts }) =>
    [facts.widest, 'none'].flatMap((type, at) => setValue(analysis, span, facts.attribute, type, at === 0)),
  BNN309: (analysis, { code, span }) => {
    const layer = layerAt(analysis, span);
    if (!layer) return [];
    const candidates = NARROWER_WEIGHTS.flatMap((weights) => set(layer, { weights }, undefined));
    return thatMend(analysis, code, candidates, 1);
  },
  BNN310: (analysis, { span, facts }) => setValue(analysis, span, 'top', String(facts.classes), true),
  BNN311: (analysis, { code, span }) => {
    const layer = layerAt(analysis, span);
    if (!layer?.name) return [];
    const name = layer.name.text;
    const pads = numbersIn(layer.attributes.find((one) => one.name.text === 'pad')?.value);
    const candidates: Candidate[] = [];
    for (let pad = Math.min(64, Math.max(1, ...pads) - 1); pad >= 0; pad--)
      candidates.push(...set(layer, { pad: String(pad) }, name, true));
    return thatMend(analysis, code, candidates, 1);
  },
  BNN312: (analysis, { code, span, facts }) => {
    const layer = layerAt(analysis, span);
    const [first, second] = numbersIn(layer && attributeAt(layer, span, facts.attribute)?.value);
    if (!layer?.name || first === undefined) return [];
    const value = facts.axes === 1 || first === second ? String(first) : `${first}x${second ?? first}`;
    return thatMend(analysis, code, set(layer, { [facts.attribute]: value }, layer.name.text, true));
  },
  BNN313: (analysis, { code, facts }) => thatMend(analysis, code, shapeOfInput(analysis, facts.name)),
  BNN314: (analysis, { code, span }) => {
    const layer = layerAt(analysis, span);
    return layer ? thatMend(analysis, code, poolBefore(analysis, layer)) : [];
  },
  BNN315: (analysis, { code, span }) => {
    const layer = layerAt(analysis, span);
    const pads = numbersIn(layer?.attributes.find((one) => one.name.text === 'pad')?.value);
    const [first = 0, second = 0] = pads;
    if (!layer?.name || pads.length === 0) return [];
    const alike = pads.every((pad) => pad === first);
    const values = [
      ...(alike ? [String(first)] : []),
      // Two numbers of a map mean its rows and its columns; four of a signal hold its own two last.
      ...(pads.length === 2 && !alike ? [`[${first}, ${first}, ${second}, ${second}]`] : []),
      ...(pads.length > 2 ? [`[${pads.slice(-2).join(', ')}]`] : []),
      'same',
    ];
    const name = layer.name.text;
    return thatMend(
      analysis,
      code,
      values.flatMap((pad, at) => set(layer, { pad }, name, at === 0)),
    );
  },
  BNN317: (analysis, { code, span, facts }) => {
    const axes = facts.shape.split('x');
    if (axes.length !== 4 || axes[0] !== '1') return [];
    const shape = axes.slice(1).join('x');
    const title = `Set shape=${shape}: a frame is one image, without the batch`;
    const edits = setValue(analysis, span, 'shape', shape).flatMap((one) => one.edits);
    return thatMend(analysis, code, [{ title, edits, preferred: true }]);
  },
  BNN318: (analysis, { code, span }) => {
    const layer = layerAt(analysis, span);
    return layer ? thatMend(analysis, code, set(layer, { parameters: 'fixed' }, undefined, true)) : [];
  },
};

/** The layer statement that a diagnostic stands in. */
function layerAt(analysis: Analysis, span: Span): LayerStatement | undefined {
  const statement = statementOf(analysis, span)?.statement;
  return statement?.type === 'layer' ? statement : undefined;
}

/** Attributes of a layer, set; the title says what shape comes of it. */
function set(
  layer: LayerStatement,
  values: Readonly<Record<string, string>>,
  shown: string | undefined,
  preferred = false,
): Candidate[] {
  const written = Object.entries(values);
  const edits = written.flatMap(([name, value]) => setAttribute(layer, name, value) ?? []);
  if (edits.length !== written.length) return [];
  const title = `Set ${written.map(([name, value]) => `${name}=${value}`).join(' ')}`;
  return [{ title: (after) => title + (shown === undefined ? '' : shapeAfter(after, shown)), edits, preferred }];
}

/** A window as written, cut to what fits on each axis: `5` on a 4x8 map is `4x5`. */
function fitting(written: Expression | undefined, most: string): string {
  const limits = most.split('x').map(Number);
  const numbers = numbersIn(written);
  const cut = limits.map((limit, axis) => Math.min(limit, numbers[axis] ?? numbers[0] ?? limit));
  return cut.every((one) => one === cut[0]) ? String(cut[0]) : cut.join('x');
}

/** The numbers of a value that is written with digits alone. */
function numbersIn(value: Attribute['value']): readonly number[] {
  if (value?.type === 'number') return [Number(value.text)];
  if (value?.type !== 'dims' && value?.type !== 'list') return [];
  return value.items.flatMap((item) => (item.type === 'number' ? [Number(item.text)] : []));
}
