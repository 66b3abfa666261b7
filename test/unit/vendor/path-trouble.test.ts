import { describe, expect, it } from 'vitest';
import type { Step } from '../../../server/src/vendor/steps.js';
import type { FlowVersions } from '../../../server/src/vendor/tool-version.js';
import { pathRefusal, pathTrouble } from '../../../server/src/vendor/path-trouble.js';

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

describe('what a tool is known to refuse', () => {
  const of = (year: number): FlowVersions => ({ hls: { year, minor: 1 }, vivado: { year, minor: 1 } });
  const why = (folder: string, versions: FlowVersions, steps: readonly Step[], platform: NodeJS.Platform = 'linux') =>
    pathRefusal(folder, platform, versions, steps, ['tcl/settings.tcl', 'hls/top.cpp'])?.why;

  it('a blank, of Vivado HLS alone', () => {
    expect(why('/home/ada/my nets', of(2019), ['csynth'])).toBe('vivado_hls 2019.1 takes no blank');
    expect(why('/home/ada/my nets', of(2022), ['csynth', 'export', 'synth'])).toBeUndefined();
    expect(why('/home/ada/nets', of(2019), ['csynth'])).toBeUndefined();
  });

  it('an asterisk and brackets, where a project of Vivado is made', () => {
    expect(why('/home/ada/net[1]', of(2022), ['csynth'])).toBeUndefined();
    expect(why('/home/ada/net[1]', of(2022), ['csynth', 'export'])).toBe('Vivado 2022.1 takes no "["');
    expect(why('/home/ada/*/net', of(2025), ['synth'])).toBe('Vivado 2025.1 takes no "*"');
  });

  it('on Windows a file with more than 259 characters', () => {
    expect(why(`C:\\${'n'.repeat(239)}`, of(2022), ['csim'], 'win32')).toBeUndefined();
    expect(why(`C:\\${'n'.repeat(240)}`, of(2022), ['csim'], 'win32')).toBe(
      'its longest file has 260 characters, and Windows allows 259',
    );
    expect(why(`/${'n'.repeat(300)}`, of(2022), ['csim'])).toBeUndefined();
  });
});
