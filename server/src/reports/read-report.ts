import { finnKind, readFinnReport } from './finn/reports.js';
import { readCosim } from './hls/cosim.js';
import { readCsynthRpt } from './hls/csynth-rpt.js';
import { readCsynthSummary } from './hls/csynth-summary.js';
import { readCsynthXml } from './hls/csynth-xml.js';
import { readExport } from './hls/export.js';
import type { MeasuredReport, MeasuredStage, ReportKind } from './measured-report.js';
import { readPower } from './vivado/power.js';
import { readTiming } from './vivado/timing.js';
import { readHierarchicalUtilization } from './vivado/utilization-hierarchical.js';
import { readUtilization } from './vivado/utilization.js';

/**
 * What kind of report a text is, by its content, and for FINN's JSON by its name as well; undefined for anything else
 * (a log, a folding of another tool, a page of prose).
 *
 * @param name file name or path, as far as it is known
 */
export function detectReport(name: string, text: string): ReportKind | undefined {
  const head = text.slice(0, 6000);
  // Logs and pages quote reports indented, or as headings.
  if (/^\s*<profile>/.test(head) || (/^\s*<\?xml/.test(head) && head.includes('<profile>'))) return 'hls-csynth';
  if (/^[\s#]*== (?:Vivado|Vitis) HLS Report for '/m.test(head)) return 'hls-csynth';
  if (/^[\s#]*== Synthesis Summary Report of '/m.test(head)) return 'hls-summary';
  if (
    /Export Report for '|Post-(?:Synthesis|Implementation) Resource usage|^[\s#]*== (?:Place & Route|(?:RTL )?Synthesis) Resource Summary/m.test(
      head,
    )
  )
    return 'hls-export';
  if (/^\s*[+|]\s*RTL\s*[+|]\s*Status\s*[+|]/m.test(head)) return 'hls-cosim';
  if (isHierarchical(head, text)) return 'utilization-hierarchical';
  if (/^\|?\s*(?:\| )?Command\s*:\s*report_power\b/m.test(head) || /Total On-Chip Power \(W\)/.test(head))
    return 'power';
  if (/^\|\s*Command\s*:\s*report_timing_summary\b/m.test(head)) return 'timing';
  if (hasRow(text, 'Site Type', 'Used')) return 'utilization';
  if (/^\s*</.test(head) && /contents="Site Type"/.test(text)) return 'utilization';
  if (/^\| Design Timing Summary/m.test(text)) return 'timing';
  return finnKind(name, text);
}

/** Parses a report of any known kind; undefined when `detectReport` does not know it. Never throws. */
export function readReport(name: string, given: string): MeasuredReport | undefined {
  const text = given.replace(/^\uFEFF/, '');
  const kind = detectReport(name, text);
  const report = kind === undefined ? undefined : readKind(kind, text);
  // Older versions do not say the state of the design; the usual file names do.
  const stage = report?.stage === 'unknown' ? stageOfName(name) : undefined;
  return report && stage && /^(?:utilization|timing|power)/.test(report.kind) ? { ...report, stage } : report;
}

/** `net_utilization_placed.rpt`, `timing_routed.rpt`, `net_timing_summary_postroute_physopted.rpt`, `utilization_synth.xml`. */
function stageOfName(name: string): MeasuredStage | undefined {
  const base = name.replace(/^.*[\\/]/, '').toLowerCase();
  if (/post_?-?route|routed/.test(base)) return 'routed';
  if (/placed|post_?-?place/.test(base)) return 'placed';
  if (/post_?-?opt|_opted/.test(base)) return 'optimised';
  return /synth/.test(base) ? 'synthesised' : undefined;
}

function readKind(kind: ReportKind, text: string): MeasuredReport {
  switch (kind) {
    case 'hls-csynth':
      return /^\s*</.test(text) ? readCsynthXml(text) : readCsynthRpt(text);
    case 'hls-summary':
      return readCsynthSummary(text);
    case 'hls-export':
      return readExport(text);
    case 'hls-cosim':
      return readCosim(text);
    case 'utilization': {
      // A page of a repository may hold the tables of several reports.
      const timing = text.includes('Design Timing Summary') ? readTiming(text).timing : undefined;
      return { ...readUtilization(text), timing };
    }
    case 'utilization-hierarchical':
      return readHierarchicalUtilization(text);
    case 'timing':
      return readTiming(text);
    case 'power':
      return readPower(text);
    default:
      return readFinnReport(kind, text);
  }
}

/** As text: a table of instances; as XML: a table with the header `Total LUTs`. */
function isHierarchical(head: string, text: string): boolean {
  if (hasRow(text, 'Instance', 'Total LUTs')) return true;
  return /^\s*</.test(head) && /contents="Total LUTs"/.test(text);
}

/** Whether a line of a table holds both cells, in any order. */
function hasRow(text: string, one: string, other: string): boolean {
  const rows = new RegExp(`^[ \\t]*\\|(?:.*\\|)?[ \\t]*${one}[ \\t]*\\|.*$`, 'gm');
  const second = new RegExp(`\\|[ \\t]*${other}[ \\t]*\\|`);
  return [...text.matchAll(rows)].some(([row]) => second.test(row));
}
