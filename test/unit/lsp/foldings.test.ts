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
/** The network of each search that was started. */
let networks: string[] = [];

function foldings(): Foldings {
  const startJob = ((_: string, { request }: { readonly request: FoldingQuestion['request'] }) => {
    started++;
    networks.push(request.network.name);
    const outcome = new Promise<JobOutcome<Found>>(() => undefined);
    return { outcome, cancel: () => undefined };
  }) as unknown as StartJob;
  return createFoldings({ startJob }, { limitMs: () => 1000, onFault: () => undefined, onAnswer: () => undefined });
}

function question(network = 'N'): FoldingQuestion {
  const [request] = analyseText(TEXT.replaceAll(/\bN\b/g, network)).designs;
  if (!request) throw new Error('the text has no design');
  return { key: network, request };
}

describe('the search for a folding while somebody types', () => {
  beforeEach(() => {
    now = 0;
    started = 0;
    networks = [];
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

  it('comes first for the text that somebody looks at, then for what is wanted beside it', () => {
    const searched = foldings();
    searched.want('other', [question('Other')]);
    searched.want(MAIN, [question()]);
    searched.want('commit', [question('Committed')], true);
    now = 60;
    vi.advanceTimersByTime(60);
    expect(networks).toEqual(['N']);
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
