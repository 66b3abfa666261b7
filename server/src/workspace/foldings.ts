import type { Folder, FoldingRequest, FoldingResult } from '../folding/folder.js';
import type { Found } from '../folding/found.js';
import { foldLive, type FoldingQuestion } from '../folding/live.js';
import type { Design } from './analysis.js';
import type { Snapshot } from './snapshot.js';

/** The folder of one analysis, and what it asked the snapshot. */
export interface Folding {
  readonly fold: Folder;
  readonly asked: readonly Asked[];
}

export interface Asked {
  readonly question: FoldingQuestion;
  readonly answer: Found | undefined;
}

/** Folds by the snapshot's answers where it has any, with what stood in `before` meanwhile; else by the rule alone. */
export function foldingOf(snapshot: Snapshot, rule: Folder, before: readonly Design[]): Folding {
  if (!snapshot.folding) return { fold: rule, asked: [] };
  const asked: Asked[] = [];
  const answer = (question: FoldingQuestion): Found | undefined => {
    const found = snapshot.folding?.(question);
    asked.push({ question, answer: found });
    return found;
  };
  const fold = (request: FoldingRequest): FoldingResult => foldLive(request, answer, designLike(request, before));
  return { fold, asked };
}

/** Whether a snapshot still gives the same answers. */
export function foldingsHold(asked: readonly Asked[], snapshot: Snapshot): boolean {
  return asked.every(({ question, answer }) => snapshot.folding?.(question) === answer);
}

/** The questions without an answer, those of some designs first. */
export function wantedFoldings(asked: readonly Asked[], first: Iterable<Design>): readonly FoldingQuestion[] {
  const shown = new Set([...first].map(({ target }) => target));
  const open = asked.flatMap(({ question, answer }) => (answer === undefined ? [question] : []));
  return [
    ...open.filter(({ request }) => shown.has(request.target)),
    ...open.filter(({ request }) => !shown.has(request.target)),
  ];
}

/** The design of the same network and target, by name. */
function designLike({ network, target }: FoldingRequest, designs: readonly Design[]): Design | undefined {
  return designs.find((each) => each.network.name === network.name && each.target?.name === target?.name);
}
