import type { Correction } from './correction.js';
import type { Device } from './device.js';

/** The device with what is known of its family; the same object for equal devices and the same corrections. */
export function correctedDevice(device: Device, corrections: readonly Correction[]): Device {
  if (!corrections.some(({ family }) => family === device.family)) return device;
  const known = kept.get(corrections) ?? new Map<string, Device>();
  kept.set(corrections, known);
  // By value: a board of the project's own may have name and part of one of the catalogue, and offer less.
  const key = JSON.stringify(device);
  const before = known.get(key);
  if (before) return before;
  const made = { ...device, corrections };
  known.set(key, made);
  return made;
}

const kept = new WeakMap<readonly Correction[], Map<string, Device>>();
