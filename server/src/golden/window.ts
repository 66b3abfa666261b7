import type { Shape, WindowGeometry } from '../network/graph.js';

/**
 * For each output pixel and tap of the window, row by row: the pixel of the input under it, or -1 in the border.
 * `[output pixels, taps]`.
 */
export function windowTable(from: Shape, to: Shape, { kernel, stride, dilation, pad }: WindowGeometry): Int32Array {
  const [rows, columns] = kernel;
  const table = new Int32Array(to.height * to.width * rows * columns);
  let at = 0;
  for (let row = 0; row < to.height; row++) {
    for (let column = 0; column < to.width; column++) {
      for (let i = 0; i < rows; i++) {
        const y = row * stride[0] - pad.top + i * dilation[0];
        for (let j = 0; j < columns; j++) {
          const x = column * stride[1] - pad.left + j * dilation[1];
          table[at++] = y >= 0 && y < from.height && x >= 0 && x < from.width ? y * from.width + x : -1;
        }
      }
    }
  }
  return table;
}
