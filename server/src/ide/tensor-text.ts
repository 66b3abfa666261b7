import type { Shape, Tensor } from '../network/graph.js';

/** A shape as the language writes it: `32x32x3`, `1024x2`, `784`. */
export function shapeText({ height, width, channels, rank }: Shape): string {
  if (rank === 0) return String(channels);
  return rank === 1 ? `${width}x${channels}` : `${height}x${width}x${channels}`;
}

/** `32x32x64 bipolar`; `?` where the shape is not known. */
export function tensorText(tensor: Tensor | undefined): string {
  return tensor ? `${shapeText(tensor.shape)} ${tensor.type.name}` : '?';
}
