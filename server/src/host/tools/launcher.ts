import path from 'node:path';

/** What is started in the end: an executable and its arguments. */
export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
}

/**
 * A command behind a launcher, such as `srun` or `ssh host`: the launcher's own words first. ssh alone hands what follows
 * to a shell of the other machine, and starts in the home folder there; so it gets one word, quoted for that shell, which
 * goes to the folder first. All others take words as they are, and start where they are started.
 * @param folder where the command runs, the same path on both machines
 */
export function behindLauncher(launcher: readonly string[], command: Command, folder: string): Command {
  const [executable, ...own] = launcher;
  if (executable === undefined) return command;
  if (!isSsh(executable)) return { executable, args: [...own, command.executable, ...command.args] };
  const words = [command.executable, ...command.args].map(posixQuoted).join(' ');
  return { executable, args: [...own, `cd ${posixQuoted(folder)} && exec ${words}`] };
}

/** A word as a POSIX shell reads it back unchanged. */
export function posixQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function isSsh(executable: string): boolean {
  return /^ssh(?:\.exe)?$/i.test(path.basename(executable));
}
