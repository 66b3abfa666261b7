import type { Span } from '../../diagnostics/span.js';
import type { Analysis } from '../../workspace/analysis.js';
import { fix, removeStatement, setAttribute, statementOf, type Fix, type FixTable } from './fix.js';
import type { LayerStatement } from '../../language/ast.js';

/** BNN7xx: the network made to fit its parameter file. The file itself is never changed. */
export const parameterFixes: FixTable = {
  BNN701: (analysis, { span }) => withoutParameters(analysis, span),
  BNN702: (analysis, { span }) => withoutParameters(analysis, span),
  BNN705: (analysis, { span, facts }) =>
    facts.array.endsWith('.thresholds')
      ? setOn(analysis, span, { activation: 'none' }, ', as the file has no thresholds')
      : [],
  BNN708: (analysis, { span, facts }) => {
    const layer = layerAt(analysis, span);
    if (!layer || !facts.array.endsWith('.weights')) return [];
    const values = sizesOf(layer.kind.text, facts.expected, facts.found);
    return values ? setOn(analysis, span, values, ', as in the file', true) : [];
  },
  BNN709: (analysis, { span, facts }) =>
    typesWith(facts.found + 1).flatMap((type, at) =>
      setOn(analysis, span, { activation: type }, `, which takes ${facts.found} a channel`, at === 0),
    ),
  BNN711: (analysis, { span, facts }) =>
    facts.array.endsWith('.weights') && facts.fits !== undefined
      ? setOn(analysis, span, { weights: facts.fits }, ', which holds all values of the file', true)
      : [],
};

/** Takes the `params` line out. */
function withoutParameters(analysis: Analysis, span: Span): readonly Fix[] {
  const statement = statementOf(analysis, span)?.statement;
  if (statement?.type !== 'params') return [];
  return fix('Remove params: random weights until there is a file', removeStatement(analysis, statement));
}

function layerAt(analysis: Analysis, span: Span): LayerStatement | undefined {
  const statement = statementOf(analysis, span)?.statement;
  return statement?.type === 'layer' ? statement : undefined;
}

function setOn(
  analysis: Analysis,
  span: Span,
  values: Readonly<Record<string, string>>,
  why: string,
  preferred = false,
): readonly Fix[] {
  const layer = layerAt(analysis, span);
  const written = Object.entries(values);
  const edits = layer ? written.flatMap(([name, value]) => setAttribute(layer, name, value) ?? []) : [];
  if (edits.length === 0 || edits.length !== written.length) return [];
  return [{ title: `Set ${written.map(([name, value]) => `${name}=${value}`).join(' ')}${why}`, edits, preferred }];
}

/** What a layer must say for weights of the shape that was found; undefined where that is not its own to say. */
function sizesOf(
  kind: string,
  expected: readonly (readonly number[])[],
  found: readonly number[],
): Readonly<Record<string, string>> | undefined {
  const wanted = expected.find((shape) => shape.length === found.length);
  const [outputs] = found;
  if (!wanted || outputs === undefined || outputs < 1) return undefined;
  // Inputs come from the layer before, and cannot be said here.
  const same = (axis: number): boolean => wanted[axis] === found[axis];
  if (kind === 'dense') return same(1) ? { units: String(outputs) } : undefined;
  if (kind !== 'conv' || !same(found.length - 1)) return undefined;
  const window = found.slice(1, -1);
  const kernel = window.every((one) => one === window[0]) ? String(window[0]) : window.join('x');
  const windowDiffers = window.some((_, axis) => !same(axis + 1));
  return { ...(same(0) ? {} : { filters: String(outputs) }), ...(windowDiffers ? { kernel } : {}) };
}

/** Types of activations with so many levels. */
function typesWith(levels: number): readonly string[] {
  if (levels === 2) return ['bipolar', 'binary'];
  if (levels === 3) return ['ternary'];
  const bits = Math.log2(levels);
  return Number.isInteger(bits) && bits >= 2 && bits <= 8 ? [`uint${bits}`, `int${bits}`] : [];
}
