import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveWithClient } from '../../../server/src/lsp/life.js';

type Handler = (params?: unknown) => unknown;

/** A server's life, with the client's messages and its process in the test's hands. */
function begin(): {
  readonly send: (method: string) => unknown;
  readonly ends: number[];
  readonly life: ReturnType<typeof liveWithClient>;
  readonly running: Set<number>;
} {
  const handlers = new Map<string, Handler>();
  const on = (method: string, handler: Handler): void => void handlers.set(method, handler);
  const ends: number[] = [];
  const running = new Set([7]);
  const life = liveWithClient({ onRequest: on, onNotification: on } as never, {
    end: (code) => ends.push(code),
    look: (id) => {
      if (!running.has(id)) throw new Error('ESRCH');
    },
  });
  return { send: (method) => handlers.get(method)?.(), ends, life, running };
}

describe('a server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends with 0 when it was told to shut down first, else with 1', () => {
    const { send, ends } = begin();
    send('exit');
    expect(send('shutdown')).toBeNull();
    send('exit');
    expect(ends).toEqual([1, 0]);
  });

  it('ends when the client hangs up', () => {
    const { life, ends } = begin();
    life.hungUp();
    expect(ends).toEqual([1]);
  });

  it('ends when the process of its client is gone', () => {
    const { life, ends, running } = begin();
    life.began({ processId: 7 });
    vi.advanceTimersByTime(60_000);
    expect(ends).toEqual([]);
    running.clear();
    vi.advanceTimersByTime(3000);
    expect(ends).toEqual([1]);
  });
});
