import { describe, expect, it } from 'vitest';
import { allDevices, findDevice, suggestDevices } from '../../../server/src/devices/find.js';
import { speedGradeOf } from '../../../server/src/devices/part.js';

describe('findDevice', () => {
  it.each([
    ['pynq_z1', 'pynq_z1'],
    ['Pynq-Z1', 'pynq_z1'],
    ['PYNQ Z2', 'pynq_z2'],
    ['zc706', 'zc706'],
    ['Ultra96-V2', 'ultra96_v2'],
    ['Kria KV260', 'kv260'],
    ['kv260_som', 'kv260'],
    ['Alveo U250', 'u250'],
  ])('%s is the board %s', (word, name) => {
    expect(findDevice(word)).toMatchObject({ name, board: true });
  });

  it.each([
    ['xc7z020clg400-1', 'xc7z020', 'xc7', 'xc7z020clg400-1'],
    ['xc7z020-clg400-1', 'xc7z020', 'xc7', 'xc7z020clg400-1'],
    ['XC7Z020CLG400-1', 'xc7z020', 'xc7', 'xc7z020clg400-1'],
    ['XC7Z020CLG400', 'xc7z020', 'xc7', 'xc7z020clg400'],
    ['xc7a35ticsg324-1l', 'xc7a35t', 'xc7', 'xc7a35ticsg324-1L'],
    ['xc7z020', 'xc7z020', 'xc7', 'xc7z020'],
    ['xczu3eg-sbva484-1-e', 'xczu3eg', 'xcup', 'xczu3eg-sbva484-1-e'],
    ['XCZU3EG-SBVA484-1-I', 'xczu3eg', 'xcup', 'xczu3eg-sbva484-1-i'],
    ['xck26-sfvc784-2LV-c', 'xck26', 'xcup', 'xck26-sfvc784-2LV-c'],
    ['xczu7ev-ffvc1156-2-e', 'xczu7ev', 'xcup', 'xczu7ev-ffvc1156-2-e'],
    ['xcu250-figd2104-2l-e', 'xcu250', 'xcup', 'xcu250-figd2104-2L-e'],
    ['XCU250-FIGD2104-2L-E', 'xcu250', 'xcup', 'xcu250-figd2104-2L-e'],
    ['XC7Z020-1CLG400C', 'xc7z020', 'xc7', 'xc7z020clg400-1'],
    ['XC7A35T-2CSG324I', 'xc7a35t', 'xc7', 'xc7a35tcsg324-2'],
    ['XCZU7EV-2FFVC1156E', 'xczu7ev', 'xcup', 'xczu7ev-ffvc1156-2-e'],
    ['xczu9eg-2LFFVB1156E', 'xczu9eg', 'xcup', 'xczu9eg-ffvb1156-2L-e'],
    ['xcvc1902-vsva2197-2mp-e-s', 'xcvc1902', 'versal', 'xcvc1902-vsva2197-2MP-e-S'],
  ])('%s is a part of the die %s, of the family %s, that the tools call %s', (word, die, family, part) => {
    expect(findDevice(word)).toMatchObject({ die, family, board: false, part, title: word });
  });

  it.each([
    ['xc7z020clg400-1', 1],
    ['xc7a35ticsg324-1L', 1],
    ['xczu7ev-ffvc1156-2-e', 2],
    ['xcu250-figd2104-2L-e', 2],
    ['xcvc1902-vsva2197-2MP-e-S', 2],
    ['xc7z045ffg900-3', 3],
    ['xc7z020clg400', undefined],
    ['xczu3eg', undefined],
  ])('the speed grade of %s is %s', (part, grade) => expect(speedGradeOf(part)).toBe(grade));

  it.each(['', 'pynq', 'xc7z999clg400-1', 'xc7z020clg400-1-and-more', 'zc7066'])('%j is no device', (word) => {
    expect(findDevice(word)).toBeUndefined();
  });

  it('keeps resources and marks of the catalogue', () => {
    expect(findDevice('pynq_z1')).toMatchObject({
      part: 'xc7z020clg400-1',
      available: { lut: 53_200, ff: 106_400, bram18: 280, uram: 0, dsp: 220 },
      portBits: 64,
      verification: 'verified',
    });
    expect(findDevice('zcu104')).toMatchObject({ portBits: 128, verification: 'unverified' });
    expect(findDevice('zedboard')).toMatchObject({ verification: 'secondary' });
  });
});

describe('suggestDevices', () => {
  it.each([
    ['pynqz3', 'pynq_z1'],
    ['pynq', 'pynq_z1'],
    ['zc760', 'zc706'],
    ['zcu120', 'zcu102'],
  ])('%s: did you mean %s', (word, name) => {
    expect(suggestDevices(word).map((device) => device.name)).toContain(name);
  });

  it('offers nothing for what looks like no device', () => {
    expect(suggestDevices('completely_else')).toEqual([]);
    expect(suggestDevices('')).toEqual([]);
  });
});

describe('allDevices', () => {
  it('finds every board by its own name, title and part', () => {
    expect(allDevices().length).toBeGreaterThan(30);
    for (const device of allDevices()) {
      expect(findDevice(device.name)).toBe(device);
      expect(findDevice(device.title)).toBe(device);
      expect(findDevice(device.part)?.die, device.part).toBe(device.die);
    }
  });
});
