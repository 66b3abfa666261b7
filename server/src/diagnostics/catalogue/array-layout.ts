type Shape = readonly (number | string)[];

/**
 * What numpy call makes an array of the shape that is wanted, where the one found is what other frameworks keep: channels
 * first, inputs before outputs, an axis of one, a picture in place of a vector. Only calls that keep values at their
 * places; undefined where there is none. A `'N'` in front stands for any count.
 */
export function numpyRemedy(found: readonly number[], expected: readonly Shape[]): string | undefined {
  for (const wanted of expected) {
    const remedy = remedyFor(found, wanted);
    if (remedy !== undefined) return remedy;
  }
  return undefined;
}

function remedyFor(found: readonly number[], wanted: Shape): string | undefined {
  const [first = 0, second = 0, ...others] = found;
  if (others.length > 0 && equal([first, ...others, second], wanted)) return 'numpy.moveaxis(array, 1, -1)';
  if (others.length > 0 && second === 1 && equal([first, ...others], wanted)) return 'array[:, 0]';
  if (found.length === 2 && equal([second, first], wanted) && wanted[0] !== 'N') return 'array.T';
  const [, ...axes] = wanted;
  // With one axis of many channels it would be a guess in which order they are flattened.
  const plain = found.slice(1).filter((extent) => extent > 1).length <= 2;
  if (wanted[0] === 'N' && plain && !equal(found, wanted) && product(found.slice(1)) === product(axes))
    return `array.reshape(-1, ${axes.join(', ')})`;
  return undefined;
}

function equal(found: readonly number[], wanted: Shape): boolean {
  return (
    found.length === wanted.length && found.every((extent, axis) => wanted[axis] === 'N' || wanted[axis] === extent)
  );
}

function product(axes: Shape): number {
  return axes.reduce<number>((all, extent) => all * Number(extent), 1);
}
