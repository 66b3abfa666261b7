import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenAtRest } from '../../../client/src/views/when-at-rest.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('acts once, after the last word, and no more when it is disposed', () => {
  const act = vi.fn();
  const { tell, dispose } = whenAtRest(100, act);
  for (let words = 0; words < 3; words++) {
    tell();
    vi.advanceTimersByTime(60);
  }
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(40);
  expect(act).toHaveBeenCalledTimes(1);
  tell();
  dispose();
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(1);
});
