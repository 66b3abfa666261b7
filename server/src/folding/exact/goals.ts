import type { Device } from '../../devices/device.js';
import { findDevice } from '../../devices/find.js';
import { RESOURCE_NAMES } from '../../devices/primitives.js';
import { budgetOf } from '../../estimate/compute.js';
import { latencyGoal } from '../../estimate/simulated.js';
import type { Target } from '../../network/graph.js';
import type { FoldingRequest } from '../folder.js';
import type { Objective } from './task.js';

/** What is asked of a folding. */
export interface Goals {
  /** A frame at least every so many cycles; undefined asks for the highest throughput, Infinity for none in particular. */
  readonly intervalCycles: number | undefined;
  readonly latencyCycles: number | undefined;
  readonly objective: Objective | 'balanced';
  /** Ties among equals of the objective. */
  readonly share: readonly number[];
  /** By resource, Infinity without limit. */
  readonly limits: readonly number[];
}

/** What a command line says instead of the target. */
export interface Override {
  readonly throughputFps?: number;
  /** The highest throughput, whatever the target says. */
  readonly max?: boolean;
}

/** The goals of a target; without a throughput or latency goal the highest throughput within the budgets. */
export function goalsOf({ target, device, clockHz }: FoldingRequest, override: Override = {}): Goals {
  const fps = override.max ? undefined : (override.throughputFps ?? target?.throughputFps?.value);
  const budget = budgetOf(target, device);
  const latencyCycles = latencyGoal({ target, clockHz });
  const otherwise = override.max || latencyCycles === undefined ? undefined : Infinity;
  const share = sharesOf(device);
  return {
    // A goal of exactly clock / cycles must not be missed by a rounding of the division.
    intervalCycles: fps ? Math.floor((clockHz / fps) * (1 + 1e-12)) : otherwise,
    latencyCycles,
    objective: objectiveOf(target, share),
    share,
    limits: RESOURCE_NAMES.map((name) => budget[name] ?? Infinity),
  };
}

function objectiveOf(target: Target | undefined, share: readonly number[]): Objective | 'balanced' {
  switch (target?.minimize) {
    case 'balanced':
      return 'balanced';
    case 'bram':
      return { weights: [0, 0, 1, 0, 0], share };
    case 'dsp':
      return { weights: [0, 0, 0, 0, 1], share };
    default:
      return { weights: [1, 0, 0, 0, 0], share };
  }
}

/** Shares are counted in this part of a device, so that they are whole numbers and equals are equal. */
const SHARE_UNITS = 2 ** 40;

/** What one of each resource is of the device; without one of the part whose family is assumed. */
export function sharesOf(device: Device | undefined): readonly number[] {
  const available = (device ?? findDevice(REFERENCE_PART))?.available;
  return RESOURCE_NAMES.map((name) => inUnits(available?.[name] ?? 0));
}

const REFERENCE_PART = 'xc7z020';

/** One of `all` in units; of nothing, all of it. */
export function inUnits(all: number): number {
  return Math.round(SHARE_UNITS / Math.max(1, all));
}
