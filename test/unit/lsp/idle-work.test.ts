import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idleWork, type IdleWork } from '../../../server/src/lsp/idle-work.js';

/** A clock that goes on by what the steps take, and by what the test lets pass. */
let now = 0;
/** The processor's time that goes by with it. */
let used = 0;
/** How many times as long a step takes on a machine that others keep busy. */
let slowness = 1;
let steps = 0;
let loads = 0;
let faults: unknown[] = [];

/** Work whose steps take 3 ms each: two make a piece. */
function work(step: () => IteratorResult<unknown> = () => ({ value: undefined, done: false })): IdleWork {
  const load = (): Promise<Iterator<unknown>> => {
    loads++;
    return Promise.resolve({
      next: () => {
        steps++;
        now += 3 * slowness;
        used += 3;
        return step();
      },
    });
  };
  return idleWork(load, {
    restMs: 300,
    pieceMs: 4,
    budgetMs: 60,
    nowMs: () => now,
    cpuMs: () => used,
    onFault: (error) => faults.push(error),
  });
}

async function pass(ms: number): Promise<void> {
  now += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

/** One turn of the event loop: what was to be done in it has been done. */
async function turn(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1);
}

describe('work in idle moments', () => {
  beforeEach(() => {
    now = 0;
    slowness = 1;
    steps = 0;
    loads = 0;
    faults = [];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('does not begin, and loads nothing, before something was done and then nothing for a while', async () => {
    const idle = work();
    await pass(1000);
    expect(vi.getTimerCount()).toBe(0);
    idle.busy();
    await pass(299);
    expect(loads).toBe(0);
    await pass(1);
    for (let at = 0; at < 8; at++) await turn();
    expect(steps).toBeGreaterThan(0);
  });

  it('waits as long as something comes, and goes on where it was', async () => {
    const idle = work();
    for (let at = 0; at < 20; at++) {
      idle.busy();
      await pass(200);
    }
    expect(steps).toBe(0);
    await pass(101);
    for (let at = 0; at < 8; at++) await turn();
    const before = steps;
    expect(before).toBeGreaterThan(0);
    idle.busy();
    for (let at = 0; at < 20; at++) await turn();
    expect(steps).toBe(before);
    await pass(301);
    for (let at = 0; at < 8; at++) await turn();
    expect(steps).toBeGreaterThan(before);
    expect(loads).toBe(1);
  });

  it('lets what came during a piece go first', async () => {
    const order: string[] = [];
    const idle = work(() => {
      order.push('step');
      // As a message that arrives now is handed on by the connection: in the next turn.
      if (order.length === 2) setImmediate(() => order.push('message'));
      return { value: undefined, done: false };
    });
    idle.busy();
    await pass(301);
    for (let at = 0; at < 8; at++) await turn();
    expect(order.slice(0, 4)).toEqual(['step', 'step', 'message', 'step']);
  });

  it('ends when its budget is used up', async () => {
    const idle = work();
    idle.busy();
    await pass(301);
    for (let at = 0; at < 200; at++) await turn();
    // 60 ms of steps of 3 ms.
    expect(steps).toBe(20);
    idle.busy();
    await pass(1000);
    expect(steps).toBe(20);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts the work, not what it waits for a busy machine', async () => {
    slowness = 10;
    const idle = work();
    idle.busy();
    await pass(301);
    for (let at = 0; at < 200; at++) await turn();
    expect(steps).toBe(20);
  });

  it('ends when there are no more steps', async () => {
    const idle = work(() => ({ value: undefined, done: steps === 5 }));
    idle.busy();
    await pass(301);
    for (let at = 0; at < 50; at++) await turn();
    expect(steps).toBe(5);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with a fault, which is told once', async () => {
    const idle = work(() => {
      throw new Error('broken');
    });
    idle.busy();
    await pass(301);
    for (let at = 0; at < 50; at++) await turn();
    idle.busy();
    await pass(1000);
    expect(steps).toBe(1);
    expect(faults).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
