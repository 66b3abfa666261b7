/** The index of the greatest value, the lowest among equals. */
export function best(values: ArrayLike<number>): number {
  let index = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[index] ?? 0)) index = at;
  return index;
}
