import { describe, expect, it } from 'vitest';
import { pathTrouble } from '../../../server/src/vendor/path-trouble.js';

describe('what the tools may refuse in a path', () => {
  it.each([
    ['/home/ada/net/build/CNV-pynq', undefined],
    ['/home/ada/net~1/a_b.c', undefined],
    ['/home/ada/my nets', 'a blank'],
    ["/home/ada/a b $(touch x) ; 'q'", `a blank, "$", "(", ")", ";" and "'"`],
    ['/home/адa/net', 'a letter that is not ASCII'],
    ['/home/ada/v1./net', 'a dot at the end of a name'],
  ])('%s', (folder, what) => {
    expect(pathTrouble(folder, 'linux')?.what).toBe(what);
  });

  it('a drive letter is none, and the length counts on Windows alone', () => {
    expect(pathTrouble('C:\\b\\net', 'win32')).toBeUndefined();
    const long = `C:\\${'n'.repeat(60)}\\${'m'.repeat(60)}`;
    expect(pathTrouble(long, 'win32')?.what).toBe(
      '124 characters, and Windows allows 260 with all that stands below it',
    );
    expect(pathTrouble(long, 'linux')).toBeUndefined();
  });
});
