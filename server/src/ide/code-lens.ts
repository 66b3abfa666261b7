import type { CodeLens, Command } from 'vscode-languageserver-types';
import { RESOURCE_NAMES, RESOURCE_TITLES } from '../devices/primitives.js';
import { isCorrected, totalBand, type Estimate } from '../estimate/estimate.js';
import type { Span } from '../diagnostics/span.js';
import { shownLatency } from '../estimate/shown-latency.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import type { MeasuredView } from './measured-view.js';
import { changeSince } from './change-since.js';
import { duration, frameRate, percent, shortCount } from '../diagnostics/format-numbers.js';

/** Commands that the client registers; lenses name no others. Arguments: the text's URI, the network, the target. */
export const PICK_TARGET = 'bnn.pickTarget';
const COPY_ESTIMATE = 'bnn.copyEstimate';
const SHOW_BUILDS = 'bnn.showBuilds';
export const COMPARE_WITH_COMMIT = 'bnn.compareWithCommit';

/**
 * Lenses above networks (the shown design in one line, a click picks the target) and above targets (that target's
 * frame rate, latency and resources against the budget, a click copies the table). What changed since the text was
 * last saved, or committed, stands in a lens more.
 */
export function codeLenses(analysis: Analysis, view?: MeasuredView, earlier: EarlierTexts = {}): CodeLens[] {
  return [...networkLenses(analysis, view, earlier), ...targetLenses(analysis, view)];
}

/** The same text as it was; undefined where that is not known. */
export interface EarlierTexts {
  readonly saved?: Analysis | undefined;
  readonly committed?: Analysis | undefined;
}

function networkLenses(analysis: Analysis, view: MeasuredView | undefined, earlier: EarlierTexts): CodeLens[] {
  return analysis.program.networks.flatMap((network) => {
    if (network.uri !== analysis.uri) return [];
    const design = analysis.shown.get(network.name);
    if (!design) return [];
    const at = network.statement.name?.span ?? {
      start: network.statement.span.start,
      end: network.statement.span.start,
    };
    const where = design.target ? `target ${design.target.name}` : 'no target, folded by 1';
    return [
      lens(analysis, at, `${where}: ${headline(design)}`, PICK_TARGET, design),
      lens(analysis, at, 'Copy estimate', COPY_ESTIMATE, design),
      ...measuredLens(analysis, at, design, view),
      ...changeLenses(analysis, at, design, earlier),
    ];
  });
}

/** What the edits since the last commit cost, and where that is not the same, those since the last save. */
function changeLenses(analysis: Analysis, at: Span, design: Design, { saved, committed }: EarlierTexts): CodeLens[] {
  const sinceSave = saved && changeSince(design, saved);
  // While a folding is searched the numbers are not those that were committed, whatever was edited.
  const sinceCommit = committed && !isSearched(design) ? changeSince(design, committed) : undefined;
  const lenses: CodeLens[] = [];
  if (sinceCommit !== undefined) {
    lenses.push(lens(analysis, at, `since the last commit: ${sinceCommit}`, COMPARE_WITH_COMMIT, design));
  }
  // A lens without a command is text.
  if (sinceSave !== undefined && sinceSave !== sinceCommit) {
    lenses.push(lens(analysis, at, `since the last save: ${sinceSave}`, '', design));
  }
  return lenses;
}

function isSearched({ folded }: Design): boolean {
  return folded.provisional === 'folding';
}

function targetLenses(analysis: Analysis, view: MeasuredView | undefined): CodeLens[] {
  return analysis.designs.flatMap((design) => {
    const { target } = design;
    if (!target || target.uri !== analysis.uri) return [];
    const at = target.statement.name?.span ?? { start: target.statement.span.start, end: target.statement.span.start };
    const shown = analysis.shown.get(design.network.name)?.target?.name === target.name;
    return [
      lens(analysis, at, `${headline(design)} | ${usage(design.estimate)}`, COPY_ESTIMATE, design),
      ...(shown ? [] : [lens(analysis, at, 'Pick target', PICK_TARGET, design)]),
      ...measuredLens(analysis, at, design, view),
    ];
  });
}

/** What a build measured of the design, where there is one; a click shows the builds. */
function measuredLens(analysis: Analysis, at: Span, design: Design, view: MeasuredView | undefined): CodeLens[] {
  const measured = view?.design(design);
  return measured ? [lens(analysis, at, measured.headline, SHOW_BUILDS, design)] : [];
}

function lens(
  analysis: Analysis,
  span: { start: number; end: number },
  title: string,
  command: string,
  design: Design,
): CodeLens {
  const call: Command = { title, command, arguments: [analysis.uri, design.network.name, design.target?.name] };
  return { range: analysis.lines.range(span), command: call };
}

/** `21.9 kFPS, latency 0.28 ms at 200 MHz`, with what limits it; `~` where the numbers are not final. */
export function headline(design: Design): string {
  const { estimate } = design;
  if (!hasNumbers(estimate)) return 'no estimate yet';
  const about = isRough(design) ? '~ ' : '';
  const { seconds, simulated } = shownLatency(estimate);
  const bound = simulated ? '' : '<= ';
  const limit = estimate.bottleneck?.engine.name;
  const parts = [
    `${about}${frameRate(estimate.fps)}`,
    `latency ${bound}${duration(seconds)}`,
    ...(limit ? [`limited by ${limit}`] : []),
    ...(design.folded.provisional ? ['searching'] : []),
  ];
  return parts.join(', ');
}

/** Whether numbers are marked by `~`: an illegal folding was replaced, something is unknown, or a search goes on. */
export function isRough({ folded, network }: Design): boolean {
  return folded.replaced.length > 0 || !network.complete || folded.provisional === 'folding';
}

/** Whether anything of the design could be estimated. */
export function hasNumbers(estimate: Estimate): boolean {
  return estimate.intervalCycles > 0 && Number.isFinite(estimate.fps);
}

/** `LUT 12.1k (23 %, 9.9k to 15.6k), BRAM18 88 (31 %)`, LUTs with their band; a budget that is overrun is named. */
export function usage(estimate: Estimate): string {
  const parts = RESOURCE_NAMES.flatMap((name) => {
    const used = estimate.totals[name];
    const available = estimate.available?.[name];
    if (name === 'ff' || (used === 0 && (name === 'uram' || name === 'dsp'))) return [];
    const budget = estimate.budget[name];
    const shares = available !== undefined && available > 0 ? [percent(used / available)] : [];
    const notes = name === 'lut' ? [...shares, bandText(estimate)] : shares;
    const share = notes.length > 0 ? ` (${notes.join(', ')})` : '';
    const over = budget !== undefined && used > budget ? ` over the budget of ${shortCount(budget)}` : '';
    return [`${RESOURCE_TITLES[name]} ${shortCount(used)}${share}${over}`];
  });
  return parts.join(', ');
}

/** Between which LUT counts nine of ten designs like this one are expected. */
function bandText(estimate: Estimate): string {
  const { low, high } = totalBand(estimate);
  return `${shortCount(low)} to ${shortCount(high)}${isCorrected(estimate) ? ', corrected by your reports' : ''}`;
}
