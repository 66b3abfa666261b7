import { textSha256 } from '../hls/sha256.js';
import { isBefore, type BuildFolder, type BuildOrigin } from './build-folder.js';
import type { Fingerprints } from './fingerprint.js';

/** Whether what was measured still holds for the text as it is now. */
export type Freshness = 'measured' | 'outdated' | 'unknown';

export interface BuildFreshness {
  readonly state: Freshness;
  /** Why it is outdated, for people; undefined where it is not. */
  readonly reason: string | undefined;
  /** The state of one layer. */
  readonly ofLayer: (name: string) => Freshness;
}

/**
 * Compares what a project was generated from with the text, and the network, that there are now. The same text is the
 * same design; another one is compared layer by layer, by what its author wrote and by what comes of it: a folding that was
 * chosen and is now written down is no edit. Reports that are older than the project are of the one before.
 *
 * @param text undefined where the text imports others: then it alone says nothing
 */
export function freshnessOf(build: BuildFolder, text: string | undefined, now: Fingerprints): BuildFreshness {
  const { origin, generatedMs } = build;
  const of = (state: Freshness, reason?: string): BuildFreshness => ({ state, reason, ofLayer: () => state });
  if (!origin) return of('unknown');
  if (build.reports.every((report) => isBefore(report, generatedMs))) {
    return of('outdated', 'the project was generated anew after its reports were written');
  }
  if (text !== undefined && isSameText(origin, text)) return of('measured');
  const before = origin.fingerprints;
  if (!before) return origin.sha256 === undefined ? of('unknown') : of('outdated', 'the text was edited since');
  if (before.design === now.design || isSameBuilt(before, now)) return of('measured');
  return {
    state: 'outdated',
    reason: 'the design was edited since',
    ofLayer: (name) =>
      before.layers[name] === now.layers[name] || isSame(before.built?.[name], now.built?.[name])
        ? 'measured'
        : 'outdated',
  };
}

/** Whether the same layers would be built in the same way, whatever was written, and by whom it was chosen. */
export function isSameBuilt({ built: before }: Fingerprints, { built: now }: Fingerprints): boolean {
  if (!before || !now) return false;
  const names = Object.keys(before);
  return names.length === Object.keys(now).length && names.every((name) => isSame(before[name], now[name]));
}

function isSame(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && before === now;
}

/** Line ends are no edit. */
function isSameText({ sha256 }: BuildOrigin, text: string): boolean {
  if (sha256 === undefined) return false;
  return sha256 === textSha256(text) || sha256 === textSha256(text.replaceAll('\r\n', '\n'));
}
