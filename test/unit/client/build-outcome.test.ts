import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../client/src/tasks/build-outcome.js';
import type { BuildEvent } from '../../../server/src/lsp/protocol.js';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 28, 12, 0, second)).toISOString();
const begun: BuildEvent = { event: 'build', time: at(0), pid: 1, file: 'n.bnn', target: null, steps: [] };
const step = (state: 'started' | 'succeeded' | 'failed' | 'cancelled'): BuildEvent => {
  return { event: 'step', time: at(1), step: 'csynth', state, run: '.bnn/runs/0001-csynth' };
};
const ended = (outcome: 'succeeded' | 'failed' | 'cancelled', second: number): BuildEvent => {
  return { event: 'ended', time: at(second), outcome, exitCode: outcome === 'succeeded' ? 0 : 1 };
};
const problem = (severity: string, message: string): BuildEvent => {
  const place = { file: 'n.bnn', line: 3, column: 1 };
  return { event: 'problem', time: at(1), step: 'csynth', code: 'BNN805', severity, message, ...place };
};

describe('the outcome of a build', () => {
  it('is a success with its time, where that was long enough to look away', () => {
    const run = [begun, step('started'), step('succeeded')];
    expect(outcomeOf([...run, ended('succeeded', 131)])).toEqual({ state: 'succeeded', seconds: 131 });
    expect(outcomeOf([...run, ended('succeeded', 2)])).toBeUndefined();
  });

  it('is a failure with its first error, not with what stands before it', () => {
    const problems = [problem('warning', 'slow'), problem('error', 'cause'), problem('error', 'follows')];
    const told = outcomeOf([begun, step('started'), ...problems, step('failed'), ended('failed', 2)]);
    expect(told).toMatchObject({
      state: 'failed',
      step: 'csynth',
      run: '.bnn/runs/0001-csynth',
      problem: { message: 'cause' },
    });
  });

  it('is a failure without a cause, where the log holds none', () => {
    const told = outcomeOf([begun, step('started'), step('failed'), ended('failed', 2)]);
    expect(told).toMatchObject({ state: 'failed', problem: undefined });
  });

  it('is nothing to tell of what the user ended, or of what never began', () => {
    expect(outcomeOf([begun, step('started'), step('cancelled'), ended('cancelled', 500)])).toBeUndefined();
    expect(outcomeOf([begun, step('started')])).toBeUndefined();
    expect(outcomeOf([])).toBeUndefined();
  });
});
