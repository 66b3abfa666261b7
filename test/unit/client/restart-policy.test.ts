import { describe, expect, it } from 'vitest';
import { restartPolicy } from '../../../client/src/restart-policy.js';

/** What the policy says at each of these times, in seconds. */
function answers(times: readonly number[]): readonly boolean[] {
  const policy = restartPolicy();
  return times.map((time) => policy.mayRestart(time * 1000));
}

describe('a server that ends by itself', () => {
  it('is started again four times, and not the fifth', () => {
    expect(answers([0, 1, 2, 3, 4])).toEqual([true, true, true, true, false]);
  });

  it('is started again for ever when it ends seldom', () => {
    expect(answers([0, 50, 100, 150, 200, 250, 300])).toEqual(Array(7).fill(true));
  });

  it('counts an end for three minutes', () => {
    expect(answers([0, 1, 2, 3, 180])).toEqual([true, true, true, true, true]);
    expect(answers([0, 1, 2, 3, 179])).toEqual([true, true, true, true, false]);
  });

  it('has its chances anew after it was given up and started by hand', () => {
    expect(answers([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
