// Non-negative least squares with relative weights: small, dense and deterministic, so no library is needed.

/**
 * Minimises the weighted sum of ((row . x - y) / y)^2 with x >= 0, by cyclic coordinate descent on the normal equations.
 * Coefficients are costs of hardware, so none may be negative; what does not pay for itself becomes 0.
 */
export function fit(rows, targets, weights = targets.map(() => 1)) {
  const n = rows[0]?.length ?? 0;
  const gram = Array.from({ length: n }, () => new Float64Array(n));
  const right = new Float64Array(n);
  rows.forEach((row, index) => {
    const weight = weights[index] / (targets[index] * targets[index]);
    for (let i = 0; i < n; i += 1) {
      right[i] += weight * row[i] * targets[index];
      for (let j = 0; j < n; j += 1) gram[i][j] += weight * row[i] * row[j];
    }
  });
  const x = new Float64Array(n);
  for (let round = 0; round < 20_000; round += 1) {
    let moved = 0;
    for (let i = 0; i < n; i += 1) {
      if (gram[i][i] === 0) continue;
      let gradient = right[i];
      for (let j = 0; j < n; j += 1) gradient -= gram[i][j] * x[j];
      const next = Math.max(0, x[i] + gradient / gram[i][i]);
      moved = Math.max(moved, Math.abs(next - x[i]) * Math.sqrt(gram[i][i]));
      x[i] = next;
    }
    if (moved < 1e-9) break;
  }
  return [...x];
}

/** Errors below this share of a point count as if they were of it: finer differences tell nothing. */
const FINE = 0.03;

/**
 * The same, but the sum of |row . x - y| / y: by least squares whose weights are one over the error before. What a few
 * strange points are wrong by does not move the rest, which is what a median error asks for.
 *
 * @param weights of the errors, not of their squares
 */
export function fitRobust(rows, targets, weights = targets.map(() => 1)) {
  let each = weights.map((weight) => weight * weight);
  let x = fit(rows, targets, each);
  for (let round = 0; round < 10; round += 1) {
    each = weights.map((weight, index) => {
      const error = weight * Math.abs(dot(rows[index], x) / targets[index] - 1);
      return (weight * weight) / Math.max(error, FINE);
    });
    x = fit(rows, targets, each);
  }
  return x;
}

export const dot = (row, x) => row.reduce((sum, value, index) => sum + value * x[index], 0);

const quantile = (sorted, q) => {
  if (sorted.length === 0) return undefined;
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
};

/** Statistics of estimate / measured ratios. */
export function statistics(ratios) {
  const sorted = [...ratios].sort((a, b) => a - b);
  const errors = ratios.map((ratio) => Math.abs(ratio - 1)).sort((a, b) => a - b);
  const round = (value) => (value === undefined ? undefined : Math.round(value * 1000) / 1000);
  return {
    n: ratios.length,
    median: round(quantile(sorted, 0.5)),
    p5: round(quantile(sorted, 0.05)),
    p10: round(quantile(sorted, 0.1)),
    p90: round(quantile(sorted, 0.9)),
    p95: round(quantile(sorted, 0.95)),
    medianError: round(quantile(errors, 0.5)),
    meanError: round(errors.reduce((sum, value) => sum + value, 0) / Math.max(1, errors.length)),
    maxError: round(errors.at(-1)),
  };
}

/** The same of points that count differently: `{ ratio, weight }`. */
export function weightedStatistics(points) {
  const at = (values, q) => {
    const sorted = values.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
    const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
    let before = 0;
    for (const { value, weight } of sorted) {
      before += weight;
      if (before >= q * all) return Math.round(value * 1000) / 1000;
    }
    return undefined;
  };
  const ratios = points.map(({ ratio, weight }) => ({ value: ratio, weight }));
  const errors = points.map(({ ratio, weight }) => ({ value: Math.abs(ratio - 1), weight }));
  const share = (q) => at(ratios, q);
  return {
    n: points.length,
    median: share(0.5),
    p5: share(0.05),
    p10: share(0.1),
    p90: share(0.9),
    p95: share(0.95),
    medianError: at(errors, 0.5),
    maxError: at(errors, 1),
  };
}
