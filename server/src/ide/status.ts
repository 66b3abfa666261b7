import type { Analysis, Design } from '../workspace/analysis.js';
import { hasNumbers, headline, isRough, usage } from './code-lens.js';
import { frameRate, frequency } from '../diagnostics/format-numbers.js';
import { code, escapeMarkdown } from './markdown.js';

export interface Status {
  /** `pynq: 3.04 kFPS`; empty where the text has no network. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** What the status bar shows for a text: its first network's shown design. */
export function status(analysis: Analysis): Status {
  const design = [...analysis.shown.values()][0];
  if (!design) return { text: '', tooltip: '' };
  const { target, device, network, estimate, clockHz } = design;
  const about = isRough(design) ? '~ ' : '';
  const rate = hasNumbers(estimate) ? `${about}${frameRate(estimate.fps)}` : 'no estimate';
  const where = device ? `${escapeMarkdown(device.title)} (${code(device.part)})` : 'no device';
  return {
    text: `${target?.name ?? network.name}: ${rate}`,
    tooltip: [
      `**${escapeMarkdown(network.name)}**${target ? `, target **${escapeMarkdown(target.name)}**` : ', no target'}`,
      `${where} at ${frequency(clockHz)}`,
      escapeMarkdown(headline(design)),
      escapeMarkdown(usage(estimate)),
      proof(design),
      analysis.designs.length > 1 ? 'Click to pick another target.' : '',
    ]
      .filter((line) => line !== '')
      .join('\n\n'),
  };
}

/** How sure the folding is, in a word or two; the target's hover has more. */
function proof({ folded: { provisional, certificate } }: Design): string {
  if (provisional) return 'The search goes on.';
  return certificate?.feasible && certificate.optimal ? 'The folding is proven to be the best.' : '';
}

export interface TargetChoice {
  readonly network: string;
  readonly target: string;
  readonly description: string;
  readonly picked: boolean;
}

/** The targets of a text that can be picked. */
export function targetChoices(analysis: Analysis): TargetChoice[] {
  return analysis.designs.flatMap((design) => {
    const { target, network } = design;
    if (!target) return [];
    const device = design.device?.title ?? 'no device';
    return [
      {
        network: network.name,
        target: target.name,
        description: `${device}, ${frequency(design.clockHz)}: ${headline(design)} | ${usage(design.estimate)}`,
        picked: analysis.shown.get(network.name)?.target?.name === target.name,
      },
    ];
  });
}
