import { absorbedKinds, plainKind } from '../../language/table.js';
import type { LayerStatement } from '../../language/ast.js';
import type { Span } from '../../diagnostics/span.js';
import type { Analysis } from '../../workspace/analysis.js';
import { attributeNamed, type Placed } from '../syntax.js';
import { layerNamed, shapeAfter, thatMend, type Candidate } from './attempt.js';
import { fix, insert, removeAttribute, removeStatement, setAttribute, statementOf, type FixTable } from './fix.js';
import { atTop, bodyAround, freeName, moved } from './placing.js';

const INPUT = 'type=int8 shape=32x32x3';

/** BNN20x and BNN22x: what stands where, and who reads whom. */
export const wiringFixes: FixTable = {
  BNN202: (analysis, { code, span, facts }) => {
    const reader = layerAt(analysis, span);
    if (!reader) return [];
    if (facts.itself) return thatMend(analysis, code, [aboveInstead(analysis, reader)].flat());
    const later = bodyAround(reader.placed)?.statements.find(
      (statement) => statement.type === 'layer' && statement.name?.text === facts.name,
    );
    if (later?.type !== 'layer' || later.documentation !== undefined) return [];
    // Without `from` the layer would read another one there; thatMend leaves it out where that is an error.
    const reads = attributeNamed(later, 'from') ? '' : ', where it reads the layer above';
    const title = `Move ${facts.name} up${reads}`;
    return thatMend(analysis, code, [{ title, edits: moved(analysis, later, reader.layer.span.start) }]);
  },
  BNN206: (analysis, { code, span, facts }) => {
    const layer = layerAt(analysis, span)?.layer;
    if (!layer) return [];
    const kind = plainKind(facts.kind);
    const best = { title: 'Change to argmax', edits: [{ span: layer.kind.span, text: 'argmax' }] };
    const left = { title: `Remove ${facts.kind}`, edits: [removeStatement(analysis, layer)] };
    const candidates = kind.endsWith('softmax') ? [best, left] : absorbedKinds.has(kind) ? [left] : [];
    return thatMend(analysis, code, candidates);
  },
  BNN219: (analysis, { code, span }) => {
    const statement = statementOf(analysis, span)?.statement;
    if (statement?.type !== 'network') return [];
    return thatMend(analysis, code, inputOnTop(analysis, statement.body));
  },
  BNN220: (analysis, { code, span, facts }) => {
    const placed = statementOf(analysis, span);
    const body = placed && bodyAround(placed);
    const [top] = body?.statements ?? [];
    if (!placed || !top) return [];
    const { statement } = placed;
    if (facts.problem === 'late') {
      const title = 'Move defaults to the top, where it holds for all layers';
      return thatMend(analysis, code, [{ title, edits: moved(analysis, statement, top.span.start), preferred: true }]);
    }
    const first = body?.statements.find(({ type }) => type === statement.type);
    const removed = removeStatement(analysis, statement);
    if (statement.type !== 'defaults' || first?.type !== 'defaults')
      return thatMend(analysis, code, [{ title: `Remove the second ${facts.statement}`, edits: [removed] }]);
    const known = new Set(first.attributes.map(({ name }) => name.text));
    const added = statement.attributes.filter(({ name }) => !known.has(name.text));
    const text = added.map((one) => ` ${analysis.text.slice(one.span.start, one.span.end)}`).join('');
    const end = first.attributes.at(-1)?.span.end ?? first.span.start + 'defaults'.length;
    const title = text === '' ? 'Remove the second defaults' : `Put${text} into the first defaults`;
    const edits = text === '' ? [removed] : [insert(end, text), removed];
    return thatMend(analysis, code, [{ title, edits, preferred: true }]);
  },
  BNN221: (analysis, { code, span }) => {
    const reader = layerAt(analysis, span);
    const body = reader && bodyAround(reader.placed);
    if (!body) return [];
    const input = body.statements.find((one) => one.type === 'layer' && one.kind.text === 'input');
    const up: Candidate[] =
      input?.type === 'layer' && input.documentation === undefined
        ? [
            {
              title: `Move ${input.name?.text ?? 'input'} to the top`,
              edits: moved(analysis, input, reader.layer.span.start),
            },
          ]
        : [];
    return thatMend(analysis, code, [...up, ...(input ? [] : inputOnTop(analysis, body))]);
  },
  BNN222: (analysis, { code, span, facts }) => {
    const reader = layerAt(analysis, span);
    const from = reader && attributeNamed(reader.layer, 'from')?.value;
    if (!reader || !from) return [];
    const words = (from.type === 'list' ? from.items : [from]).flatMap((one) =>
      one.type === 'word' ? [one.text] : [],
    );
    const joins = facts.kind === 'add' || facts.kind === 'concat';
    const above = nameAbove(reader);
    const values = joins
      ? words.length === 1 && above !== undefined && above !== words[0]
        ? [`[${words[0] ?? ''}, ${above}]`]
        : []
      : words;
    return thatMend(
      analysis,
      code,
      values.flatMap((value) => reading(reader.layer, value)),
    );
  },
  BNN223: (analysis, { code, span, facts }) => {
    const reader = layerAt(analysis, span);
    const read = layerNamed(analysis.program, facts.name);
    const network = read && analysis.program.networks.find(({ layers }) => layers[read.index] === read);
    const source = network?.layers[read?.inputs[0] ?? -1];
    return reader && source ? thatMend(analysis, code, reading(reader.layer, source.name)) : [];
  },
  BNN225: (analysis, { code, span }) => {
    const reader = layerAt(analysis, span);
    return reader ? thatMend(analysis, code, aboveInstead(analysis, reader)) : [];
  },
};

interface Reader {
  readonly placed: Placed;
  readonly layer: LayerStatement;
}

function layerAt(analysis: Analysis, span: Span): Reader | undefined {
  const placed = statementOf(analysis, span);
  return placed?.statement.type === 'layer' ? { placed, layer: placed.statement } : undefined;
}

/** The layer that stands right above in the same body. */
function nameAbove({ placed, layer }: Reader): string | undefined {
  const layers = (bodyAround(placed)?.statements ?? []).filter((one) => one.type === 'layer');
  return layers[layers.findIndex((one) => one.span.start === layer.span.start) - 1]?.name?.text;
}

function aboveInstead(analysis: Analysis, reader: Reader): Candidate[] {
  const from = attributeNamed(reader.layer, 'from');
  const above = nameAbove(reader);
  if (!from || above === undefined) return [];
  return [{ title: `Read ${above}, the layer above`, edits: [removeAttribute(analysis, from)] }];
}

function reading(layer: LayerStatement, from: string): Candidate[] {
  const name = layer.name?.text ?? '';
  return fix(`Read ${from}`, setAttribute(layer, 'from', from)).map(({ title, edits }) => ({
    title: (after) => title + shapeAfter(after, name),
    edits,
  }));
}

function inputOnTop(analysis: Analysis, body: Parameters<typeof atTop>[1]): Candidate[] {
  const line = `input ${freeName(analysis, 'image')} ${INPUT}`;
  const edit = atTop(analysis, body, line);
  return edit ? [{ title: `Add ${line}`, edits: [edit] }] : [];
}
