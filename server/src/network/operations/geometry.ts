import { report } from '../faults.js';
import { asPadding, asPair } from '../forms.js';
import type { Pair, Shape, Tensor, WindowGeometry } from '../graph.js';
import { showShape } from '../shapes.js';
import { showValue } from '../values.js';
import { outputSize, samePads, windowSpan, type WindowAxis } from '../window.js';
import { attributeSpan, guessForShape, guessPair, optional, readsGuess, required, type Reading } from './reading.js';

/** The attributes of a window as written, before the rank of the map is known. */
export interface WindowAttributes {
  readonly attribute: 'kernel' | 'size';
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pad: 'same' | readonly number[];
}

/** Reads `kernel` or `size`, `stride` (by default 1, of pools the size), `dilation` and `pad`. */
export function readWindow(reading: Reading, attribute: 'kernel' | 'size'): WindowAttributes {
  const kernel = required(reading, attribute, asPair) ?? guessPair(reading, attribute);
  const step = attribute === 'size' ? kernel : [1];
  const stride = optional(reading, 'stride', asPair, step) ?? guessForShape(reading, step);
  const dilation = optional(reading, 'dilation', asPair, [1]) ?? guessForShape(reading, [1]);
  const pad = optional(reading, 'pad', asPadding, [0]) ?? guessForShape(reading, [0]);
  return { attribute, kernel, stride, dilation, pad };
}

/** The window over a map, with every axis written out, and the shape that it leaves; undefined after a report. */
export function resolveWindow(
  reading: Reading,
  window: WindowAttributes,
  input: Tensor,
  channels: number,
): { readonly geometry: WindowGeometry; readonly shape: Shape } | undefined {
  const { shape } = input;
  if (shape.rank === 0) {
    const { name, kind } = reading;
    report(reading.env, 'BNN313', reading.nameSpan, { name, kind, shape: showShape(shape) });
    return undefined;
  }
  const kernel = resolvePair(reading, window.attribute, window.kernel, shape);
  // A pool's stride is its size unless said otherwise; a fault of the size is told once.
  const stride =
    reading.given.has('stride') || window.attribute === 'kernel'
      ? resolvePair(reading, 'stride', window.stride, shape)
      : kernel;
  const dilation = resolvePair(reading, 'dilation', window.dilation, shape);
  if (!kernel || !stride || !dilation) return undefined;
  const pads = resolvePads(reading, window.pad, shape, kernel, stride, dilation);
  if (!pads) return undefined;
  const { geometry, rows, columns } = pads;
  const height = outputSize(rows);
  const width = outputSize(columns);
  if (height < 1 || width < 1) {
    // Of a window that is not sure, that is not sure either.
    if (reading.guesses.shape || readsGuess(reading)) return undefined;
    reportTooLarge(reading, window.attribute, geometry, shape);
    return undefined;
  }
  const within = { ...geometry, stride: strideWithin(geometry, shape) };
  return { geometry: within, shape: { height, width, channels, rank: shape.rank } };
}

/** A step beyond the padded map is never taken, and no buffer is to be as deep as one: it ends at the map's end. */
function strideWithin({ stride, pad }: WindowGeometry, { height, width }: Shape): Pair {
  return [Math.min(stride[0], height + pad.top + pad.bottom), Math.min(stride[1], width + pad.left + pad.right)];
}

/** One number for every axis, or one per axis of the map; undefined after a report. */
export function resolvePair(
  reading: Reading,
  attribute: string,
  numbers: readonly number[],
  shape: Shape,
): Pair | undefined {
  const [first = 1, second] = numbers;
  if (shape.rank === 1 ? second === undefined : true) return shape.rank === 1 ? [1, first] : [first, second ?? first];
  const given = reading.given.get(attribute);
  report(reading.env, 'BNN312', attributeSpan(reading, attribute), {
    attribute,
    found: given ? showValue(given.value) : numbers.join('x'),
    map: showShape(shape),
    axes: shape.rank,
  });
  return undefined;
}

/** Both axes of a window over a map. */
export function axesOf(
  geometry: WindowGeometry,
  shape: Shape,
): { readonly rows: WindowAxis; readonly columns: WindowAxis } {
  const { kernel, stride, dilation, pad } = geometry;
  return {
    rows: {
      size: shape.height,
      kernel: kernel[0],
      stride: stride[0],
      dilation: dilation[0],
      before: pad.top,
      after: pad.bottom,
    },
    columns: {
      size: shape.width,
      kernel: kernel[1],
      stride: stride[1],
      dilation: dilation[1],
      before: pad.left,
      after: pad.right,
    },
  };
}

function resolvePads(
  reading: Reading,
  pad: 'same' | readonly number[],
  shape: Shape,
  kernel: Pair,
  stride: Pair,
  dilation: Pair,
): ({ readonly geometry: WindowGeometry } & ReturnType<typeof axesOf>) | undefined {
  const oneRow = shape.rank === 1;
  let [top, bottom, left, right] = [0, 0, 0, 0];
  if (pad === 'same') {
    const rows = samePads(shape.height, kernel[0], stride[0], dilation[0]);
    const columns = samePads(shape.width, kernel[1], stride[1], dilation[1]);
    [top, bottom, left, right] = [rows.before, rows.after, columns.before, columns.after];
  } else if (pad.length === 1) {
    const every = pad[0] ?? 0;
    [top, bottom, left, right] = oneRow ? [0, 0, every, every] : [every, every, every, every];
  } else if (pad.length === (oneRow ? 2 : 4)) {
    if (oneRow) [left = 0, right = 0] = pad;
    else [top = 0, bottom = 0, left = 0, right = 0] = pad;
  } else {
    const wanted = oneRow ? '[left, right]' : '[top, bottom, left, right]';
    const facts = { found: pad.length, map: showShape(shape), wanted };
    report(reading.env, 'BNN315', attributeSpan(reading, 'pad'), facts);
    return undefined;
  }
  const geometry = { kernel, stride, dilation, pad: { top, bottom, left, right } };
  return { geometry, ...axesOf(geometry, shape) };
}

function reportTooLarge(reading: Reading, attribute: string, geometry: WindowGeometry, shape: Shape): void {
  const { kernel, dilation, pad } = geometry;
  const oneRow = shape.rank === 1;
  const pair = (rows: number, columns: number): string => (oneRow ? String(columns) : `${rows}x${columns}`);
  const height = shape.height + pad.top + pad.bottom;
  const width = shape.width + pad.left + pad.right;
  report(reading.env, 'BNN301', attributeSpan(reading, attribute), {
    attribute,
    span: pair(windowSpan(kernel[0], dilation[0]), windowSpan(kernel[1], dilation[1])),
    map: showShape(shape),
    padded: showShape({ ...shape, height, width }),
    most: pair(Math.floor((height - 1) / dilation[0]) + 1, Math.floor((width - 1) / dilation[1]) + 1),
  });
}
