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
/** The network of each search that was started, and of each that was cancelled. */
let networks: string[] = [];
let cancelled: string[] = [];
/** Ends a search, by its network. */
let ends = new Map<string, (outcome: JobOutcome<Found>) => void>();
/** The texts that were told of an answer. */
let told: string[] = [];

const FOUND: Found = { folding: [], latencyS: undefined, certificate: undefined };

function foldings(): Foldings {
  const startJob = ((_: string, { request }: { readonly request: FoldingQuestion['request'] }) => {
    started++;
    networks.push(request.network.name);
    const { name } = request.network;
    const outcome = new Promise<JobOutcome<Found>>((resolve) => ends.set(name, resolve));
    return { outcome, cancel: () => cancelled.push(name) };
  }) as unknown as StartJob;
  const onAnswer = (uris: readonly string[]): void => void told.push(...uris);
  return createFoldings({ startJob }, { limitMs: () => 1000, onFault: () => undefined, onAnswer });
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
    cancelled = [];
    ends = new Map();
    told = [];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(process, 'uptime').mockImplementation(() => now / 1000);
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

  const pause = (ms: number): void => {
    now += ms;
    vi.advanceTimersByTime(ms);
  };

  it('is joined by a menu that asks for the same, which is told what it finds', async () => {
    const searched = foldings();
    searched.want(MAIN, [question()]);
    pause(60);
    const asked = searched.find(question(), 700);
    expect(networks).toEqual(['N']);
    ends.get('N')?.({ status: 'done', output: FOUND });
    expect(await asked).toEqual(FOUND);
    expect(told).toEqual([MAIN]);
  });

  it('is not begun again for a text where a menu began it, and goes on when the menu has no patience left', async () => {
    const searched = foldings();
    searched.want(MAIN, [question()]);
    const asked = searched.find(question(), 100);
    pause(60);
    expect(networks).toEqual(['N']);
    pause(60);
    expect(await asked).toBeUndefined();
    expect(cancelled).toEqual([]);
    ends.get('N')?.({ status: 'done', output: FOUND });
    await vi.waitFor(() => expect(told).toEqual([MAIN]));
    expect(searched.answer(question())).toEqual(FOUND);
    expect(networks).toEqual(['N']);
  });

  it('ends when neither a text nor a menu waits for it any more', async () => {
    const searched = foldings();
    searched.want(MAIN, [question()]);
    pause(60);
    const asked = searched.find(question(), 100);
    searched.want(MAIN, []);
    expect(cancelled).toEqual([]);
    pause(120);
    expect(await asked).toBeUndefined();
    expect(cancelled).toEqual(['N']);
  });
});
