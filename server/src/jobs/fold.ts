import { findFolding } from '../folding/exact/exact.js';
import { limitsOf } from '../folding/exact/patience.js';
import type { FoldingRequest } from '../folding/folder.js';
import type { Found } from '../folding/found.js';
import type { JobContext } from './job.js';

export interface FoldInput {
  /** Bare (`bareRequest`). */
  readonly request: FoldingRequest;
  /** Milliseconds after which the best that was found is given, without the proof. */
  readonly limitMs: number;
}

/** The final folding of a design, as commands find it. */
export function fold({ request, limitMs }: FoldInput, { cancelled, now }: JobContext): Found {
  return findFolding(request, { now, ...limitsOf(limitMs), cancelled });
}
