/**
 * Windows starts `.bat` files through cmd.exe only, which reads its command line as a program. So nothing goes onto that
 * line but words in double quotes, in which cmd takes all characters as they are, and words that no quotes can hold are
 * refused: `"` ends them, `%` is replaced inside of them, and a new line ends the command.
 */
const UNSAFE = /["%\r\n\0]/;

/** A word that must not stand on the command line of cmd.exe. */
export class UnsafeWordError extends Error {
  constructor(readonly word: string) {
    super(`a batch file cannot be given ${JSON.stringify(word)}: it holds a quote, a percent sign or a new line`);
  }
}

/** cmd.exe takes so many characters, and cuts off what stands behind them. */
const MOST_CHARACTERS = 8191;

/**
 * The arguments of cmd.exe that run a batch file, to be handed on as they are (`windowsVerbatimArguments`). Throws an
 * UnsafeWordError where a word cannot be passed safely, and an Error where the line is longer than cmd.exe reads, or where
 * it cannot be in the folder: from a network path it goes to the Windows folder without a stop.
 */
export function batchArguments(file: string, args: readonly string[], folder?: string): readonly string[] {
  if (folder !== undefined && /^[\\/]{2}/.test(folder))
    throw new Error(`batch files cannot run in ${folder}: give the share a drive letter (net use X: ...)`);
  const line = [file, ...args].map(quoted).join(' ');
  const length = line.length + 2;
  if (length > MOST_CHARACTERS)
    throw new Error(`a command line of ${length} characters is longer than cmd.exe reads (${MOST_CHARACTERS})`);
  // /d: no AutoRun; /v:off: `!` is a letter; /s: exactly the outer quotes are taken off.
  return ['/d', '/v:off', '/s', '/c', `"${line}"`];
}

/** Whether Windows needs cmd.exe to start this file. */
export function isBatchFile(file: string): boolean {
  return /\.(?:bat|cmd)$/i.test(file);
}

/**
 * The environment of a tool on Windows. Some shells set `NoDefaultCurrentDirectoryInExePath`; with it Vivado does not find the
 * batch files that it writes for its own runs, and says "Spawn failed".
 */
export function windowsEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name.toLowerCase() !== 'nodefaultcurrentdirectoryinexepath'),
  );
}

function quoted(word: string): string {
  if (UNSAFE.test(word)) throw new UnsafeWordError(word);
  // The program that gets the word reads a backslash before a quote as an escape of it.
  return `"${word.replace(/\\+$/, '$&$&')}"`;
}
