import { frameRate, fullCount } from '../diagnostics/format-numbers.js';
import type { Estimate } from '../estimate/estimate.js';
import type { Certificate, Limit } from '../folding/folder.js';
import type { Design } from '../workspace/analysis.js';
import { RESOURCE_TITLES } from '../devices/primitives.js';

/** What is known of a design's folding, in a few words; empty where nothing was searched. */
export function certificateText({ folded, estimate, target }: Design): string {
  if (folded.provisional === 'folding') return 'searching for the best folding';
  if (folded.provisional === 'latency') return 'simulating the latency';
  const { certificate } = folded;
  if (!certificate) return '';
  if (certificate.feasible) return provenText(certificate, estimate);
  return limitsText(certificate, target?.throughputFps?.value, estimate.fps);
}

/** `proven: no legal folding is better`, or what is left open. */
export function provenText(certificate: Extract<Certificate, { feasible: true }>, estimate: Estimate): string {
  const end = certificate.outOfMemory ? '; the search took all the memory that it may, more time would not help' : '';
  return `${boundText(certificate, estimate)}${end}`;
}

function boundText(
  { optimal, bound, boundOf }: Extract<Certificate, { feasible: true }>,
  { fps, totals }: Estimate,
): string {
  if (optimal) return 'proven: no legal folding is better';
  if (boundOf === 'fps' && bound <= fps * (1 + 1e-9)) {
    return 'proven to be the highest throughput, but not that nothing cheaper reaches it';
  }
  if (boundOf === 'fps') return `not proven: at most ${frameRate(bound)} are possible, ${frameRate(fps)} found`;
  if (boundOf === 'greatest share') return `not proven: at least ${bound}`;
  return `not proven: at least ${fullCount(bound)} ${boundOf}, ${fullCount(totals[boundOf])} found`;
}

const LIMIT_TITLES = { ...RESOURCE_TITLES, latency: 'cycles of latency' };

/** `9.1 kFPS fits; 10 kFPS needs 61 more BRAM18`; `nearestFps` is undefined where no folding fits. */
export function limitsText(
  {
    limits,
    either,
    atAnyRate = [],
    eitherAtAnyRate = false,
  }: Omit<Extract<Certificate, { feasible: false }>, 'feasible'>,
  goalFps: number | undefined,
  nearestFps: number | undefined,
): string {
  const least =
    atAnyRate.length > 0 ? `: ${lackingText({ limits: atAnyRate, either: eitherAtAnyRate }, 'even the slowest')}` : '';
  const fits = nearestFps === undefined ? `no folding fits${least}` : `${frameRate(nearestFps)} fits`;
  const lacks = lackingText({ limits, either }, goalFps === undefined ? 'the target' : frameRate(goalFps));
  return `${fits}; ${lacks}`;
}

function lackingText({ limits, either }: Parameters<typeof limitsText>[0], what: string): string {
  const slow = limits.filter((limit) => 'engine' in limit).sort((a, b) => b.needed - a.needed);
  const scarce = limits.flatMap((limit) => {
    if (!('resource' in limit)) return [];
    const { needed, available, atLeast } = limit;
    const least = atLeast === undefined ? '' : `${fullCount(atLeast - available)} to `;
    return [`${least}${fullCount(needed - available)} more ${LIMIT_TITLES[limit.resource]}`];
  });
  if (scarce.length > 0) return `${what} needs ${scarce.join(either ? ' or ' : ' and ')}`;
  return slow.length > 0 ? slowText(slow, what) : `${what} was not reached`;
}

/** `1 MFPS leaves 200 cycles; at their fastest, c0.sliding-window takes 1,026, c1.mvtu 902, p1.pool 784 (and 2 more)`. */
function slowText(slow: readonly Extract<Limit, { engine: string }>[], what: string): string {
  const [first, ...others] = slow.slice(0, NAMED);
  if (!first) return '';
  const more = slow.length - 1 - others.length;
  const named = [
    `${first.engine} takes ${fullCount(first.needed)}`,
    ...others.map(({ engine, needed }) => `${engine} ${fullCount(needed)}`),
  ].join(', ');
  const rest = more > 0 ? ` (and ${more} more)` : '';
  const whose = slow.length === 1 ? 'at its fastest' : 'at their fastest';
  return `${what} leaves ${fullCount(first.available)} cycles a frame; ${whose}, ${named}${rest}`;
}

/** Engines that are named, the slowest first. */
const NAMED = 3;
