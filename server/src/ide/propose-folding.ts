import type { TextChange } from '../language/text-change.js';
import type { TextEdit } from 'vscode-languageserver-types';
import type { Device } from '../devices/device.js';
import { RESOURCE_NAMES, RESOURCE_TITLES, type ResourceName } from '../devices/primitives.js';
import { frameRate, fullCount, percent } from '../diagnostics/format-numbers.js';
import type { Estimate } from '../estimate/estimate.js';
import type { FoldingRequest, FoldingResult } from '../folding/folder.js';
import { foldedAs, type Found } from '../folding/found.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { limitsText, provenText } from './certificate.js';
import { textEdits } from './workspace-edit.js';
import { fixesFor } from './fixes/index.js';
import { targetOn } from './fixes/goals.js';
import { freezeFolding } from './freeze-folding.js';
import { attributeNamed } from './syntax.js';

/** Edits that write a folding, or a device, down; none where there is nothing to write, which the title then says. */
export interface Proposal {
  readonly title: string;
  readonly detail: string;
  readonly edits: readonly TextEdit[];
}

/** The design that is asked for: by names, else the text's first shown one. */
export function designNamed(
  { designs, shown }: Analysis,
  network: string | undefined,
  target: string | undefined,
): Design | undefined {
  const named = (design: Design): boolean => network === undefined || design.network.name === network;
  if (target !== undefined) return designs.find((design) => design.target?.name === target && named(design));
  return [...shown.values()].find(named);
}

/** The request with every pe and simd of the author free again; memory and multiplier styles stay. */
export function requestAnew({ network, target, device, clockHz }: Design): FoldingRequest {
  const layers = network.layers.map((layer) => {
    const { mem, impl, fifo } = layer.wishes;
    return { ...layer, wishes: { mem, impl, fifo } };
  });
  const folds = target?.folds.map((fold) => {
    const { mem, impl, fifo } = fold.wishes;
    return { ...fold, wishes: { mem, impl, fifo } };
  });
  return { network: { ...network, layers }, target: target && { ...target, folds: folds ?? [] }, device, clockHz };
}

/** A folding that was found, as edits. `request` is what was searched: the design, or the same anew. */
export function proposeFolding(analysis: Analysis, design: Design, request: FoldingRequest, found: Found): Proposal {
  const result = foldedAs(request, found);
  const { certificate } = found;
  if (certificate && !certificate.feasible) {
    const goal = design.target?.throughputFps?.value;
    return written(analysis, design, result, limitsText(certificate, goal, result.estimate.fps));
  }
  return written(analysis, design, result, certificate ? provenText(certificate, result.estimate) : '');
}

/** A point of the front, as edits. Its title says of what it takes least, which tells points of one rate apart. */
export function proposePoint(
  analysis: Analysis,
  design: Design,
  found: Found,
  [least = 'lut']: readonly ResourceName[],
): Proposal {
  const { estimate } = foldedAs(design, found);
  const { edits } = proposeFolding(analysis, design, design, found);
  const title = `${frameRate(estimate.fps)} from ${fullCount(estimate.totals[least])} ${RESOURCE_TITLES[least]}`;
  return { title, detail: edits.length > 0 ? used(estimate) : 'written down already', edits };
}

/** What the hints show, as edits. */
export function proposeShown(analysis: Analysis, design: Design): Proposal {
  return written(analysis, design, design.folded, '');
}

function written(analysis: Analysis, { network, target }: Design, result: FoldingResult, detail: string): Proposal {
  const { changes, unwritten } = freezeFolding(analysis, network, target, result);
  const title = summary(result.estimate);
  if (unwritten.length > 0) {
    return { title: `There is no place for the folding of ${unwritten.join(', ')}.`, detail, edits: [] };
  }
  const real = changes.filter(({ span, text }) => analysis.text.slice(span.start, span.end) !== text);
  if (real.length === 0) return { title: 'Every folding is written down already.', detail: title, edits: [] };
  return { title, detail, edits: textEdits(analysis, real) };
}

/** Folds the layers that are far faster than the slowest one (BNN407) as lean as the frame rate allows. */
export function proposeRelaxed(analysis: Analysis): Proposal {
  const edits: TextChange[] = [];
  let layers = 0;
  let saved = 0;
  for (const diagnostic of analysis.diagnostics) {
    if (diagnostic.code !== 'BNN407') continue;
    const fix = fixesFor(analysis, diagnostic)[0];
    const free = fix?.edits.every(({ span }) =>
      edits.every((other) => span.end <= other.span.start || other.span.end <= span.start),
    );
    if (!fix || !free) continue;
    edits.push(...fix.edits);
    layers++;
    saved += (diagnostic.facts as { readonly lutSaved: number }).lutSaved;
  }
  if (layers === 0) return { title: 'No layer is folded far beyond the slowest one.', detail: '', edits: [] };
  const title = `${layers} ${layers === 1 ? 'layer' : 'layers'} relaxed, ${fullCount(saved)} LUT saved`;
  return { title, detail: 'the frame rate stays', edits: textEdits(analysis, edits) };
}

/** Names a board in the target, in place of the device that stands there; where there is no target, writes one. */
export function proposeBoard(
  analysis: Analysis,
  design: Design,
  board: Pick<Device, 'name' | 'title'>,
  detail: string,
): Proposal {
  const { target, network } = design;
  if (!target && network.uri === analysis.uri)
    return { title: board.title, detail, edits: textEdits(analysis, [targetOn(analysis, design, board)]) };
  const value = target && attributeNamed(target.statement, 'device')?.value;
  if (!target || target.uri !== analysis.uri) return { title: board.title, detail, edits: [] };
  const at = target.statement.braces ? target.statement.braces.start + 1 : target.statement.span.end;
  const edit: TextChange = value
    ? { span: value.span, text: board.name }
    : { span: { start: at, end: at }, text: ` device=${board.name}` };
  return { title: board.title, detail, edits: textEdits(analysis, [edit]) };
}

/** `18.2 kFPS, 79 % LUT`: the rate, and the resource that is used most. */
export function summary(estimate: Pick<Estimate, 'fps' | 'totals' | 'available'>): string {
  return `${frameRate(estimate.fps)}, ${used(estimate)}`;
}

/** `49 % LUT, 76 % BRAM`: LUTs, and the resource that is used most. */
function used({ totals, available }: Pick<Estimate, 'totals' | 'available'>): string {
  if (!available) return `${fullCount(totals.lut)} LUT`;
  const shares = RESOURCE_NAMES.filter((name) => available[name] > 0).map((name) => ({
    name: name === 'bram18' ? 'BRAM' : name.toUpperCase(),
    share: totals[name] / available[name],
  }));
  const fullest = shares.reduce((a, b) => (b.share > a.share ? b : a));
  const lut = shares.find(({ name }) => name === 'LUT');
  const parts = [...(lut && lut !== fullest ? [lut] : []), fullest];
  return parts.map(({ name, share }) => `${percent(share)} ${name}`).join(', ');
}
