import { readFile } from 'node:fs/promises';
import type { BuildEvent } from '../../../server/src/lsp/protocol.js';

/** Reads what is new in a progress file; what was written before `sinceMs` is an older build's. */
export function readProgress(file: string, sinceMs: number): { next(): Promise<readonly BuildEvent[]> } {
  let told = '';
  let own = false;
  return {
    async next() {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) return [];
      const lines = text.slice(0, text.lastIndexOf('\n') + 1);
      // A build that starts writes the file anew, and it may have grown past the old one since it was looked at.
      const added = lines.startsWith(told) ? lines.slice(told.length) : lines;
      told = lines;
      return added.split('\n').flatMap((line) => {
        const event = parsed(line);
        if (event?.event === 'build') own = Date.parse(event.time) >= sinceMs - 2000;
        return event && own ? [event] : [];
      });
    },
  };
}

function parsed(line: string): BuildEvent | undefined {
  try {
    const value = JSON.parse(line) as Partial<BuildEvent> | null;
    return typeof value?.event === 'string' ? (value as BuildEvent) : undefined;
  } catch {
    return undefined;
  }
}
