import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProgress } from '../../../client/src/tasks/progress-file.js';

/** When the task started. */
const START = Date.parse('2026-11-27T12:00:00Z');
const BEFORE = '2026-11-27T11:00:00.000Z';
const AFTER = '2026-11-27T12:00:01.000Z';

const begun = (time: string): string =>
  `${JSON.stringify({ event: 'build', time, pid: 1, file: 'net.bnn', target: null, steps: [] })}\n`;
const started = (step: string): string => `${JSON.stringify({ event: 'step', time: AFTER, step, state: 'started' })}\n`;

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn progress '));
  file = path.join(folder, 'progress.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the reader has not told yet: `build`, or the step of an event. */
async function next(reader: ReturnType<typeof readProgress>): Promise<readonly string[]> {
  return (await reader.next()).map((event) => ('step' in event ? event.step : event.event));
}

describe('the progress of a build', () => {
  it('is empty while there is no file, and each event is told once', async () => {
    const reader = readProgress(file, START);
    expect(await next(reader)).toEqual([]);
    writeFileSync(file, begun(AFTER));
    expect(await next(reader)).toEqual(['build']);
    expect(await next(reader)).toEqual([]);
    appendFileSync(file, started('csynth') + started('export'));
    expect(await next(reader)).toEqual(['csynth', 'export']);
  });

  it('waits for the end of a line, also within a character', async () => {
    const reader = readProgress(file, START);
    const bytes = Buffer.from(started('é'));
    const within = bytes.indexOf(0xa9);
    writeFileSync(file, Buffer.concat([Buffer.from(begun(AFTER)), bytes.subarray(0, within)]));
    expect(await next(reader)).toEqual(['build']);
    appendFileSync(file, bytes.subarray(within));
    expect(await next(reader)).toEqual(['é']);
  });

  it('leaves out what an older build wrote', async () => {
    writeFileSync(file, begun(BEFORE) + started('synth'));
    const reader = readProgress(file, START);
    expect(await next(reader)).toEqual([]);
    writeFileSync(file, begun(AFTER) + started('csynth'));
    expect(await next(reader)).toEqual(['build', 'csynth']);
  });

  it('is that of the new build where the old file was longer, or shorter', async () => {
    for (const old of [1, 30]) {
      writeFileSync(file, begun(BEFORE) + started('impl').repeat(old));
      const reader = readProgress(file, START);
      expect(await next(reader)).toEqual([]);
      writeFileSync(file, begun(AFTER) + started('csynth').repeat(5));
      expect(await next(reader), `${old} old lines`).toEqual(['build', ...Array<string>(5).fill('csynth')]);
    }
  });

  it('passes over lines that are no event', async () => {
    writeFileSync(file, `${begun(AFTER)}nonsense\nnull\n{"a":1}\n[]\n\n${started('csynth')}`);
    expect(await next(readProgress(file, START))).toEqual(['build', 'csynth']);
  });
});
