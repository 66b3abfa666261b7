import { describe, expect, it } from 'vitest';
import { findDevice } from '../../../server/src/devices/find.js';
import { fastestKnownClock } from '../../../server/src/devices/limits.js';
import { ceilingsOf, HOST } from '../../../server/src/estimate/ceilings.js';
import { analyseText } from '../../support/analysis.js';
import points from '../../data/measured.json' with { type: 'json' };

function textFor(target: string): string {
  return `network N {
  input x type=bipolar shape=1024
  dense d units=64 weights=bipolar activation=none pe=64 simd=64
}
target t for N { ${target} }
`;
}

function codesOf(target: string): readonly string[] {
  return analyseText(textFor(target)).diagnostics.map(({ code }) => code);
}

describe('clocks', () => {
  it.each([
    ['device=pynq_z1 clock=300MHz', true],
    ['device=pynq_z1 clock=100MHz', false],
    ['device=zc706 clock=250MHz', true],
    ['device=zc706 clock=200MHz', false],
    ['device=zcu104 clock=400MHz', true],
    ['device=zcu104 clock=250MHz', false],
    ['clock=900MHz', false],
    // The same die in another speed grade.
    ['device="xc7z020clg400-2" clock=125MHz', false],
    ['device="xc7z020clg400-1" clock=125MHz', true],
    ['device="xc7z045ffg900-1" clock=200MHz', true],
    ['device="XCZU7EV-FFVC1156-1-E" clock=250MHz', true],
    ['device="xczu7ev-ffvc1156-3-e" clock=275MHz', false],
  ])('%s: warned of %s', (target, warned) => {
    expect(codesOf(target).includes('BNN505')).toBe(warned);
  });

  it('says the fastest known clock with its design, at the clock', () => {
    const text = textFor('device=pynq_z1 clock=300MHz');
    const found = analyseText(text).diagnostics.find(({ code }) => code === 'BNN505');
    expect(found?.message).toMatch(/^clock=300MHz is beyond the 110 MHz .* xc7z020/);
    expect(found && text.slice(found.span.start, found.span.end)).toBe('clock=300MHz');
  });

  it('is no slower than any measured design of the family', () => {
    for (const { device, measured, confidence, id } of points.points) {
      const fmax = 'fmax_mhz' in measured ? measured.fmax_mhz : undefined;
      const known = device === undefined ? undefined : findDevice(device);
      if (confidence === 'C' || typeof fmax !== 'number' || !known) continue;
      expect(1e6 * fmax, id).toBeLessThanOrEqual(fastestKnownClock(known)?.hz ?? 0);
    }
  });
});

describe('ceilings', () => {
  it('port: cycles in which a word moves; host: one call for 1,000 frames, as measured on a PYNQ-Z1', () => {
    const design = analyseText(textFor('device=pynq_z1 clock=100MHz')).designs[0];
    const ceilings = design && ceilingsOf(design.estimate);
    expect(ceilings).toMatchObject({ portCycles: 16, portFps: 6.25e6, portBits: 64 });
    // 1 000 frames of 72 cycles with that overhead are the 943 176 a second that were measured.
    expect(HOST.frames / (HOST.frames * 72e-8 + HOST.overheadS) / 943_176).toBeCloseTo(1, 2);
  });

  it('bare streams have none', () => {
    const design = analyseText(textFor('device=pynq_z1 clock=100MHz interface=stream')).designs[0];
    expect(design && ceilingsOf(design.estimate)).toBeUndefined();
  });

  it('memory: more bytes than the board moves are told', () => {
    const text = `network N {
  input x type=uint8 shape=32
  dense d units=32 weights=bipolar activation=uint8 pe=32 simd=32
}
target t for N { device=pynq_z1 clock=200MHz }
`;
    expect(analyseText(text).diagnostics.map(({ code }) => code)).toContain('BNN506');
    expect(analyseText(text.replace('200MHz', '100MHz')).diagnostics.map(({ code }) => code)).not.toContain('BNN506');
  });
});
