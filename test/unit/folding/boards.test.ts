import { describe, expect, it } from 'vitest';
import { correctedDevice } from '../../../server/src/devices/corrected.js';
import type { Correction } from '../../../server/src/devices/correction.js';
import type { Device } from '../../../server/src/devices/device.js';
import { findDevice } from '../../../server/src/devices/find.js';
import { rankBoards } from '../../../server/src/folding/exact/boards.js';
import { read, requestOf } from '../hardware/design.js';

const request = requestOf(
  read(`network N {
  defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=512
  dense a units=512
  dense b units=512
}
target t for N { device=pynq_z1 }
`),
);

function device(name: string): Device {
  const found = findDevice(name);
  if (!found) throw new Error(name);
  return found;
}

/** The same board, on which a shell takes three quarters of the LUTs. */
const PYNQ = device('pynq_z1');
const SHELLED: Device = { ...PYNQ, available: { ...PYNQ.available, lut: Math.floor(PYNQ.available.lut / 4) } };

describe('boards by what a network reaches on them', () => {
  it('counts on each with what it offers, also where the die is the same', () => {
    const ranked = rankBoards(request, [SHELLED, PYNQ, device('pynq_z2')], { now: () => 0, limitMs: 1 });
    const lutsOn = (board: Device): number =>
      ranked.find((each) => each.board === board)?.result?.estimate.totals.lut ?? 0;
    expect(lutsOn(SHELLED)).toBeGreaterThan(0);
    expect(lutsOn(SHELLED)).toBeLessThanOrEqual(SHELLED.available.lut);
    expect(lutsOn(PYNQ)).toBeGreaterThan(SHELLED.available.lut);
    expect(ranked.at(-1)?.board).toBe(SHELLED);
  });
});

describe('a device with corrections', () => {
  const corrections: readonly Correction[] = [
    {
      family: 'xc7',
      engine: 'mvtu',
      resource: 'lut',
      factor: 1.1,
      points: 3,
      low: undefined,
      high: undefined,
      source: 's',
    },
  ];

  it('is one object as long as it is equal, and keeps what it offers', () => {
    expect(correctedDevice({ ...PYNQ }, corrections)).toBe(correctedDevice(PYNQ, corrections));
    expect(correctedDevice(SHELLED, corrections).available).toBe(SHELLED.available);
    expect(correctedDevice(PYNQ, corrections).available).toEqual(PYNQ.available);
  });
});
