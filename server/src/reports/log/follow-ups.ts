import { SCRIPT_ENDED, type ToolMessage } from './message.js';

/** Errors that only say that something failed before. */
const FOLLOW_UPS: ReadonlySet<string> = new Set([
  'Common 17-69',
  'Common 17-39',
  'Common 17-53',
  'Vivado_Tcl 4-23',
  'Vivado_Tcl 4-78',
  'Vivado 12-398',
  'Vivado 12-1345',
  'Vivado 12-13638',
  'Place 30-99',
  'Place 30-374',
  'DRC RTSTAT-1',
  'DRC RTSTAT-2',
  'DRC RTSTAT-13',
  'HLS 200-70',
  'HLS 200-742',
  'HLS 200-1715',
  'Synth 8-285',
  'Synth 8-6156',
  'SIM 211-100',
  'SIM 100',
  'SIM 211-321',
  'IMPL 213-28',
  'COSIM 212-4',
  'COSIM 212-5',
  'COSIM 212-317',
  'COSIM 212-320',
  'COSIM 212-331',
  'COSIM 212-361',
  'COSIM 212-362',
  'XSIM 43-3322',
  'XSIM 43-3915',
  'v++ 60-300',
  'v++ 60-592',
  'v++ 60-599',
  'v++ 60-626',
  'v++ 60-661',
  'v++ 60-703',
  'VPL 60-704',
  'VPL 60-806',
  'VPL 60-1328',
]);

/** What one of them says where it is the first to say it. */
const OWN_WORDS = /is not installed|illegal character|is not permitted/;

/** Whether an error names a cause; a follow-up only says that something failed before. */
export function isOwnCause({ id, text }: ToolMessage): boolean {
  if (FOLLOW_UPS.has(id ?? '')) return OWN_WORDS.test(text);
  if (text.startsWith(SCRIPT_ENDED)) return false;
  // `vitis-run` and `v++` say without an identifier what the others say as HLS 200-70.
  return !/^(?:make|gmake)\b|^Pre-synthesis failed\.$/.test(text);
}
