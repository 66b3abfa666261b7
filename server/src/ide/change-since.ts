import { RESOURCE_NAMES, RESOURCE_TITLES } from '../devices/primitives.js';
import { shortCount } from '../diagnostics/format-numbers.js';
import { compareEstimates, type Change } from '../estimate/compare.js';
import type { Analysis, Design } from '../workspace/analysis.js';

/** `FPS +12 %, LUT +320 (+1.2 %)`: what a design costs more than in an earlier text; undefined where nothing changed. */
export function changeSince(design: Design, earlier: Analysis): string | undefined {
  const before = sameDesign(design, earlier);
  if (!before || !before.network.complete || !design.network.complete) return undefined;
  const { totals } = compareEstimates(before.estimate, design.estimate);
  const parts = [
    totals.fps.after === totals.fps.before ? '' : `FPS ${share(totals.fps)}`,
    ...RESOURCE_NAMES.map((name) => {
      const change = totals[name];
      const by = change.after - change.before;
      return by === 0
        ? ''
        : `${RESOURCE_TITLES[name]} ${by > 0 ? '+' : '-'}${shortCount(Math.abs(by))} (${share(change)})`;
    }),
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The design of the same network and target in another text; undefined where it has none. */
export function sameDesign(design: Design, other: Analysis): Design | undefined {
  return other.designs.find(
    ({ network, target }) => network.name === design.network.name && target?.name === design.target?.name,
  );
}

function share({ before, after }: Change): string {
  if (before === 0) return 'new';
  const percent = 100 * (after / before - 1);
  return `${percent < 0 ? '' : '+'}${percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}
