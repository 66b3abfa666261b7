import { open } from 'node:fs/promises';
import type { BuildEvent } from '../../../server/src/lsp/protocol.js';

/** Reads what is new in a progress file; what was written before `sinceMs` is an older build's. */
export function readProgress(file: string, sinceMs: number): { next(): Promise<readonly BuildEvent[]> } {
  let offset = 0;
  let rest = '';
  let own = false;
  return {
    async next() {
      const text = await readFrom(file, offset).catch(() => undefined);
      if (text === undefined) return [];
      // A build that starts writes the file anew.
      if (text.size < offset) rest = '';
      offset = text.size;
      const lines = (rest + text.added).split('\n');
      rest = lines.pop() ?? '';
      return lines.flatMap((line) => {
        const event = parsed(line);
        if (event?.event === 'build') own = Date.parse(event.time) >= sinceMs - 2000;
        return event && own ? [event] : [];
      });
    },
  };
}

async function readFrom(file: string, offset: number): Promise<{ added: string; size: number }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const from = size < offset ? 0 : offset;
    const buffer = Buffer.alloc(size - from);
    await handle.read(buffer, 0, buffer.length, from);
    return { added: buffer.toString('utf8'), size };
  } finally {
    await handle.close();
  }
}

function parsed(line: string): BuildEvent | undefined {
  try {
    const value = JSON.parse(line) as Partial<BuildEvent> | null;
    return typeof value?.event === 'string' ? (value as BuildEvent) : undefined;
  } catch {
    return undefined;
  }
}
