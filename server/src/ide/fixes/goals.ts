import type { TextChange } from '../../language/text-change.js';
import { allDevices } from '../../devices/find.js';
import type { Device } from '../../devices/device.js';
import { addResources, RESOURCE_NAMES } from '../../devices/primitives.js';
import { duration, frameRate, frequency, shortCount, significant } from '../../diagnostics/format-numbers.js';
import type { Span } from '../../diagnostics/span.js';
import { fits } from '../../estimate/compute.js';
import type { LayerStatement, TargetStatement } from '../../language/ast.js';
import type { Layer } from '../../network/graph.js';
import type { Analysis, Design } from '../../workspace/analysis.js';
import { layersOfStatement } from '../layer-lines.js';
import { breakBefore, lineBreak } from '../lines.js';
import { attributeNamed } from '../syntax.js';
import { leanestWithin } from '../what-if.js';
import { setValue } from './attributes.js';
import { addLine, fix, insert, replace, setAttribute, statementOf, type Fix, type FixTable } from './fix.js';

/** BNN5xx and BNN6xx: goals, budgets, devices. */
export const goalFixes: FixTable = {
  BNN501: (analysis, { span, facts }) => [
    ...foldings(analysis, span, facts),
    ...setValue(analysis, span, 'throughput', rateText(facts.fps)).map((one) => ({
      ...one,
      title: `Lower the goal to ${rateText(facts.fps)}, which is reached`,
    })),
  ],
  BNN502: (analysis, { span }) => {
    const reached = designAt(analysis, span)?.estimate.fps;
    if (reached === undefined || !(reached >= 0.01)) return [];
    return setValue(analysis, span, 'throughput', rateText(reached), true).map((one) => ({
      ...one,
      title: `Lower the goal to ${rateText(reached)}, which is reached`,
    }));
  },
  BNN503: (analysis, { span, facts }) =>
    setValue(analysis, span, 'latency', timeText(facts.latencyS)).map((one) => ({
      ...one,
      title: `Relax the goal to ${timeText(facts.latencyS)}, which is reached`,
    })),
  BNN504: (analysis, { facts }) => {
    const design = analysis.designs.find((one) => one.network.name === facts.network && !one.target);
    return design ? newTarget(analysis, design).map((one) => ({ ...one, preferred: true })) : [];
  },
  BNN505: (analysis, { span, facts }) =>
    setValue(analysis, span, 'clock', frequency(facts.knownHz).replace(' ', '')).map((one) => ({
      ...one,
      title: `${one.title}, which is known to close`,
    })),
  BNN601: (analysis, { span, facts }) => {
    if (facts.used > facts.available) return [];
    const placed = statementOf(analysis, span);
    const target = placed && [...placed.parents, placed.statement].find((statement) => statement.type === 'target');
    if (!target) return [];
    const name = facts.resource === 'BRAM18' ? 'bram' : facts.resource.toLowerCase();
    const value = `${Math.min(100, Math.ceil((facts.used / facts.available) * 100))}%`;
    const budget = target.items.find((item) => item.type === 'budget');
    const line = `budget ${name}=${value}`;
    const edit = budget ? setAttribute(budget, name, value) : target.braces && addLine(analysis, target.braces, line);
    return [...fix(`Raise the budget to ${name}=${value}`, edit), ...largerDevices(analysis, span)];
  },
  BNN602: (analysis, { span }) => largerDevices(analysis, span),
  BNN603: (analysis, { span, facts }) =>
    facts.suggestions.flatMap((name, at) =>
      setValue(analysis, span, 'device', name, at === 0).map((one) => ({ ...one, title: `Change to ${name}` })),
    ),
  BNN605: (analysis, { span }) => {
    const design = designAt(analysis, span);
    const target = design?.target?.statement;
    return design && target?.braces
      ? devicesThatFit(design)
          .slice(0, SHOWN_DEVICES)
          .flatMap((device) => addDevice(analysis, target, device))
      : [];
  },
};

/**
 * Folds the layers that are too slow for the goal: on their lines, or, where a line stands for several, in the target.
 * None where the result would not fit.
 */
function foldings(
  analysis: Analysis,
  span: Span,
  { goalFps, allowedCycles }: { readonly goalFps: number; readonly allowedCycles: number },
): readonly Fix[] {
  const design = designAt(analysis, span);
  const target = design?.target?.statement;
  if (!design || !target?.braces) return [];
  const slow = design.network.layers.filter(
    (layer) => (design.estimate.layers[layer.index]?.cycles ?? 0) > allowedCycles,
  );
  let totals = design.estimate.totals;
  const edits: TextChange[] = [];
  const lines: string[] = [];
  const names: string[] = [];
  for (const layer of slow) {
    const found = leanestWithin(design, layer, allowedCycles);
    if (!found) return [];
    totals = addResources(totals, found.added);
    const keys = (['pe', 'simd'] as const).flatMap((key) => {
      const value = found[key];
      return value === undefined ? [] : [{ key, value: String(value) }];
    });
    const text = `${layer.name} ${keys.map(({ key, value }) => `${key}=${value}`).join(' ')}`;
    names.push(text);
    const own = ownLine(analysis, design, layer);
    const made = own && keys.flatMap(({ key, value }) => setAttribute(own, key, value) ?? []);
    if (made && made.length === keys.length) edits.push(...made);
    else lines.push(`fold ${text}`);
  }
  const { budget, available } = design.estimate;
  if (names.length === 0 || !fits(totals, budget) || (available && !fits(totals, available))) return [];
  if (lines.length > 0) edits.push(addLine(analysis, target.braces, lines.join(`${lineBreak(analysis)}  `)));
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  const title = `Fold ${names.slice(0, 2).join(', ')}${more} (${frameRate(goalFps)}, ${shortCount(totals.lut)} LUT)`;
  return [{ title, edits, preferred: true }];
}

/** The line of a layer, where it stands in this text for this layer alone and no `fold` line overrules it. */
export function ownLine(analysis: Analysis, design: Design, layer: Layer): LayerStatement | undefined {
  if (layer.uri !== analysis.uri || layer.instances.length > 0) return undefined;
  if (layersOfStatement(design, analysis.uri, layer.statement).length !== 1) return undefined;
  const overruled = [layer.wishes.pe, layer.wishes.simd].some(
    (wish) =>
      wish &&
      (wish.at.uri !== analysis.uri ||
        wish.at.span.start < layer.statement.span.start ||
        wish.at.span.end > layer.statement.span.end),
  );
  return overruled || (design.target?.folds.length ?? 0) > 0 ? undefined : layer.statement;
}

export function designAt(analysis: Analysis, span: Span): Design | undefined {
  const placed = statementOf(analysis, span);
  const target = placed && [...placed.parents, placed.statement].find((statement) => statement.type === 'target');
  return (
    target &&
    analysis.designs.find(
      (design) => design.target?.statement.span.start === target.span.start && design.target.uri === analysis.uri,
    )
  );
}

/** Devices that are offered, smallest first. */
const SHOWN_DEVICES = 2;

/** Boards of the same family on which the design stays within 80 % of everything, smallest first. */
function devicesThatFit({ estimate, device }: Design): readonly Device[] {
  return allDevices()
    .filter((one) => one.board && one.name !== device?.name && (device === undefined || one.family === device.family))
    .filter((one) => RESOURCE_NAMES.every((name) => estimate.totals[name] <= 0.8 * one.available[name]))
    .sort((a, b) => a.available.lut - b.available.lut);
}

/** A target for a network that has none, behind it: the smallest board that holds it, at a clock that any of them takes. */
export function newTarget(analysis: Analysis, design: Design): readonly Fix[] {
  const { network } = design;
  const name = network.name;
  const fits = devicesThatFit(design);
  const device = fits.find((one) => one.name === 'pynq_z1') ?? fits[0];
  if (!device || network.uri !== analysis.uri) return [];
  const title = `Add a target for ${name}: the fastest folding that fits ${device.name} at 100 MHz`;
  return fix(title, targetOn(analysis, design, device));
}

/** A target for a network on a device, behind the network's closing brace. */
export function targetOn(analysis: Analysis, { network }: Design, device: Pick<Device, 'name'>): TextChange {
  const { name } = network;
  const taken = new Set(analysis.file.statements.flatMap((one) => (one.type === 'target' ? [one.name?.text] : [])));
  const short = device.name.split('_')[0] ?? 'board';
  const label = [short, `${short}_${name.toLowerCase()}`].find((one) => !taken.has(one)) ?? `target_of_${name}`;
  const lines = ['', '', `target ${label} for ${name} {`, `  device=${device.name}`, '  clock=100MHz', '}'];
  return insert(network.statement.span.end, lines.join(lineBreak(analysis)));
}

function largerDevices(analysis: Analysis, span: Span): readonly Fix[] {
  const design = designAt(analysis, span);
  const value = design?.target && attributeNamed(design.target.statement, 'device')?.value;
  if (!design || !value) return [];
  return devicesThatFit(design)
    .slice(0, SHOWN_DEVICES)
    .flatMap((device) =>
      fix(`Change the device to ${device.name} (${deviceText(device)})`, replace(value.span, device.name)),
    );
}

function addDevice(analysis: Analysis, target: TargetStatement, device: Device): readonly Fix[] {
  const title = `Add device=${device.name} (${deviceText(device)})`;
  const first = target.attributes[0];
  if (!target.braces) return [];
  if (!first) return fix(title, insert(target.braces.start + 1, ` device=${device.name}`));
  const behind = breakBefore(analysis, first.span.start);
  return fix(title, insert(first.span.start, `device=${device.name}${behind}`), { preferred: false });
}

function deviceText({ available }: Device): string {
  return `${shortCount(available.lut)} LUT, ${shortCount(available.bram18)} BRAM18`;
}

/** A frame rate just below `fps`, as the language writes it. */
function rateText(fps: number): string {
  const [scale, unit] = fps >= 1e6 ? [1e6, 'MFPS'] : fps >= 1e3 ? [1e3, 'kFPS'] : [1, 'FPS'];
  const digits = fps / scale >= 100 ? 0 : fps / scale >= 10 ? 1 : 2;
  const floor = Math.floor((fps / scale) * 10 ** digits + 1e-9) / 10 ** digits;
  return `${significant(floor)}${unit}`;
}

/** A time just above `seconds`, as the language writes it. */
function timeText(seconds: number): string {
  const [scale, unit] =
    seconds >= 1 ? [1, 's'] : seconds >= 1e-3 ? [1e-3, 'ms'] : seconds >= 1e-6 ? [1e-6, 'us'] : [1e-9, 'ns'];
  const ceiling = Math.ceil((seconds / scale) * 10) / 10;
  return Number.isFinite(ceiling) ? `${Number(ceiling.toFixed(1))}${unit}` : duration(seconds).replace(' ', '');
}
