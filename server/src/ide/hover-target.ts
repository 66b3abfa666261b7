import { verificationMark, type Device } from '../devices/device.js';
import { ceilingLines } from '../estimate/ceilings.js';
import { latencyText } from './latency-text.js';
import { RESOURCE_NAMES } from '../devices/primitives.js';
import type { TargetStatement } from '../language/ast.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { certificateText } from './certificate.js';
import { headline } from './code-lens.js';
import { frequency, fullCount, percent } from '../diagnostics/format-numbers.js';
import { code, escapeMarkdown, table } from './markdown.js';

/** A target: its headline, and what it takes of the device and of the budget. */
export function targetHover(analysis: Analysis, statement: TargetStatement): readonly (string | undefined)[] {
  const documentation = statement.documentation === undefined ? undefined : escapeMarkdown(statement.documentation);
  const title = `**target ${escapeMarkdown(statement.name?.text ?? '')}** for ${escapeMarkdown(statement.network?.text ?? '?')}`;
  const design = analysis.designs.find(
    ({ target }) => target?.uri === analysis.uri && target.statement.span.start === statement.span.start,
  );
  return design ? [documentation, ...designSummary(title, design)] : [documentation, title];
}

/** `, figures unverified` where the catalogue is not sure. */
function marked(device: Device): string {
  const mark = verificationMark(device);
  return mark === '' ? '' : `, ${mark}`;
}

/** The numbers of a design: headline, then resources against device and budget. */
export function designSummary(title: string, design: Design): string[] {
  const { estimate, device, clockHz } = design;
  const certificate = certificateText(design);
  const rows = RESOURCE_NAMES.map((name) => {
    const used = estimate.totals[name];
    const available = estimate.available?.[name];
    const budget = estimate.budget[name];
    return [
      name === 'bram18' ? 'BRAM18' : name.toUpperCase(),
      fullCount(used),
      available === undefined ? '' : fullCount(available),
      available === undefined || available === 0 ? '' : percent(used / available),
      budget === undefined ? '' : `${fullCount(budget)}${used > budget ? ' **over**' : ''}`,
    ];
  });
  return [
    title,
    `${device ? `${escapeMarkdown(device.title)} (${code(device.part)}${marked(device)})` : 'No device'} at ${frequency(clockHz)}: ${escapeMarkdown(headline(design))}.`,
    `One frame every ${fullCount(estimate.intervalCycles)} cycles; critical path ${fullCount(estimate.criticalPathCycles)} cycles; latency ${latencyText(estimate)}.`,
    ...(certificate ? [escapeMarkdown(`Folding: ${certificate}.`)] : []),
    table(['', 'used', 'device', 'share', 'budget'], rows),
    ...ceilingLines(estimate).map(escapeMarkdown),
  ];
}
