// What stands around the engines: interconnect, reset and control. The vendor's blocks, no source of ours.
import { NO_RESOURCES, type Resources } from '../../devices/primitives.js';
import { SHELL } from '../cost-model.js';

/** With DMA a measured shell; bare streams have none. */
export function shellResources(kind: 'dma' | 'stream'): Resources {
  return kind === 'dma' ? { ...NO_RESOURCES, ...SHELL } : NO_RESOURCES;
}
