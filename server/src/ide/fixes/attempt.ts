import type { DiagnosticCode } from '../../diagnostics/catalogue/index.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { applyChanges, type TextChange } from '../../language/text-change.js';
import { parse } from '../../language/parser.js';
import type { Layer, Program } from '../../network/graph.js';
import { resolve } from '../../network/resolve.js';
import { showShape } from '../../network/shapes.js';
import type { Analysis } from '../../workspace/analysis.js';
import type { Fix } from './fix.js';

/** A fix that may be right: only trying it tells. */
export interface Candidate extends Omit<Fix, 'title'> {
  readonly title: string | ((after: Attempt) => string);
}

/** What a text would say with some edits made: its syntax, names, shapes and types, not its folding. */
export interface Attempt {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The candidates that mend a code and break nothing: with the edits made there are fewer diagnostics of the code, and
 * not more errors of any other. At most `most` of them, as each is read and resolved anew.
 */
export function thatMend(
  analysis: Analysis,
  code: DiagnosticCode,
  candidates: Iterable<Candidate>,
  most = 3,
): readonly Fix[] {
  const before = counts(baseline(analysis).diagnostics);
  const found: Fix[] = [];
  for (const candidate of candidates) {
    if (found.length === most) break;
    if (found.some((one) => isSameEdit(one.edits, candidate.edits))) continue;
    const after = attempt(analysis, candidate.edits);
    const now = counts(after.diagnostics);
    const mends = (now.get(code) ?? 0) < (before.get(code) ?? 0);
    const breaks = [...now].some(([other, count]) => count > (before.get(other) ?? 0));
    if (!mends || breaks) continue;
    const { title } = candidate;
    found.push({ ...candidate, title: typeof title === 'string' ? title : title(after) });
  }
  return found;
}

/** The text with edits made, read and resolved as far as names, shapes and types go. */
export function attempt(analysis: Analysis, edits: readonly TextChange[]): Attempt {
  const text = applyChanges(analysis.text, edits);
  const { file, diagnostics } = parse(text, analysis.uri);
  const program = resolve(analysis.uri, (uri) => (uri === analysis.uri ? file : analysis.imports.get(uri)));
  return { program, diagnostics: [...diagnostics, ...program.diagnostics] };
}

/** What the layer of a name gives after an attempt: ` (c gives 4x4x8)`; nothing where that is not known. */
export function shapeAfter({ program }: Attempt, name: string): string {
  const output = layerNamed(program, name)?.output;
  return output ? ` (${name} gives ${showShape(output.shape)})` : '';
}

/** The first layer of a program with the name, as written or as expanded. */
export function layerNamed({ networks }: Program, name: string): Layer | undefined {
  for (const { layers } of networks) {
    const found = layers.find((layer) => layer.name === name || layer.statement.name?.text === name);
    if (found) return found;
  }
  return undefined;
}

const baselines = new WeakMap<Analysis, Attempt>();

function baseline(analysis: Analysis): Attempt {
  let known = baselines.get(analysis);
  if (!known) {
    known = attempt(analysis, []);
    baselines.set(analysis, known);
  }
  return known;
}

function counts(diagnostics: readonly Diagnostic[]): ReadonlyMap<DiagnosticCode, number> {
  const found = new Map<DiagnosticCode, number>();
  for (const { code, severity } of diagnostics) if (severity === 'error') found.set(code, (found.get(code) ?? 0) + 1);
  return found;
}

function isSameEdit(a: readonly TextChange[], b: readonly TextChange[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
