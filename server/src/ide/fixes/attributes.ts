import type { Expression } from '../../language/ast.js';
import type { Analysis } from '../../workspace/analysis.js';
import { thatMend } from './attempt.js';
import {
  attributeAt,
  didYouMean,
  fix,
  insert,
  removeAttribute,
  removeStatement,
  replace,
  statementOf,
  type Fix,
  type FixTable,
} from './fix.js';
import { breakBefore } from '../lines.js';
import { bodyOf, endOfAttributes, type Placed } from '../syntax.js';
import { layersRead } from './placing.js';
import type { Span } from '../../diagnostics/span.js';

/** BNN23x and BNN24x: attributes and their values. */
export const attributeFixes: FixTable = {
  BNN230: (analysis, { span, facts }) => {
    const placed = statementOf(analysis, span);
    // Names of layers are no matter of an example.
    if (!placed || !facts.example.startsWith('from=')) return addText(analysis, span, facts.example);
    const read = layersRead(placed);
    return read === undefined ? [] : addText(analysis, span, `from=${read}`);
  },
  BNN231: (analysis, { span, facts }) => [
    ...addText(analysis, span, facts.example),
    ...addToDefaults(analysis, span, facts.example),
  ],
  BNN232: (analysis, { span, facts }) => [
    ...didYouMean(nameSpan(analysis, span, facts.attribute), facts.suggestion),
    ...(facts.suggestion === undefined ? removal(analysis, span, facts.attribute) : []),
  ],
  BNN233: (analysis, { span, facts }) =>
    removal(analysis, span, facts.attribute).map((one) => ({ ...one, preferred: true, safe: true })),
  BNN234: (analysis, { code, span }) => {
    const text = analysis.text.slice(span.start, span.end);
    const bare = /"([^"]+)"/.exec(text)?.[1];
    if (bare === undefined) return [];
    const edits = [replace(span, text.replace(`"${bare}"`, bare))];
    return thatMend(analysis, code, [{ title: `Write ${bare} without quotes`, edits, preferred: true }]);
  },
  BNN235: (analysis, { span, facts }) =>
    [facts.below, facts.above].flatMap((value) =>
      value === undefined ? [] : setValue(analysis, span, facts.attribute, String(value)),
    ),
  BNN236: (analysis, { span, facts }) => {
    const nearest = Number(facts.value) < facts.least ? facts.least : facts.most;
    return setValue(analysis, span, facts.attribute, String(nearest), true);
  },
  BNN237: (analysis, { span, facts }) => {
    const number = plainNumber(analysis, span, facts.attribute);
    const unit = /[A-Za-z%]+$/.exec(facts.example)?.[0];
    const likely = number !== undefined && unit !== undefined ? `${number}${unit}` : undefined;
    return [
      ...(likely === undefined ? [] : setValue(analysis, span, facts.attribute, likely, true)),
      ...(likely === facts.example
        ? []
        : setValue(analysis, span, facts.attribute, facts.example, likely === undefined)),
    ];
  },
  BNN238: (analysis, { span, facts }) => {
    // `int2..int16` stands for many words.
    const isChoice = (word: string): boolean =>
      !word.includes('..') && !(facts.attribute === 'mem' && word === 'uram' && !hasUltraRam(analysis));
    const meant = facts.suggestion !== undefined && isChoice(facts.suggestion) ? facts.suggestion : undefined;
    const choices = meant === undefined ? facts.words.filter(isChoice).slice(0, 5) : [meant];
    return choices.flatMap((word) => setValue(analysis, span, facts.attribute, word, word === facts.suggestion));
  },
  BNN241: (analysis, { code, span }) => {
    const text = analysis.text.slice(span.start, span.end);
    const unit = /\d(\s*[A-Za-z%]+)/.exec(text)?.[1];
    const bare = /(?<![\w.])\d[\d_.]*(?![\w.%])/.exec(text);
    if (unit === undefined || !bare) return [];
    const at = span.start + bare.index + bare[0].length;
    return thatMend(analysis, code, [{ title: `Write ${bare[0]}${unit}`, edits: [insert(at, unit)] }]);
  },
  BNN242: (analysis, { code, span, facts }) => {
    const placed = statementOf(analysis, span);
    const list = placed && attributeAt(placed.statement, span, facts.attribute)?.value;
    if (list?.type !== 'list') return [];
    const written = list.items.map((item) => analysis.text.slice(item.span.start, item.span.end));
    // A depth of 1 stops a stream.
    const usable = written.map((depth) => (depth === '1' || depth === '0' ? 'auto' : depth));
    const entries = Array.from({ length: facts.wanted }, (_, at) => usable[at] ?? 'auto');
    const value = entries.length === 1 ? (entries[0] ?? 'auto') : `[${entries.join(', ')}]`;
    const edits = [replace(list.span, value)];
    return thatMend(analysis, code, [{ title: `Set ${facts.attribute}=${value}`, edits, preferred: true }]);
  },
  BNN243: (analysis, { span, facts }) =>
    removal(analysis, span, facts.attribute).map((one) => ({ ...one, preferred: true, safe: true })),
  BNN244: (analysis, { span, facts }) => setValue(analysis, span, facts.attribute, facts.example, true),
  BNN245: (analysis, { span }) => {
    const statement = statementOf(analysis, span)?.statement;
    if (statement?.type !== 'fold') return [];
    return fix('Remove the fold line', removeStatement(analysis, statement), { preferred: true });
  },
  BNN246: (analysis, { span }) =>
    removal(analysis, span, 'parameters').map((one) => ({ ...one, preferred: true, safe: true })),
};

/** Whether a device of the text may have UltraRAM: one at least has, or none is known. */
function hasUltraRam({ designs }: Analysis): boolean {
  const devices = designs.flatMap(({ device }) => device ?? []);
  return devices.length === 0 || devices.some(({ available }) => available.uram > 0);
}

/** Adds attributes, as they are written, to a layer. */
function addText(analysis: Analysis, span: Span, attributes: string): readonly Fix[] {
  const statement = statementOf(analysis, span)?.statement;
  if (statement?.type !== 'layer') return [];
  return fix(`Add ${attributes}`, insert(endOfAttributes(statement), ` ${attributes}`), { preferred: true });
}

/** Says types once for all layers of the network or block. */
function addToDefaults(analysis: Analysis, span: Span, attributes: string): readonly Fix[] {
  const placed = statementOf(analysis, span);
  const body = placed && bodyWithDefaults(placed);
  if (!body) return [];
  const title = `Add ${attributes} to the defaults`;
  const defaults = body.statements.find((statement) => statement.type === 'defaults');
  if (defaults) {
    const end = defaults.attributes.at(-1)?.span.end ?? defaults.span.start + 'defaults'.length;
    return fix(title, insert(end, ` ${attributes}`));
  }
  const first = body.statements[0];
  if (!first) return [];
  return fix(title, insert(first.span.start, `defaults ${attributes}${breakBefore(analysis, first.span.start)}`));
}

/** The body of the network or block around a statement; a repeat has no defaults of its own. */
function bodyWithDefaults({ parents }: Placed): ReturnType<typeof bodyOf> {
  const around = parents.findLast((statement) => statement.type === 'network' || statement.type === 'block');
  return around && bodyOf(around);
}

function removal(analysis: Analysis, span: Span, name: string): readonly Fix[] {
  const placed = statementOf(analysis, span);
  const attribute = placed && attributeAt(placed.statement, span, name);
  return attribute ? fix(`Remove ${name}`, removeAttribute(analysis, attribute)) : [];
}

export function setValue(
  analysis: Analysis,
  span: Span,
  name: string,
  value: string,
  preferred = false,
): readonly Fix[] {
  const placed = statementOf(analysis, span);
  const attribute = placed && attributeAt(placed.statement, span, name);
  if (!attribute) return [];
  // Where only one entry of a list is wrong, only that one is changed.
  const inside = attribute.value && span.start >= attribute.value.span.start && span.end <= attribute.value.span.end;
  const edit = inside ? replace(span, value) : replace(attribute.span, `${name}=${value}`);
  return fix(`Set ${name}=${value}`, edit, { preferred });
}

function nameSpan(analysis: Analysis, span: Span, name: string): Span {
  const placed = statementOf(analysis, span);
  return (placed && attributeAt(placed.statement, span, name))?.name.span ?? span;
}

/** The digits of a value that is a number without a unit, or with a blank before it. */
function plainNumber(analysis: Analysis, span: Span, name: string): string | undefined {
  const placed = statementOf(analysis, span);
  const value: Expression | undefined = (placed && attributeAt(placed.statement, span, name))?.value;
  return value?.type === 'number' ? value.text : undefined;
}
