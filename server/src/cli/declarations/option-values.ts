import { UsageError } from '../terminal.js';

/** What `selectDesigns` takes where no target is named. */
export const TARGET_DEFAULT = 'default: that of bnn.json, else the first of the file';

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A folder of `--out`. An empty one would be the current folder, which hardly anybody means who gives an empty variable. */
export function folderOf(value: string): string {
  if (value === '') throw new UsageError('--out: the name of the folder is empty');
  return value;
}
