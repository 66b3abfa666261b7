/** What a unit measures: `share` is a part of a device (`80%`). */
export type Dimension = 'frequency' | 'rate' | 'time' | 'share';

export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  /** The value of `1<unit>` is 10 ** exponent of Hz, frames per second, seconds, or the whole: exact in rationals. */
  readonly exponent: number;
}

/** Every unit of the language, by its spelling. */
export const units: ReadonlyMap<string, Unit> = new Map(
  (
    [
      ['Hz', 'frequency', 0],
      ['kHz', 'frequency', 3],
      ['MHz', 'frequency', 6],
      ['GHz', 'frequency', 9],
      ['FPS', 'rate', 0],
      ['kFPS', 'rate', 3],
      ['MFPS', 'rate', 6],
      ['ns', 'time', -9],
      ['us', 'time', -6],
      ['ms', 'time', -3],
      ['s', 'time', 0],
      ['%', 'share', -2],
    ] as const
  ).map(([name, dimension, exponent]) => [name, { name, dimension, exponent }]),
);

/** The unit that was most likely meant by a word in the wrong case (`Mhz`, `fps`), or undefined. */
export function unitInOtherCase(word: string): Unit | undefined {
  const lower = word.toLowerCase();
  for (const unit of units.values()) if (unit.name.toLowerCase() === lower) return unit;
  return undefined;
}
