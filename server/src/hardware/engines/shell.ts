// What stands around the engines: interconnect, reset and control. The vendor's blocks, no source of ours.
import { NO_RESOURCES, RESOURCE_TITLES, type Family, type Resources } from '../../devices/primitives.js';
import { SHELL } from '../cost-model.js';
import type { FormulaLine } from '../pipeline.js';

/** With DMA a measured shell; bare streams have none. */
export function shellResources(kind: 'dma' | 'stream', family: Family): Resources {
  return kind === 'dma' ? { ...NO_RESOURCES, ...SHELL[family === 'xc7' ? 'xc7' : 'xcup'] } : NO_RESOURCES;
}

/** The shell explained: what was measured. */
export function shellLines(family: Family): readonly FormulaLine[] {
  const measured = SHELL[family === 'xc7' ? 'xc7' : 'xcup'];
  return (['lut', 'ff'] as const).map((name) => ({
    what: `interconnect, reset and control, ${RESOURCE_TITLES[name]}`,
    formula: 'as measured',
    substituted: String(measured[name]),
    value: measured[name],
    unit: RESOURCE_TITLES[name],
    source: SHELL_SOURCE[family === 'xc7' ? 'xc7' : 'xcup'],
  }));
}

const SHELL_SOURCE = {
  xc7: 'mean of four whole designs on a xc7z020 less the sum of their instances, 4 334 to 4 428 LUT',
  xcup: 'middle one of three whole designs less the sum of their instances, 4 602 and 5 763 LUT on a xczu3eg, 5 403 on a xczu7ev',
} as const;
