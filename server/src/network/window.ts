/** One axis of a window that moves over a padded map. */
export interface WindowAxis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** Pixels from the first tap of a window to its last. */
export function windowSpan(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/** Output positions: floor((in + pads - dilation*(kernel-1) - 1)/stride) + 1, less than 1 where the window does not fit. */
export function outputSize(axis: WindowAxis): number {
  const { size, kernel, stride, dilation, before, after } = axis;
  return Math.floor((size + before + after - windowSpan(kernel, dilation)) / stride) + 1;
}

/** Pads for ceil(in/stride) outputs, the odd pixel after (ONNX SAME_UPPER). */
export function samePads(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
): { readonly before: number; readonly after: number } {
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + windowSpan(kernel, dilation) - size);
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/** Taps of the window at one output position that lie inside the map, not in the border. */
export function tapsInside(axis: WindowAxis, position: number): number {
  const { size, kernel, stride, dilation, before } = axis;
  const start = position * stride - before;
  const first = Math.max(0, Math.ceil(-start / dilation));
  const last = Math.min(kernel - 1, Math.floor((size - 1 - start) / dilation));
  return Math.max(0, last - first + 1);
}

const SEARCHED = 4096;

/** The most and fewest taps inside the map over all positions. */
export function tapsRange(axis: WindowAxis): { readonly least: number; readonly most: number } {
  const { size, kernel, stride, dilation, before, after } = axis;
  if (before === 0 && after === 0) return { least: kernel, most: kernel };
  const positions = outputSize(axis);
  const count = (position: number): number => tapsInside(axis, position);
  const firstClear = Math.ceil(before / stride);
  const fits = firstClear < positions && firstClear * stride - before + windowSpan(kernel, dilation) <= size;
  if (fits && dilation === 1) {
    // Without dilation the count rises to the kernel and falls again, so the ends hold the least.
    return { least: Math.min(count(0), count(positions - 1)), most: kernel };
  }
  let least = kernel;
  let most = fits ? kernel : 0;
  // Only border positions differ; a border this wide is met by the ends.
  for (let at = 0; at < Math.min(positions, SEARCHED); at++) {
    for (const taps of [count(at), count(positions - 1 - at)]) {
      least = Math.min(least, taps);
      most = Math.max(most, taps);
    }
  }
  if (positions > 2 * SEARCHED) most = Math.max(most, count(Math.min(firstClear, positions - 1)));
  return { least, most };
}
