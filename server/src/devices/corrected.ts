import type { Correction } from './correction.js';
import type { Device } from './device.js';

/** The device with what is known of its family; the same object for the same two. */
export function correctedDevice(device: Device, corrections: readonly Correction[]): Device {
  if (!corrections.some(({ family }) => family === device.family)) return device;
  const known = kept.get(corrections) ?? new Map<string, Device>();
  kept.set(corrections, known);
  const key = `${device.name} ${device.part}`;
  const before = known.get(key);
  if (before) return before;
  const made = { ...device, corrections };
  known.set(key, made);
  return made;
}

const kept = new WeakMap<readonly Correction[], Map<string, Device>>();
