import type { Device } from '../devices/device.js';
import type { Estimate } from '../estimate/estimate.js';
import type { FoldingResult } from '../folding/folder.js';
import type { Network, Target } from '../network/graph.js';

/** A folded network on a target, as the rules see it; the workspace's Design is one. */
export interface CheckedDesign {
  readonly network: Network;
  readonly target: Target | undefined;
  /** Undefined where the target names none, or an unknown one. */
  readonly device: Device | undefined;
  readonly clockHz: number;
  readonly folded: FoldingResult;
  readonly estimate: Estimate;
}

/** A target with the device that its word means; undefined where it names none, or an unknown one. */
export interface CheckedTarget {
  readonly target: Target;
  readonly device: Device | undefined;
}
