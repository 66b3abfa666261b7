import { describe, expect, it } from 'vitest';
import { numpyRemedy } from '../../../server/src/diagnostics/catalogue/array-layout.js';

describe('what makes an array of another framework fit', () => {
  it.each([
    ['channels first, of a kernel', [32, 16, 3, 5], [32, 3, 5, 16], 'numpy.moveaxis(array, 1, -1)'],
    ['channels first, of images', [7, 3, 64, 48], ['N', 64, 48, 3], 'numpy.moveaxis(array, 1, -1)'],
    ['channels first, of a sequence', [7, 2, 256], ['N', 256, 2], 'numpy.moveaxis(array, 1, -1)'],
    ['a depthwise kernel', [16, 1, 3, 3], [16, 3, 3], 'array[:, 0]'],
    ['inputs before outputs', [64, 12], [12, 64], 'array.T'],
    ['grey images for a vector', [7, 28, 28], ['N', 784], 'array.reshape(-1, 784)'],
    ['grey images without their channel', [7, 28, 28], ['N', 28, 28, 1], 'array.reshape(-1, 28, 28, 1)'],
    ['vectors for grey images', [7, 784], ['N', 28, 28, 1], 'array.reshape(-1, 28, 28, 1)'],
    ['colours flattened in an order that nobody knows', [7, 3, 32, 32], ['N', 3072], undefined],
    ['another size', [7, 27, 28], ['N', 784], undefined],
    ['another count of units', [64, 13], [12, 64], undefined],
    ['the right shape, of another type', [7, 64, 64, 3], ['N', 64, 64, 3], undefined],
  ])('%s', (_, found, wanted, remedy) => {
    expect(numpyRemedy(found, [wanted])).toBe(remedy);
  });
});
