import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Found } from '../../../server/src/folding/found.js';
import type { FoldingQuestion } from '../../../server/src/folding/live.js';
import type { JobOutcome } from '../../../server/src/jobs/job.js';
import type { StartJob } from '../../../server/src/jobs/registry.js';
import { createFoldings, type Foldings } from '../../../server/src/lsp/foldings.js';
import { MAIN, analyseText } from '../../support/analysis.js';

const TEXT = `
network N { defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=64
  dense a units=64
}
target t for N { device=pynq_z1 clock=100MHz throughput=1MFPS }
`;

/** A clock that stands still until it is told, beside timers that fire when they are told. */
let now = 0;
let started = 0;

function foldings(): Foldings {
  const startJob = (() => {
    started++;
    const outcome = new Promise<JobOutcome<Found>>(() => undefined);
    return { outcome, cancel: () => undefined };
  }) as unknown as StartJob;
  return createFoldings({ startJob }, { limitMs: () => 1000, onFault: () => undefined, onAnswer: () => undefined });
}

function question(): FoldingQuestion {
  const [request] = analyseText(TEXT).designs;
  if (!request) throw new Error('the text has no design');
  return { key: 'one', request };
}

describe('the search for a folding while somebody types', () => {
  beforeEach(() => {
    now = 0;
    started = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('begins when nothing was typed for a while', () => {
    foldings().want(MAIN, [question()]);
    now = 20;
    vi.advanceTimersByTime(20);
    expect(started).toBe(0);
    now = 40;
    vi.advanceTimersByTime(20);
    expect(started).toBe(1);
  });

  it('does not begin because a timer fires early, as it does behind an analysis that took longer than the pause', () => {
    foldings().want(MAIN, [question()]);
    now = 2;
    vi.advanceTimersByTime(25);
    expect(started).toBe(0);
    now = 60;
    vi.advanceTimersByTime(25);
    expect(started).toBe(1);
  });

  it('waits again from each keystroke on, without a timer for each', () => {
    const searched = foldings();
    for (let key = 0; key < 20; key++) {
      searched.want(MAIN, [question()]);
      expect(vi.getTimerCount()).toBe(1);
      now += 10;
      vi.advanceTimersByTime(10);
    }
    expect(started).toBe(0);
    now += 60;
    vi.advanceTimersByTime(60);
    expect(started).toBe(1);
  });
});
