import { describe, expect, it } from 'vitest';
import { readProjectFile } from '../../../server/src/workspace/project-file.js';
import { analyseText } from '../../support/analysis.js';

const read = (board: object): ReturnType<typeof readProjectFile> =>
  readProjectFile(JSON.stringify({ boards: [board] }), 'file:///bnn.json');

describe('boards of bnn.json', () => {
  it('take what they do not say from their part, with its mark', () => {
    const { settings, diagnostics } = read({ name: 'own', part: 'XCZU7EV-FFVC1156-2-E' });
    expect(diagnostics).toEqual([]);
    expect(settings.boards[0]).toMatchObject({
      part: 'xczu7ev-ffvc1156-2-e',
      die: 'xczu7ev',
      family: 'xcup',
      portBits: 128,
      available: { lut: 230_400, bram18: 624, uram: 96, dsp: 1728 },
      verification: 'unverified',
    });
  });

  it('are believed where they count themselves', () => {
    const { settings } = read({ name: 'own', part: 'xc7z020clg400-1', lut: 50_000, bram18: 270, portBits: 32 });
    expect(settings.boards[0]).toMatchObject({
      available: { lut: 50_000, ff: 106_400, bram18: 270, dsp: 220 },
      portBits: 32,
      verification: 'verified',
      source: 'bnn.json',
    });
  });

  it('must count where nobody knows the part', () => {
    const { settings, diagnostics } = read({ name: 'own', part: 'xc9z1' });
    expect(settings.boards).toEqual([]);
    expect(diagnostics[0]?.message).toContain('not in the catalogue');
    expect(read({ name: 'own', part: 'xc9z1', lut: 1000, bram18: 4 }).settings.boards).toHaveLength(1);
  });

  it('keep what their shell reserves from every design', () => {
    const { settings, diagnostics } = read({
      name: 'own',
      part: 'xc7z020clg400-1',
      reserved: { lut: 13_200, bram18: 80, dsp: 500 },
    });
    expect(diagnostics).toEqual([]);
    expect(settings.boards[0]).toMatchObject({
      available: { lut: 40_000, ff: 106_400, bram18: 200, dsp: 0 },
      reserved: { lut: 13_200, ff: 0, bram18: 80, uram: 0, dsp: 500 },
    });
  });

  it.each([
    [{ lut: -1 }, 'a count'],
    [{ slices: 5 }, 'one of `lut`'],
    [5, 'an object'],
  ])('say what is wrong with reserved: %j', (reserved, expected) => {
    const { settings, diagnostics } = read({ name: 'own', part: 'xc7z020clg400-1', reserved });
    expect(diagnostics[0]?.message).toContain(expected);
    expect(settings.boards).toHaveLength(1);
  });
});

describe('what a shell reserves', () => {
  const TEXT = `network N {
  input x type=bipolar shape=256
  dense d units=256 weights=bipolar activation=bipolar
  dense e units=16 weights=bipolar activation=none
}
target t for N { device=own clock=100MHz budget lut=100% }
`;
  const designOn = (reserved: number): NonNullable<ReturnType<typeof analyseText>['designs'][0]> => {
    const { settings } = read({ name: 'own', part: 'xc7z010clg400-1', reserved: { lut: reserved } });
    const [design] = analyseText(TEXT, { project: settings }).designs;
    if (!design) throw new Error('no design');
    return design;
  };

  it('is respected by budget and folding', () => {
    const [free, tight] = [designOn(0), designOn(9000)];
    expect(free.estimate.budget.lut).toBe(17_600);
    expect(tight.estimate.budget.lut).toBe(8600);
    expect(free.estimate.totals.lut).toBeGreaterThan(8600);
    expect(tight.estimate.totals.lut).toBeLessThanOrEqual(8600);
    expect(tight.estimate.fps).toBeLessThan(free.estimate.fps);
  });

  it('is an overrun where the network alone needs more', () => {
    const { settings } = read({ name: 'own', part: 'xc7z010clg400-1', reserved: { lut: 17_000 } });
    const codes = analyseText(TEXT, { project: settings }).diagnostics.map(({ code }) => code);
    expect(codes.some((code) => /^BNN60[12]$/.test(code))).toBe(true);
  });
});
