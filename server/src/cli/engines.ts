import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { contextOf } from '../hardware/lower.js';
import { simulateCsim, type MissingTool } from '../host/csim.js';
import type { Host } from '../host/host.js';
import { depthsOf } from '../jobs/fifo-depths.js';
import type { RunningJob } from '../jobs/job.js';
import type { SimulateOutput } from '../jobs/simulate.js';
import { bareNetwork } from '../parameters/state.js';
import type { Design } from '../workspace/analysis.js';
import type { EngineName } from './engine-names.js';
import { UsageError } from './terminal.js';

/** All that an engine may need to run images through a design. */
export interface EngineRequest {
  readonly host: Host;
  readonly design: Design;
  /** The bytes of the network's parameter file; undefined gives it seeded random weights. */
  readonly parameters: Uint8Array | undefined;
  /** The bytes of the `.npz` with the images. */
  readonly images: Uint8Array;
  /** Folder of the vendor's headers; undefined takes our own stand-ins. */
  readonly hlsInclude: string | undefined;
  /** For csim: FIFOs as deep as in hardware. */
  readonly bounded: boolean;
  readonly progress: (done: number, total: number) => void;
}

/** Runs images through a design; every engine gives the same integers. */
export type Engine = (request: EngineRequest) => RunningJob<SimulateOutput | MissingTool>;

export const engines: Readonly<Record<EngineName, Engine>> = {
  golden: ({ host, design, parameters, images, progress }) =>
    host.startJob('simulate', { network: bareNetwork(design.network), parameters, images }, progress),
  csim: ({ host, design: given, parameters, images, hlsInclude, bounded, progress }) => {
    const { network, target, device, folded } = given;
    const context = contextOf(target, device);
    const depths = bounded ? depthsOf(given) : undefined;
    const design = { network: bareNetwork(network), folding: folded.folding, context, parameters, depths };
    return simulateCsim(host, design, images, { hlsInclude, bounded, progress });
  },
};

/**
 * Where the vendor's headers are: in the folder that was named, else in the installation that XILINX_HLS or XILINX_VITIS
 * names, if `ap_int.h` is there. Throws a UsageError where the named folder has none.
 */
export async function vendorHeaders(
  host: Host,
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const has = (folder: string): Promise<boolean> => host.exists(pathToFileURL(path.resolve(folder, 'ap_int.h')).href);
  if (named !== undefined) {
    if (await has(named)) return path.resolve(named);
    throw new UsageError(`--hls-include ${named}: there is no ap_int.h in this folder`);
  }
  const installed = environment['XILINX_HLS'] ?? environment['XILINX_VITIS'];
  const folder = installed && path.join(installed, 'include');
  return folder && (await has(folder)) ? folder : undefined;
}
