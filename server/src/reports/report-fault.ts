import { cutShort } from './cut-short.js';
import type { MeasuredReport } from './measured-report.js';

/** Why nothing of a report of a known kind counts: it breaks off, or no number in it could be read. */
export function reportFault(text: string, report: MeasuredReport): string | undefined {
  const cut = cutShort(report.kind, text);
  if (cut !== undefined) return `it is cut short: it ends ${cut}, so nothing of it counts`;
  const { resources, latency, interval, modules, loops, timing, power, cosim, network, steps, folding, clock } = report;
  const told =
    Object.keys(resources).length > 0 ||
    latency !== undefined ||
    interval !== undefined ||
    modules.length + loops.length + cosim.length + steps.length + folding.size > 0 ||
    (timing !== undefined && (timing.wnsNs !== undefined || timing.clocks.length > 0 || timing.met !== undefined)) ||
    (power !== undefined && Object.values(power).some((value) => value !== undefined)) ||
    (network !== undefined && Object.values(network).some((value) => value !== undefined)) ||
    clock?.targetNs !== undefined;
  return told ? undefined : `it looks like a report (${report.kind}), but no number in it could be read: cut short?`;
}
