import type { Device } from '../devices/device.js';
import type { ResourceName, Resources } from '../devices/primitives.js';
import { lutBand, sumBands, type LutBand } from '../hardware/bands.js';
import { engineBand } from '../hardware/corrections.js';
import type { Engine, EngineKind, Pipeline } from '../hardware/pipeline.js';

/** What a folded network does on a target. Cycles and counts are whole numbers. */
export interface Estimate {
  readonly pipeline: Pipeline;
  readonly device: Device | undefined;
  readonly clockHz: number;
  /** The greatest cycles of any engine, DMA included: one frame every so many cycles. */
  readonly intervalCycles: number;
  readonly fps: number;
  /** Sum of the slowest engines' cycles of the layers on the longest path (FINN's figure, an upper bound). DMA is not counted. */
  readonly criticalPathCycles: number;
  /** From the first input word offered to an empty pipeline to the last output word of that frame, DMA included. */
  readonly latencyS: number;
  readonly latencyKind: 'bound' | 'simulated';
  /** By layer index; undefined for `input`, `output` and layers that could not be lowered. */
  readonly layers: readonly (LayerEstimate | undefined)[];
  /** Input and output DMA, shell, FIFOs between layers (one row a stream). */
  readonly infrastructure: readonly InfrastructureEstimate[];
  readonly totals: Resources;
  readonly available: Resources | undefined;
  /** What the target allows of the device; a resource without limit is undefined. */
  readonly budget: Readonly<Record<ResourceName, number | undefined>>;
  /** The engine that sets the interval; `layer` is undefined where it is infrastructure. */
  readonly bottleneck:
    { readonly layer: number | undefined; readonly engine: Engine | InfrastructureEstimate } | undefined;
}

export interface LayerEstimate {
  readonly layer: number;
  readonly engines: readonly Engine[];
  /** Of its slowest engine. */
  readonly cycles: number;
  readonly resources: Resources;
}

export interface InfrastructureEstimate {
  readonly name: string;
  readonly kind: EngineKind;
  readonly cycles: number;
  readonly resources: Resources;
}

/** The band of a layer's LUTs: of all its engines. */
export function layerBand({ engines }: Pick<LayerEstimate, 'engines'>): LutBand {
  return sumBands(engines.map(engineBand));
}

/** Whether reports of one's own corrected anything of an estimate. */
export function isCorrected({ layers }: Pick<Estimate, 'layers'>): boolean {
  return layers.some((layer) => layer?.engines.some((engine) => engine.corrected !== undefined) ?? false);
}

/** The band of the LUTs of a whole design, infrastructure included. Made on demand, as most estimates are not shown. */
export function totalBand({ layers, infrastructure }: Pick<Estimate, 'layers' | 'infrastructure'>): LutBand {
  return sumBands([
    ...layers.flatMap((layer) => (layer ? layerBand(layer) : [])),
    ...infrastructure.map(({ kind, resources }) => lutBand(kind, resources.lut)),
  ]);
}
