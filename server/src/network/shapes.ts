import type { Layer, Shape, Tensor } from './graph.js';

/** The shape as the language writes it: `32x32x3`, `1024x2`, `784`. */
export function showShape(shape: Shape): string {
  const { height, width, channels, rank } = shape;
  if (rank === 0) return String(channels);
  return rank === 1 ? `${width}x${channels}` : `${height}x${width}x${channels}`;
}

export function vector(channels: number): Shape {
  return { height: 1, width: 1, channels, rank: 0 };
}

/** How many values one frame of the map holds. */
export function elements(shape: Shape): number {
  return shape.height * shape.width * shape.channels;
}

/** Whether two maps have the same height and width. */
export function sameMap(a: Shape, b: Shape): boolean {
  return a.height === b.height && a.width === b.width;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return sameMap(a, b) && a.channels === b.channels;
}

/** Whether a shape stands on a value that could not be read. */
export function isGuessedShape({ guessed }: Tensor): boolean {
  return guessed === 'shape' || guessed === 'channels';
}

/** Whether what a layer reads or gives has such a shape. */
export function hasGuessedShape({ inputTensors, output }: Pick<Layer, 'inputTensors' | 'output'>): boolean {
  return [...inputTensors, output].some((tensor) => tensor && isGuessedShape(tensor));
}
