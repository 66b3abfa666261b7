import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { checkClock, checkMemory } from './clock.js';
import { checkCounters } from './counters.js';
import type { CheckedDesign, CheckedTarget } from './designs.js';
import { checkDevice } from './device.js';
import { checkFifos } from './fifos.js';
import { checkFolding } from './folding.js';
import { checkOverFolding } from './over-folding.js';
import { checkGoals } from './goals.js';
import { checkResources, checkVerification } from './resources.js';
import { checkWidths } from './widths.js';

/**
 * The rules over folded designs (BNN4xx to 6xx). A rule returns facts; the edits that mend them are made in ide/.
 * `shown` are the designs whose numbers stand on the lines: rules about costs speak of those only, so that one fault
 * is told once however many targets there are.
 */
export function check(
  targets: readonly CheckedTarget[],
  designs: readonly CheckedDesign[],
  shown: ReadonlyMap<string, CheckedDesign>,
): readonly Diagnostic[] {
  const shownDesigns = [...shown.values()];
  return [
    ...targets.flatMap((target) => [...checkDevice(target), ...checkClock(target)]),
    ...shownFirst(designs, shownDesigns).flatMap((design) => [
      ...checkFolding(design),
      ...(isFinal(design) ? [...checkWidths(design), ...checkCounters(design), ...checkFifos(design)] : []),
    ]),
    ...designs.flatMap((design) => [
      ...checkGoals(design),
      ...(isFinal(design) ? [...checkMemory(design), ...checkResources(design), ...checkVerification(design)] : []),
    ]),
    ...shownDesigns.filter(isFinal).flatMap(checkOverFolding),
  ];
}

/**
 * Whether the folding is the one that counts: nothing that another one could mend is told before. Nor is anything told of
 * widths and resources that stand on a guess.
 */
function isFinal({ folded, network }: CheckedDesign): boolean {
  return folded.provisional !== 'folding' && !network.guessed;
}

/** Of equal faults the first is kept, so the numbers in it are those that stand on the line. */
function shownFirst(designs: readonly CheckedDesign[], shown: readonly CheckedDesign[]): readonly CheckedDesign[] {
  return [...shown, ...designs.filter((design) => !shown.includes(design))];
}
