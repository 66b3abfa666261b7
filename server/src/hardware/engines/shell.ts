// What stands around the engines: interconnect, reset and control. The vendor's blocks, no source of ours.
import { NO_RESOURCES, type Family, type Resources } from '../../devices/primitives.js';
import { SHELL } from '../cost-model.js';

/** With DMA a measured shell; bare streams have none. */
export function shellResources(kind: 'dma' | 'stream', family: Family): Resources {
  return kind === 'dma' ? { ...NO_RESOURCES, ...SHELL[family === 'xc7' ? 'xc7' : 'xcup'] } : NO_RESOURCES;
}
