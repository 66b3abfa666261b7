import { describe, expect, it } from 'vitest';
import { limitsOf, patienceOf } from '../../../server/src/folding/exact/patience.js';

describe('the patience of a search', () => {
  it('ends by counted work, wherever the clock stands', () => {
    const limits = limitsOf(10);
    const patience = patienceOf({ now: () => 0, ...limits });
    const { limitWork = 0 } = limits;
    patience.spend(limitWork);
    expect(patience.expired()).toBe(false);
    patience.spend(1);
    expect(patience.expired()).toBe(true);
  });

  it('ends by the clock at the latest, with some of the time left to say why', () => {
    let ms = 0;
    const patience = patienceOf({ now: () => ms, limitMs: 1000 });
    expect(patience.expired()).toBe(false);
    const endsAt = (asked: { readonly expired: () => boolean; readonly spend: (work: number) => void }): number => {
      for (; !asked.expired(); ms++) asked.spend(1e5);
      return ms;
    };
    expect(endsAt(patience)).toBeGreaterThan(800);
    expect(ms).toBeLessThan(900);
    expect(endsAt(patience.further())).toBeGreaterThan(1000);
    expect(ms).toBeLessThan(1010);
  });

  it('looks at the clock seldom, but also where little work is counted', () => {
    let looks = 0;
    const patience = patienceOf({ now: () => looks++, limitMs: 100 });
    for (let asked = 0; asked < 1000; asked++) patience.expired();
    expect(looks).toBeLessThan(50);
    for (let asked = 0; asked < 10_000; asked++) patience.expired();
    expect(patience.expired()).toBe(true);
  });

  it('is over at once where the search is cancelled, and where it takes too much memory', () => {
    let cancelled = false;
    const asked = patienceOf({ now: () => 0, limitMs: 1, cancelled: () => cancelled });
    expect(asked.expired()).toBe(false);
    cancelled = true;
    expect(asked.expired()).toBe(true);
    const full = patienceOf({ now: () => 0, limitMs: 1 });
    full.outOfMemory();
    expect(full.expired()).toBe(true);
    expect(full.isOutOfMemory()).toBe(true);
  });
});
