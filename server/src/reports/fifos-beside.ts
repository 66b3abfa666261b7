import { RESOURCE_NAMES } from '../devices/primitives.js';
import { fifoName } from '../estimate/compute.js';
import type { Estimate } from '../estimate/estimate.js';
import { fifoResources } from '../hardware/engines/fifo.js';
import { contextOf } from '../hardware/lower.js';
import { partNames } from '../hls/design.js';
import type { Target } from '../network/graph.js';
import type { FoundReport } from './build-folder.js';
import type { MeasuredResources, MeasuredStage } from './measured-report.js';
import type { PartFigures, StageFigures } from './stages.js';

/** A FIFO's size and resources; what nobody knows is absent, never 0. */
export interface FifoFigures extends MeasuredResources {
  readonly depthWords?: number;
  readonly widthBits?: number;
}

/** What was measured of the FIFO of a stream, beside what is estimated. */
export interface FifoBeside {
  /** As in the rows of an estimate: `c1.fifo`. */
  readonly name: string;
  readonly measured: FifoFigures;
  /** At the depth that was generated, where the project says it; else at the depth of the rule. */
  readonly estimated: FifoFigures;
  /** The stages that the resources and the size are of. */
  readonly stage: { readonly resources: MeasuredStage | undefined; readonly size: MeasuredStage | undefined };
  readonly source: FoundReport;
}

/**
 * The FIFOs that the reports show, in the order of the streams. Depth and width stand in the csynth report of HLS alone, and
 * resources count from the furthest stage, as everywhere.
 *
 * @param depths by name of the stream in the C++: the words that its FIFO was generated with
 */
export function fifosBeside(
  stages: readonly StageFigures[],
  estimate: Estimate,
  target: Target | undefined,
  depths: ReadonlyMap<string, number> = new Map(),
): readonly FifoBeside[] {
  if (stages.every(({ streams }) => streams.size === 0)) return [];
  const { engines, edges } = estimate.pipeline;
  const { streams: names } = partNames(estimate.pipeline);
  const { family } = contextOf(target, estimate.device);
  return edges.flatMap((edge, at): FifoBeside[] => {
    const reader = engines[edge.to];
    const furthest = (
      known: (part: PartFigures) => boolean,
    ): { stage: MeasuredStage; part: PartFigures } | undefined => {
      for (const { stage, streams } of [...stages].reverse()) {
        const part = streams.get(at);
        if (part && known(part)) return { stage, part };
      }
      return undefined;
    };
    const used = furthest(({ resources }) => RESOURCE_NAMES.some((name) => resources[name] !== undefined));
    const sized = furthest(({ fifo }) => fifo?.depthWords !== undefined);
    const source = (used ?? sized)?.part.source;
    if (!reader || !source) return [];
    const { depthWords, widthBits } = sized?.part.fifo ?? {};
    const depth = depths.get(names[at] ?? '') ?? edge.depth;
    return [
      {
        name: fifoName(reader, edge),
        measured: {
          ...(depthWords === undefined ? {} : { depthWords }),
          ...(widthBits === undefined ? {} : { widthBits }),
          ...used?.part.resources,
        },
        estimated: {
          depthWords: depth,
          widthBits: edge.stream.bits,
          ...fifoResources(depth, edge.stream.bits, family),
        },
        stage: { resources: used?.stage, size: sized?.stage },
        source,
      },
    ];
  });
}
