import { greedyFolder } from '../../server/src/folding/greedy.js';
import type { Analysis } from '../../server/src/workspace/analysis.js';
import { createAnalyser } from '../../server/src/workspace/analyse.js';
import { NO_PROJECT, type ProjectSettings, type Snapshot } from '../../server/src/workspace/snapshot.js';

export const MAIN = 'file:///folder/main.bnn';

export interface Given {
  /** Other files, by name beside the main one. */
  readonly files?: Readonly<Record<string, string>>;
  readonly project?: Partial<ProjectSettings>;
  readonly picked?: string;
}

/** The snapshot of one text and the files beside it. */
export function snapshotOf(text: string, { files = {}, project = {}, picked }: Given = {}): Snapshot {
  const settings = { ...NO_PROJECT, ...project };
  const texts = new Map(Object.entries(files).map(([name, content]) => [new URL(name, MAIN).href, content]));
  texts.set(MAIN, text);
  return {
    source(uri) {
      const found = texts.get(uri);
      return found === undefined ? 'missing' : { text: found, version: 1 };
    },
    project: () => settings,
    picked: () => picked,
  };
}

/** A fresh analysis of one text. */
export function analyseText(text: string, given: Given = {}): Analysis {
  return createAnalyser(greedyFolder).analyse(snapshotOf(text, given), MAIN);
}
