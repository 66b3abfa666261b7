import { fastestKnownClock } from '../devices/limits.js';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { ceilingsOf } from '../estimate/ceilings.js';
import type { CheckedDesign, CheckedTarget } from './designs.js';
import { targetPlace } from './places.js';

/** BNN505: a clock beyond the fastest that designs like these are known to close on this fabric. */
export function checkClock({ target, device }: CheckedTarget): readonly Diagnostic[] {
  const known = device && fastestKnownClock(device);
  const wish = target.clockHz;
  if (!known || !wish || wish.value <= known.hz) return [];
  const facts = { clockHz: wish.value, knownHz: known.hz, device: device.title, evidence: known.evidence };
  return [diagnose('BNN505', wish.at, facts)];
}

/** BNN506: more bytes a second than the memory of the board moves. */
export function checkMemory({ target, device, estimate }: CheckedDesign): readonly Diagnostic[] {
  const ceilings = ceilingsOf(estimate);
  if (!target || !device || ceilings?.memoryFps === undefined || ceilings.memoryFps >= estimate.fps) return [];
  const { memoryFps, bytesPerFrame } = ceilings;
  const facts = { device: device.title, fps: estimate.fps, memoryFps, bytesPerFrame };
  return [diagnose('BNN506', target.device?.at ?? targetPlace(target), facts)];
}
