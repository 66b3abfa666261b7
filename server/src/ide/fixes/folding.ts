import type { LegalValue } from '../../diagnostics/catalogue/folding.js';
import { frameRate, fullCount, shortCount } from '../../diagnostics/format-numbers.js';
import type { Span } from '../../diagnostics/span.js';
import type { Analysis } from '../../workspace/analysis.js';
import { setValue } from './attributes.js';
import { attributeAt, fix, replace, setAttribute, statementOf, type Fix, type FixTable } from './fix.js';
import { narrowerWords, sameLanes } from './words.js';

/** BNN4xx: folding. The numbers in the titles were computed by the rule, of the whole network with that value. */
export const foldingFixes: FixTable = {
  BNN401: (analysis, { span, facts }) => legalValues(analysis, span, facts),
  BNN402: (analysis, { span, facts }) => [
    ...legalValues(analysis, span, facts),
    ...alignInstead(analysis, span, facts),
  ],
  BNN403: (analysis, { span, facts }) => legalValues(analysis, span, facts),
  BNN404: (analysis, { span, facts }) => narrowerWords(analysis, span, facts.layer),
  BNN405: (analysis, { facts }) => sameLanes(analysis, facts),
  BNN406: (analysis, { span, facts }) => [
    ...setKeys(analysis, span, { pe: facts.channels }, '', true),
    ...setKeys(analysis, span, { simd: 1 }, ''),
  ],
  BNN407: (analysis, { span, facts }) =>
    setKeys(
      analysis,
      span,
      { pe: facts.pe, simd: facts.simd },
      ` (saves ${shortCount(facts.lutSaved)} LUT, same frame rate)`,
      true,
    ),
  BNN408: (analysis, { span, facts }) => setValue(analysis, span, 'fifo', String(facts.least), true),
  BNN409: (analysis, { span }) =>
    ['bram', 'lutram'].flatMap((style, at) => setValue(analysis, span, 'mem', style, at === 0)),
  BNN410: (analysis, { span, facts }) => [
    ...setDepth(analysis, span, facts.slot, String(facts.needed), ' (keeps the frame rate)', true),
    ...setDepth(analysis, span, facts.slot, 'auto', ': the tool chooses'),
  ],
  BNN411: (analysis, { span, facts }) => [
    ...setDepth(analysis, span, facts.slot, String(facts.most), ' (the largest that the tools make)', true),
    ...setDepth(analysis, span, facts.slot, 'auto', ': the tool chooses'),
  ],
  BNN412: (analysis, { span, facts }) =>
    setDepth(analysis, span, facts.slot, String(facts.rounded), ' (the same block RAM)', true),
};

/** The nearest legal values below and above. The one below is what counts already, so it changes no number. */
function legalValues(
  analysis: Analysis,
  span: Span,
  facts: {
    readonly attribute: 'pe' | 'simd';
    readonly below: LegalValue | undefined;
    readonly above: LegalValue | undefined;
  },
): readonly Fix[] {
  const { attribute, below, above } = facts;
  return [below, above].flatMap((legal) => {
    if (!legal) return [];
    const consequence = ` (${frameRate(legal.fps)}, ${shortCount(legal.lut)} LUT)`;
    const preferred = legal === (below ?? above);
    return setValue(analysis, span, attribute, String(legal.value), preferred).map((one) => ({
      ...one,
      title: one.title + consequence,
      safe: preferred,
    }));
  });
}

/** The depth of one stream: an entry of the list where there is one, else what stands for all. */
function setDepth(
  analysis: Analysis,
  span: Span,
  slot: number,
  depth: string,
  consequence: string,
  preferred = false,
): readonly Fix[] {
  const statement = statementOf(analysis, span)?.statement;
  const value = statement && attributeAt(statement, span, 'fifo')?.value;
  if (!value) return [];
  const place = value.type === 'list' ? (value.items[slot] ?? value) : value;
  return fix(`Set fifo=${depth}${consequence}`, replace(place.span, depth), { preferred });
}

/** Pads the inputs of a dense layer, so that the simd that was asked for divides them. */
function alignInstead(
  analysis: Analysis,
  span: Span,
  { kind, value, whole }: { readonly kind: string; readonly value: number; readonly whole: number },
): readonly Fix[] {
  const placed = statementOf(analysis, span);
  const own = placed?.statement.type === 'layer' && attributeAt(placed.statement, span, 'simd') !== undefined;
  if (kind !== 'dense' || !own || value < 2 || value > whole) return [];
  const padded = Math.ceil(whole / value) * value;
  const title = `Add align=${value} (${fullCount(whole)} inputs fold as ${fullCount(padded)})`;
  return fix(title, setAttribute(placed.statement, 'align', String(value)));
}

function setKeys(
  analysis: Analysis,
  span: Span,
  keys: Readonly<Record<string, number | string | undefined>>,
  consequence: string,
  preferred = false,
): readonly Fix[] {
  const statement = statementOf(analysis, span)?.statement;
  if (!statement) return [];
  const given = Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as const],
  );
  const edits = given.flatMap(([key, value]) => setAttribute(statement, key, value) ?? []);
  if (edits.length === 0 || edits.length < given.length) return [];
  return [{ title: `Set ${given.map(([key, value]) => `${key}=${value}`).join(' ')}${consequence}`, edits, preferred }];
}
