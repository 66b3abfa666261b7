import type { Device } from '../devices/device.js';
import type { LowerContext } from '../hardware/lower.js';
import { LOAD_BITS, loadWordCount } from '../hls/load-words.js';
import type { ParameterPort, Project } from '../hls/project.js';
import type { Network } from '../network/graph.js';
import type { Fault } from '../parameters/npy.js';
import { flowFault } from './flow-faults.js';
import type { FlowLoads, FlowPort, FlowProject, FlowWeightPort, Profile } from './flow-project.js';

export interface FlowTarget {
  readonly target: string | undefined;
  readonly device: Device | undefined;
  readonly clockHz: number;
  readonly profile: Profile;
  readonly interrupts: boolean;
}

/** What the scripts of a design are written from, or why there are none. */
export function flowProjectOf(
  network: Network,
  project: Project,
  { interface: way }: LowerContext,
  { target, device, clockHz, profile, interrupts }: FlowTarget,
): FlowProject | Fault {
  if (!device) return { fault: 'no target names a device, so nothing says which part the scripts are for' };
  const ports = project.ports.flatMap(({ layer, name, direction, bits, portBits, words }): FlowPort[] => {
    const { name: layerName, output } = network.layers[layer] ?? {};
    if (!output || layerName === undefined) return [];
    const { height, width, channels } = output.shape;
    const { name: typeName, lo, hi, bits: typeBits, signed, bipolar } = output.type;
    const type = { name: typeName, lo, hi, bits: typeBits, signed, bipolar };
    return [{ name, layer: layerName, direction, height, width, channels, type, bits, portBits, words }];
  });
  const { parameterPort } = project;
  const loaded: readonly FlowWeightPort[] = parameterPort
    ? [
        {
          name: parameterPort.name,
          layer: null,
          kind: 'load',
          bits: LOAD_BITS,
          words: parameterPort.words,
          positions: 1,
        },
      ]
    : [];
  const streamed = project.weightPorts.map(({ name, layer, bits, positions, words }): FlowWeightPort => {
    return {
      name,
      layer: network.layers[layer]?.name ?? '',
      kind: 'stream',
      bits,
      words: words().length,
      positions,
    };
  });
  const flow: FlowProject = {
    network: network.name,
    target: target ?? null,
    part: device.part,
    family: device.familyName,
    board: device.board ? { title: device.title, boardPart: device.boardPart ?? null } : null,
    clockHz,
    interface: way,
    top: project.top,
    loads: parameterPort && way === 'dma' ? loadsOf(parameterPort) : null,
    ports,
    weightPorts: [...streamed, ...loaded],
    profile,
    interrupts,
  };
  return flowFault(flow) ?? flow;
}

function loadsOf({ design, needed, memories }: ParameterPort): FlowLoads {
  const layers: { layer: string; first: number; words: number }[] = [];
  let first = 0;
  for (const memory of memories) {
    const words = loadWordCount(memory);
    const last = layers.at(-1);
    // The memories of a layer lie behind each other.
    if (last?.layer === memory.layer) last.words += words;
    else layers.push({ layer: memory.layer, first, words });
    first += words;
  }
  return { design, needed, layers };
}
