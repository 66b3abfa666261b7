import { comparablePart, type MeasuredReport, type MeasuredStage } from '../measured-report.js';

/** The box of `| Tool Version : ...` lines that every Vivado report starts with. */
export function vivadoHeader(
  text: string,
): Pick<MeasuredReport, 'tool' | 'date' | 'top' | 'part'> & { stage: MeasuredStage } {
  const box = text.slice(0, 4000);
  const line = (name: string): string | undefined =>
    new RegExp(`^\\|\\s*${name}\\s*:\\s*(\\S.*?)\\s*$`, 'm').exec(box)?.[1];
  const version = /v\.?(\d+\.\d+(?:\.\d+)?)/.exec(line('Tool Version') ?? '')?.[1];
  const device = line('Device');
  return {
    tool: version === undefined ? undefined : { name: 'Vivado', version },
    date: line('Date'),
    top: line('Design'),
    part: device === undefined ? undefined : comparablePart(device),
    stage: stageOf(line('Design State')),
  };
}

/**
 * The same of a report in XML, where it stands in attributes or in rows of a table of its own, one value behind each
 * name: `contents="Design State"` then `contents="Routed"`.
 */
export function xmlHeader(text: string): ReturnType<typeof vivadoHeader> {
  const line = (name: string): string | undefined =>
    new RegExp(`${name}\\s*:?\\s*"?[^A-Za-z0-9]*(?:[^<>]*>\\s*)?(?:<[^<>]*contents=")?([A-Za-z0-9][^"<>|\\n]*)`).exec(
      text.slice(0, 8000),
    )?.[1];
  // `<RptDoc designname="top_wrapper" designstate="Physopt postRoute" partname="xc7z020clg400-1">` (2022.1, 2022.2).
  const attribute = (name: string): string | undefined =>
    new RegExp(`<RptDoc\\b[^>]*\\b${name}="([^"]+)"`).exec(text.slice(0, 2000))?.[1];
  const version = /v\.?(\d+\.\d+(?:\.\d+)?)/.exec(line('Tool Version') ?? '')?.[1];
  const device = attribute('partname') ?? line('Device');
  return {
    tool: version === undefined ? undefined : { name: 'Vivado', version },
    date: line('Date'),
    top: attribute('designname'),
    part: device === undefined || !/^(?:xc|[0-9]|xa|xq)/i.test(device) ? undefined : comparablePart(device),
    stage: stageOf(attribute('designstate') ?? line('Design State')),
  };
}

/** `Synthesized`, `Optimized`, `Fully Placed`, `Physopt postPlace`, `Routed`, `Physopt postRoute`. */
function stageOf(state: string | undefined): MeasuredStage {
  const words = (state ?? '').toLowerCase();
  if (/postroute|routed/.test(words)) return 'routed';
  if (/postplace|placed/.test(words)) return 'placed';
  if (/optimi[sz]ed|physopt/.test(words)) return 'optimised';
  return /synthesi[sz]ed/.test(words) ? 'synthesised' : 'unknown';
}
