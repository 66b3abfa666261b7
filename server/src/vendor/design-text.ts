import { dmasOf } from './dmas.js';
import { MOST_BYTES } from './flow-faults.js';
import type { FlowProject } from './flow-project.js';
import { clockMhz } from './settings.js';

/**
 * `driver/design.json`: what the driver has to know. The registers behind the control port lie where HLS puts them: the
 * scalars of the top function in their order, from 0x10 on, 8 bytes each.
 */
export function designText(project: FlowProject): string {
  const { network, ports, weightPorts, loads } = project;
  const dmas = dmasOf(project);
  const dmaOf = (port: string): string | null => {
    return dmas.find(({ input, output }) => input?.port === port || output?.port === port)?.name ?? null;
  };
  const design = {
    network,
    clockMhz: Number(clockMhz(project)),
    mostBytes: MOST_BYTES,
    registers: loads ? { load: 0x10, frames: 0x18 } : { frames: 0x10 },
    loads,
    ports: ports.map(({ name, layer, direction, height, width, channels, type, portBits, words }) => {
      const shape = [height, width, channels];
      return { name, layer, direction, dma: dmaOf(name), shape, type, wordBytes: portBits / 8, words };
    }),
    weightPorts: weightPorts.map(({ name, layer, kind, bits, positions }) => {
      return { name, layer, kind, dma: dmaOf(name), wordBytes: Math.ceil(bits / 8), positions };
    }),
  };
  return `${JSON.stringify(design, null, 2)}\n`;
}
