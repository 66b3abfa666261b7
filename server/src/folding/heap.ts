/** A heap of layer indexes, the one with the most cycles on top, the first in the file among equals. */
export interface Heap {
  readonly top: () => number | undefined;
  /** Puts the top where it belongs after its cycles fell. */
  readonly settle: () => void;
  readonly drop: () => void;
}

/** Cycles are read when layers are compared; only those of the top may change, followed by `settle`. */
export function heapOf(layers: readonly number[], cycles: (layer: number) => number): Heap {
  const items = [...layers];
  const before = (a: number, b: number): boolean => cycles(a) > cycles(b) || (cycles(a) === cycles(b) && a < b);
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const mine = items[best];
        const its = items[child];
        if (mine !== undefined && its !== undefined && before(its, mine)) best = child;
      }
      const here = items[at];
      const there = items[best];
      if (best === at || here === undefined || there === undefined) return;
      items[at] = there;
      items[best] = here;
      at = best;
    }
  };
  for (let at = (items.length >> 1) - 1; at >= 0; at--) sink(at);
  return {
    top: () => items[0],
    settle: () => sink(0),
    drop: () => {
      const last = items.pop();
      if (items.length > 0 && last !== undefined) items[0] = last;
      sink(0);
    },
  };
}
