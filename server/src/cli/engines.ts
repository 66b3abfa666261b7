import type { Host } from '../host/host.js';
import type { RunningJob } from '../jobs/job.js';
import type { SimulateOutput } from '../jobs/simulate.js';
import { bareNetwork } from '../parameters/state.js';
import type { Design } from '../workspace/analysis.js';

export const ENGINE_NAMES = ['golden', 'csim'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** All that an engine may need to run images through a design. */
export interface EngineRequest {
  readonly host: Host;
  readonly design: Design;
  /** The bytes of the network's parameter file; undefined gives it seeded random weights. */
  readonly parameters: Uint8Array | undefined;
  /** The bytes of the `.npz` with the images. */
  readonly images: Uint8Array;
  /** Folder of the vendor's headers, where the user named one. */
  readonly hlsInclude: string | undefined;
  readonly progress: (done: number, total: number) => void;
}

/** Runs images through a design; every engine gives the same integers. */
export type Engine = (request: EngineRequest) => RunningJob<SimulateOutput>;

/** The engines that this build has. */
export const engines: Readonly<Partial<Record<EngineName, Engine>>> = {
  golden: ({ host, design, parameters, images, progress }) =>
    host.startJob('simulate', { network: bareNetwork(design.network), parameters, images }, progress),
};
