import type { Device } from '../devices/device.js';
import { findDevice } from '../devices/find.js';
import { RESOURCE_NAMES, type Resources } from '../devices/primitives.js';
import type { Expression, TargetStatement } from '../language/ast.js';
import type { Analysis } from '../workspace/analysis.js';
import { fullCount } from '../diagnostics/format-numbers.js';
import { code, escapeMarkdown, table } from './markdown.js';

/** The device of a `device=` value: what it offers and how sure the catalogue is. */
export function deviceHover(
  analysis: Analysis,
  statement: TargetStatement,
  value: Expression,
): readonly string[] | undefined {
  const design = analysis.designs.find(({ target }) => target?.statement === statement);
  const word = value.type === 'string' ? value.value : value.type === 'word' ? value.text : undefined;
  const device = design?.device ?? (word === undefined ? undefined : findDevice(word));
  return device && describeDevice(device);
}

export function describeDevice(device: Device): string[] {
  const { available, reserved } = device;
  return [
    `**${escapeMarkdown(device.title)}** ${code(device.part)}, ${escapeMarkdown(device.familyName)}`,
    table(
      ['LUT', 'FF', 'BRAM18', 'URAM', 'DSP'],
      [[available.lut, available.ff, available.bram18, available.uram, available.dsp].map(fullCount)],
    ),
    ...(reserved ? [`What the shell of the platform takes is not in it: ${reservedText(reserved)}.`] : []),
    `Memory port of ${device.portBits} bits. ${VERIFIED[device.verification]} Source: ${escapeMarkdown(device.source)}.`,
  ];
}

function reservedText(reserved: Resources): string {
  const parts = RESOURCE_NAMES.filter((name) => reserved[name] > 0);
  return parts.map((name) => `${fullCount(reserved[name])} ${name.toUpperCase()}`).join(', ') || 'nothing';
}

const VERIFIED: Readonly<Record<Device['verification'], string>> = {
  verified: 'Figures verified in the primary source.',
  secondary: 'Figures from a secondary source.',
  unverified: '**Figures not verified**: check them against the data sheet.',
};
