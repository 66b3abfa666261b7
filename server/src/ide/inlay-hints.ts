import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { Resources } from '../devices/primitives.js';
import { engineBand } from '../hardware/corrections.js';
import type { Engine, LayerFolding } from '../hardware/pipeline.js';
import type { LayerStatement } from '../language/ast.js';
import { joinInsertions, type TextChange } from '../language/text-change.js';
import type { Analysis } from '../workspace/analysis.js';
import { frameRate, fullCount, shortCount } from '../diagnostics/format-numbers.js';
import { costOf, foldingOf, layerLines, type LayerLine, type LineCost } from './layer-lines.js';
import { code, markup, table } from './markdown.js';
import type { MeasuredLine, MeasuredView } from './measured-view.js';
import { attributeNamed, endOfAttributes } from './syntax.js';
import { InlayHintKind } from './lsp-kinds.js';
import { textEdits } from './workspace-edit.js';

/** Which hints are wanted: the settings `bnn.inlayHints.folding`, `.cost` and `.measured`. */
export interface InlayHintOptions {
  readonly folding: boolean;
  readonly cost: boolean;
  /** Whether a cost that was measured stands in the place of the estimate; it does unless this is false. */
  readonly measured?: boolean;
}

/** What a hint is about: enough to make its tooltip when somebody looks at it. */
interface HintData {
  readonly uri: string;
  readonly start: number;
  readonly what: 'folding' | 'cost';
}

/**
 * Two hints a layer line at most: the folding that the tool chose, behind the last attribute, which a double-click
 * writes down; and what the line costs, at its end. Their tooltips are made by `resolveInlayHint`.
 */
export function inlayHints(
  analysis: Analysis,
  range: Range,
  options: InlayHintOptions,
  view?: MeasuredView,
): InlayHint[] {
  return placedHints(analysis, range, options, view).map(({ hint }) => hint);
}

/** The same with their tooltips, for a client that does not ask for them one by one. */
export function fullInlayHints(
  analysis: Analysis,
  range: Range,
  options: InlayHintOptions,
  view?: MeasuredView,
): InlayHint[] {
  return placedHints(analysis, range, options, view).map(({ hint, line }) => withTooltip(hint, line, view));
}

interface PlacedHint {
  readonly hint: InlayHint;
  readonly line: LayerLine;
}

function placedHints(
  analysis: Analysis,
  range: Range,
  options: InlayHintOptions,
  view: MeasuredView | undefined,
): PlacedHint[] {
  const from = analysis.lines.offset(range.start);
  const to = analysis.lines.offset(range.end);
  const lastOnLine = new Map<number, number>();
  const lines = layerLines(analysis, { start: from, end: to });
  for (const { statement } of lines) {
    const end = endOfAttributes(statement);
    const { line } = analysis.lines.position(end);
    lastOnLine.set(line, Math.max(lastOnLine.get(line) ?? 0, end));
  }
  return lines.flatMap((line) => {
    const end = endOfAttributes(line.statement);
    // Where several layers share a line, only the last one's cost stands at its end; the others stand behind their own attributes.
    const alone = lastOnLine.get(analysis.lines.position(end).line) === end;
    const hints = [
      ...(options.folding ? foldingHint(analysis, line, end) : []),
      ...(options.cost ? costHint(analysis, line, end, alone, options.measured === false ? undefined : view) : []),
    ];
    return hints.map((hint) => ({ hint, line }));
  });
}

function dataOf({ uri }: Analysis, { statement }: LayerLine, what: HintData['what']): HintData {
  return { uri, start: statement.span.start, what };
}

/** Where a hint comes from, as it was sent. */
export function uriOfHint(hint: InlayHint): string | undefined {
  return (hint.data as HintData | undefined)?.uri;
}

/** The hint with its tooltip: who chose the folding and how to keep it, or what makes up the cost. */
export function resolveInlayHint(analysis: Analysis, hint: InlayHint, view?: MeasuredView): InlayHint {
  const data = hint.data as HintData | undefined;
  if (!data) return hint;
  const [line] = layerLines(analysis, { start: data.start, end: data.start }).filter(
    ({ statement }) => statement.span.start === data.start,
  );
  return line ? withTooltip(hint, line, view) : hint;
}

function withTooltip(hint: InlayHint, line: LayerLine, view: MeasuredView | undefined): InlayHint {
  const data = hint.data as HintData | undefined;
  if (data?.what === 'folding') return { ...hint, tooltip: whoChose(line, hint.textEdits !== undefined) };
  const cost = costOf(line);
  return cost ? { ...hint, tooltip: breakdown(line, cost, view?.line(line, cost)) } : hint;
}

function whoChose({ design: { target } }: LayerLine, writable: boolean): ReturnType<typeof markup> {
  return markup(
    `Chosen by the tool ${target ? `for target ${code(target.name)}` : 'without a target'}.`,
    writable ? 'Double-click to write it down.' : undefined,
    `Setting ${code('bnn.inlayHints.folding')} switches this hint off.`,
  );
}

function foldingHint(analysis: Analysis, line: LayerLine, end: number): InlayHint[] {
  if (line.instance) return [];
  const parts = (['pe', 'simd'] as const).flatMap((key) => chosenPart(line, key) ?? []);
  if (parts.length === 0) return [];
  const changes = parts.flatMap(({ change }) => change ?? []);
  // What a search may still replace is not written down by a double-click.
  const writable = changes.length === parts.length && line.design.folded.provisional !== 'folding';
  return [
    {
      position: analysis.lines.position(end),
      label: `${line.design.folded.provisional === 'folding' ? '~ ' : ''}${parts.map((part) => part.label).join(' ')}`,
      kind: InlayHintKind.Parameter,
      paddingLeft: true,
      textEdits: writable ? textEdits(analysis, joinInsertions(changes)) : undefined,
      data: dataOf(analysis, line, 'folding'),
    },
  ];
}

interface ChosenPart {
  readonly label: string;
  readonly change: TextChange | undefined;
}

function chosenPart({ statement, design, layers }: LayerLine, key: 'pe' | 'simd'): ChosenPart | undefined {
  const values = new Set<number>();
  for (const layer of layers) {
    if (!design.folded.chosen[layer.index]?.[key]) return undefined;
    const value = foldingOf(design, layer)?.[key];
    if (value === undefined) return undefined;
    values.add(value);
  }
  const [first] = values;
  if (first === undefined) return undefined;
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (low !== high) return { label: `${key}=${low}..${high}`, change: undefined };
  return { label: `${key}=${low}`, change: writeDown(statement, key, low) };
}

/** Writes a chosen value into its line; a written `auto` is replaced, a written number (overruled by `fold`) is left. */
function writeDown(statement: LayerStatement, key: keyof LayerFolding, value: number): TextChange | undefined {
  const written = attributeNamed(statement, key);
  if (!written) {
    const end = endOfAttributes(statement);
    return { span: { start: end, end }, text: ` ${key}=${value}` };
  }
  if (written.value?.type !== 'word' || written.value.text !== 'auto') return undefined;
  return { span: written.value.span, text: String(value) };
}

function costHint(
  analysis: Analysis,
  line: LayerLine,
  end: number,
  alone: boolean,
  view: MeasuredView | undefined,
): InlayHint[] {
  const cost = costOf(line);
  if (!cost) return [];
  const at = analysis.lines.position(end);
  const position = alone ? analysis.lines.position(analysis.lines.lineSpan(at.line).end) : at;
  const measured = view?.line(line, cost);
  // What an edit has overtaken does not stand in the place of the estimate, but beside it.
  const label = measured
    ? measured.outdated
      ? `${costLabel(line, cost)} | ${measured.label}`
      : measured.label
    : costLabel(line, cost);
  return [{ position, label, paddingLeft: true, data: dataOf(analysis, line, 'cost') }];
}

/** `16.4k cycles, 12.2 kFPS, 4.1k LUT, 8 BRAM`; the slowest line says so; `~` where the numbers are not final. */
function costLabel(line: LayerLine, cost: LineCost): string {
  const parts = [
    `${shortCount(cost.cycles)} cycles`,
    frameRate(cost.fps),
    `${shortCount(cost.resources.lut)} LUT`,
    ...(cost.resources.bram18 > 0 ? [`${shortCount(cost.resources.bram18)} BRAM`] : []),
    ...(cost.bottleneck ? ['bottleneck'] : []),
  ];
  const copies = !line.instance && line.layers.length > 1 ? `${line.layers.length}x: ` : '';
  return `${cost.replaced || cost.provisional || cost.guessed ? '~ ' : ''}${copies}${parts.join(', ')}`;
}

function breakdown(line: LayerLine, cost: LineCost, measured: MeasuredLine | undefined): ReturnType<typeof markup> {
  const engines = cost.estimates.flatMap((estimate) => estimate.engines);
  const rows = engines
    .slice(0, MAX_ROWS)
    .map((engine) => [code(engine.name), fullCount(engine.cycles), ...engineCells(engine)]);
  const more = engines.length > MAX_ROWS ? `and ${engines.length - MAX_ROWS} more engines` : undefined;
  const share = line.design.estimate.intervalCycles;
  return markup(
    ...(measured ? [...measured.details, 'Estimated:'] : []),
    `${fullCount(cost.cycles)} of the ${fullCount(share)} cycles between two frames` +
      (cost.bottleneck ? ': this line sets the frame rate.' : '.'),
    cost.provisional ? 'The search for the best folding goes on (~).' : undefined,
    cost.replaced ? 'An illegal pe or simd on this line counts as the nearest legal one below (~).' : undefined,
    cost.guessed
      ? 'A value that is missing or cannot be read, here or above, counts as the one that was probably meant (~).'
      : undefined,
    table(['engine', 'cycles', 'LUT', 'FF', 'BRAM18', 'URAM', 'DSP'], rows),
    more,
    measured
      ? `Setting ${code('bnn.inlayHints.measured')} brings the estimate back.`
      : `Setting ${code('bnn.inlayHints.cost')} switches this hint off.`,
  );
}

const MAX_ROWS = 20;

/** The same of an engine, with the band of its LUTs. */
export function engineCells(engine: Pick<Engine, 'kind' | 'resources' | 'corrected'>): string[] {
  const { low, high } = engineBand(engine);
  const [lut = '', ...rest] = resourceCells(engine.resources);
  const mark = engine.corrected ? ', corrected' : '';
  return [`${lut} (${shortCount(low)} to ${shortCount(high)}${mark})`, ...rest];
}

/** LUT, FF, BRAM18, URAM, DSP in full. */
function resourceCells(resources: Resources): string[] {
  return [resources.lut, resources.ff, resources.bram18, resources.uram, resources.dsp].map(fullCount);
}
