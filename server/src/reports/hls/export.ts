import { cellCount, cellNs } from '../cells.js';
import { comparablePart, knownOnly, measuredReport, type MeasuredReport } from '../measured-report.js';

/**
 * The report of `export_design -flow syn|impl` (`<top>_export.rpt`, `export_impl.rpt`, or the older page in HTML): resources
 * after Vivado.
 * Its BRAM counts 18-kbit halves, as HLS does everywhere.
 */
export function readExport(text: string): MeasuredReport {
  const plain = text
    .replace(/<(?:br|\/?tr|\/h\d|\/p)[^<>]*>/gi, '\n')
    .replace(/<\/t[dh]>/gi, ': ')
    .replace(/<[^<>]*>/g, '');
  const line = (name: string): string | undefined =>
    new RegExp(`^[\\s*]*${name}\\s*:[:\\s]*(\\S.*?)[\\s:]*$`, 'im').exec(plain)?.[1];
  const count = (name: string): number | undefined => cellCount(line(name));
  // Vitis HLS writes `| Target | 2.500 |` where Vivado HLS wrote `CP required: 2.500`.
  const period = (name: string): number | undefined =>
    cellNs(new RegExp(`^\\s*\\|\\s*${name}\\s*\\|([^|]*)\\|`, 'im').exec(plain)?.[1]);
  const required = cellNs(line('CP required')) ?? period('Target');
  const routed = cellNs(line('CP achieved post-implementation')) ?? period('Post-Route');
  const achieved = routed ?? cellNs(line('CP achieved post-synthesis')) ?? period('Post-Synthesis');
  const tool =
    /Vivado\s+v?\.?\s*(\d+\.\d+(?:\.\d+)?)/.exec(plain)?.[1] ??
    /^\s*\* Version:\s*(\d+\.\d+(?:\.\d+)?)/m.exec(plain)?.[1];
  const part = line('Device target') ?? line('Target device');
  return measuredReport('hls-export', routed === undefined ? 'synthesised' : 'routed', {
    tool: tool === undefined ? undefined : { name: 'Vivado', version: tool },
    date: line('Report date'),
    top: /Export Report for '(.*?)'/.exec(plain)?.[1],
    part: part === undefined ? undefined : comparablePart(part),
    resources: knownOnly({
      lut: count('LUT'),
      ff: count('FF'),
      dsp: count('DSP'),
      bram18: count('BRAM'),
      uram: count('URAM'),
      srl: count('SRL'),
    }),
    clock: { targetNs: required, estimatedNs: achieved, uncertaintyNs: undefined },
    timing:
      required === undefined || achieved === undefined
        ? undefined
        : {
            wnsNs: round(required - achieved),
            tnsNs: undefined,
            whsNs: undefined,
            failingEndpoints: undefined,
            endpoints: undefined,
            met: achieved <= required,
            clocks: [],
            paths: [],
          },
  });
}

/** The report gives thousandths. */
function round(ns: number): number {
  return Math.round(ns * 1000) / 1000;
}
