import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchArguments,
  isBatchFile,
  UnsafeWordError,
  windowsEnvironment,
} from '../../../server/src/host/tools/batch-file.js';
import { behindLauncher, posixQuoted } from '../../../server/src/host/tools/launcher.js';
import { cases } from '../../support/cases.js';

const NASTY = [
  "it's",
  '$(touch x)',
  '`touch x`',
  'a b',
  '; rm -rf /',
  '"q"',
  '\\',
  '*',
  '~',
  '',
  '!x',
  'é',
  '&|<>^',
  '\n',
];

describe('the arguments of cmd.exe', () => {
  it('hold every word in quotes, and the whole line once more', () => {
    expect(batchArguments('C:\\a b\\vivado.bat', ['-mode', 'batch', '-source', 'build & run.tcl'])).toEqual([
      '/d',
      '/v:off',
      '/s',
      '/c',
      '""C:\\a b\\vivado.bat" "-mode" "batch" "-source" "build & run.tcl""',
    ]);
  });

  it('keep a backslash at the end from taking the quote with it', () => {
    expect(batchArguments('x.bat', ['C:\\out\\', 'a\\b']).at(-1)).toBe('""x.bat" "C:\\out\\\\" "a\\b""');
  });

  it('are not longer than cmd.exe reads', () => {
    const rest = (batchArguments('x.bat', ['']).at(-1) ?? '').length;
    expect(batchArguments('x.bat', ['a'.repeat(8191 - rest)]).at(-1)).toHaveLength(8191);
    expect(() => batchArguments('x.bat', ['a'.repeat(8192 - rest)])).toThrow(/8192 characters is longer than cmd\.exe/);
  });

  it.each(['\\\\server\\share\\net', '//server/share'])('have no folder %j to run in', (folder) => {
    expect(() => batchArguments('x.bat', [], folder)).toThrow(/give the share a drive letter/);
    expect(batchArguments('x.bat', [], 'C:\\net')).toHaveLength(5);
  });

  it('come without the variable that hides batch files from Vivado', () => {
    const env = { Path: 'C:\\x', nodefaultcurrentdirectoryinexepath: '1', NoDefaultCurrentDirectoryInExePath: '1' };
    expect(windowsEnvironment(env)).toEqual({ Path: 'C:\\x' });
  });

  it.each(['100%', '%PATH%', 'a"b', 'a\nb', 'a\rb', 'a\0b'])('cannot hold %j', (word) => {
    expect(() => batchArguments('x.bat', [word])).toThrow(UnsafeWordError);
    expect(() => batchArguments(`${word}.bat`, [])).toThrow(UnsafeWordError);
  });

  it.each(['$(touch x)', '`x`', "';'", '& del x', '| more', '> out', '^', '!x!', '(a)', ' '])(
    'have no unquoted place for %j',
    (word) => {
      const line = batchArguments('x.bat', [word]).at(-1) ?? '';
      // Between quotes, cmd.exe reads all characters but the percent sign as they are.
      const inner = line.slice(1, -1);
      expect(inner.split('"').filter((_, at) => at % 2 === 0)).toEqual(['', ' ', '']);
    },
  );

  it('are read back as they were given, or are refused, whatever they hold', () => {
    const word = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '%PATH%',
            '%',
            '"',
            '^',
            '&',
            '|',
            '<',
            '>',
            '!',
            '$(x)',
            '`x`',
            '\\',
            ' ',
            '(',
            ')',
            "'",
            '\n',
            ';',
            ',',
            '=',
          ),
          fc.string({ maxLength: 3 }),
        ),
        { maxLength: 6 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 4 }), (file, args) => {
        const words = [file, ...args];
        if (words.some((each) => /["%\r\n\0]/.test(each))) {
          expect(() => batchArguments(file, args)).toThrow(UnsafeWordError);
          return;
        }
        const line = batchArguments(file, args).at(-1) ?? '';
        // cmd.exe takes off the outer quotes, and reads operators outside of the inner ones.
        const inner = line.slice(1, -1);
        expect(inner.replace(/"[^"]*"/g, '')).toMatch(/^ *$/);
        expect(programWords(inner)).toEqual(words);
      }),
      { seed: 3, numRuns: cases(2000) },
    );
  });

  it('are for batch files only', () => {
    expect(['vivado.bat', 'X.CMD', 'vivado.exe', 'vivado'].map(isBatchFile)).toEqual([true, true, false, false]);
  });
});

/** The words of a line as a Windows program reads them: backslashes count only before a quote. */
function programWords(line: string): readonly string[] {
  return [...line.matchAll(/"((?:\\*[^"\\])*)(\\*)"(?= |$)/g)].map(
    ([, text = '', slashes = '']) => text + slashes.slice(slashes.length / 2),
  );
}

describe('a launcher', () => {
  const command = { executable: '/tools/vivado', args: ['-source', 'a b.tcl'] };

  it('stands before the command', () => {
    expect(behindLauncher(['srun', '-c', '8'], command, '/x')).toEqual({
      executable: 'srun',
      args: ['-c', '8', '/tools/vivado', '-source', 'a b.tcl'],
    });
    expect(behindLauncher([], command, '/x')).toEqual(command);
  });

  it('that is ssh gets one word, quoted for the shell of the other machine', () => {
    expect(behindLauncher(['/usr/bin/ssh', '-tt', 'host'], command, "/a b/$(touch x)/'q'")).toEqual({
      executable: '/usr/bin/ssh',
      args: ['-tt', 'host', `cd '/a b/$(touch x)/'\\''q'\\''' && exec /tools/vivado -source 'a b.tcl'`],
    });
  });

  it.runIf(process.platform !== 'win32').each(NASTY)('quotes %j so that a shell reads it back', (word) => {
    const read = execFileSync('/bin/sh', ['-c', `printf %s ${posixQuoted(word)}`], { encoding: 'utf8' });
    expect(read).toBe(word);
  });
});
