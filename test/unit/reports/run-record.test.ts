import { describe, expect, it } from 'vitest';
import { readRunRecord } from '../../../server/src/reports/runs/run-record.js';
import { runRecord } from '../../support/run-record.js';

const WHOLE = runRecord({
  problems: [{ code: 'BNN810', severity: 'error', message: 'unroll', file: 'net.bnn', line: 3, column: 9 }],
});

describe('the record of a run', () => {
  it('is read as it was written, whatever may be null in it', () => {
    const running = runRecord({ state: 'running', target: null, endedAt: null, seconds: null, exitCode: null });
    for (const record of [WHOLE, running]) expect(readRunRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"id": 3}'])('is not %j', (text) => {
    expect(readRunRecord(text)).toBeUndefined();
  });

  it.each(Object.keys(WHOLE))('is none without its %s, nor with something else there', (key) => {
    const rest = Object.fromEntries(Object.entries(WHOLE).filter(([each]) => each !== key));
    expect(readRunRecord(JSON.stringify(rest))).toBeUndefined();
    expect(readRunRecord(JSON.stringify({ ...rest, [key]: [{ message: 1 }] }))).toBeUndefined();
  });

  it('is none with a state or a format that nobody writes', () => {
    expect(readRunRecord(JSON.stringify({ ...WHOLE, state: 'happy' }))).toBeUndefined();
    expect(readRunRecord(JSON.stringify({ ...WHOLE, format: 2 }))).toBeUndefined();
  });
});
