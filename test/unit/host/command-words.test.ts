import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { batchArguments, isBatchFile, UnsafeWordError } from '../../../server/src/host/tools/batch-file.js';
import { behindLauncher, posixQuoted } from '../../../server/src/host/tools/launcher.js';

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

  it('are for batch files only', () => {
    expect(['vivado.bat', 'X.CMD', 'vivado.exe', 'vivado'].map(isBatchFile)).toEqual([true, true, false, false]);
  });
});

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
