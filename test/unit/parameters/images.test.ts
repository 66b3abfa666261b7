import { describe, expect, test } from 'vitest';
import { readImages } from '../../../server/src/parameters/images.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import { float, int8, networkOf, npzOf } from './support.js';

const ONE = 'network N {\n input x type=bipolar shape=2x1\n argmax a\n}';
const TWO = 'network N {\n input x type=bipolar shape=2\n input y type=binary shape=2\n concat c from=[x, y]\n}';

function read(text: string, arrays: Readonly<Record<string, NpyArray>>): unknown {
  const found = readImages(networkOf(text), npzOf(arrays));
  return 'images' in found ? found.images : found.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe('images', () => {
  test('by the name images or the name of the one input, with labels', () => {
    const images = int8([2, 2, 1], [1, -1, -1, -1]);
    const labels = int8([2], [1, 0]);
    expect(read(ONE, { images, labels })).toEqual({ count: 2, inputs: [images.data], labels: labels.data });
    expect(read(ONE, { x: images })).toEqual({ count: 2, inputs: [images.data], labels: undefined });
  });
  test('by name for several inputs', () => {
    const [x, y] = [int8([1, 2], [1, -1]), int8([1, 2], [0, 1])];
    expect(read(TWO, { x, y })).toEqual({ count: 1, inputs: [x.data, y.data], labels: undefined });
  });
  test('what is wrong with them', () => {
    expect(read(ONE, { pictures: int8([1], [1]) })).toEqual([
      'BNN720 There are no images for x: expected an array named images or x, found pictures.',
    ]);
    expect(read(ONE, { images: int8([2, 2], [1, 1, 1, 1]) })).toEqual([
      'BNN721 images is int8 [2, 2]; expected integers [N, 2, 1]; array.reshape(-1, 2, 1) makes it so.',
    ]);
    expect(read(ONE, { images: float([1, 2, 1], [1, 1]) })).toEqual([
      'BNN721 images is float64 [1, 2, 1]; expected integers [N, 2, 1].',
    ]);
    expect(read(ONE, { images: int8([2, 2, 1], [1, 1, 0, 1]) })).toEqual([
      'BNN722 images holds 0 in image 1; the input is bipolar, which holds -1 and +1.',
    ]);
    expect(read(ONE, { images: int8([1, 2, 1], [1, 1]), labels: int8([2], [0, 1]) })).toEqual([
      'BNN721 labels is int8 [2]; expected integers [1].',
    ]);
    expect(read(TWO, { x: int8([1, 2], [1, 1]), y: int8([2, 2], [1, 1, 1, 1]) })).toEqual([
      'BNN721 y is int8 [2, 2]; expected integers [1, 2].',
    ]);
  });
});
