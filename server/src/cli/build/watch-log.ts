import type { Layer } from '../../network/graph.js';
import { adviceOf } from '../../reports/log/advice.js';
import type { ToolFault } from '../../reports/log/fault.js';
import type { ToolMessage } from '../../reports/log/message.js';
import type { ProcessEnd } from '../../reports/log/outcome.js';
import { openLog, type LogReport } from '../../reports/log/read-log.js';
import type { Mark } from '../../reports/log/steps.js';
import type { Placer } from './place-fault.js';

/** Reads what a tool prints, and keeps which layer it was busy with when it said something. */
export interface LogWatch {
  push(text: string): void;
  report(end: ProcessEnd): LogReport;
  /** The marker that our script printed last. */
  marker(): { readonly passed: boolean; readonly text: string } | undefined;
  /** The layer that a message is about: the one that it names, else the one that was being built then. */
  textsOf(message: ToolMessage | undefined): readonly string[];
  /** The layer that is being built. */
  layer(): Layer | undefined;
  /** What costs speed, with the texts that tell its layer; each once. */
  advice(): readonly { readonly fault: ToolFault; readonly texts: readonly string[] }[];
}

const BUSY_WITH = /\b(?:Implementing|synthesizing) module '([^']+)'/;
const MARKER = /^BNN-STEP (\w+) (OK|FAIL)\b\s*(.*)$/;

export function watchLog(step: string, placer: Placer, hearMark: (mark: Mark) => void): LogWatch {
  const reader = openLog();
  const advice = new Map<string, { fault: ToolFault; texts: readonly string[] }>();
  const busyAt = new Map<number, string>();
  let busy = '';
  let rest = '';
  let marker: { passed: boolean; text: string } | undefined;

  const takeLine = (line: string): void => {
    busy = BUSY_WITH.exec(line)?.[1] ?? busy;
    const marked = MARKER.exec(line);
    if (marked?.[1] === step) marker = { passed: marked[2] === 'OK', text: marked[3] ?? '' };
    for (const event of reader.push(`${line}\n`)) {
      if (event.kind === 'mark') hearMark(event.mark);
      else {
        const { message } = event;
        if (busy !== '') busyAt.set(message.logLine, busy);
        const fault = adviceOf(message);
        if (!fault) continue;
        const texts = [message.text, busy];
        const layer = texts.map((text) => placer.layerIn(text)).find((found) => found)?.name;
        advice.set(JSON.stringify([fault, layer]), { fault, texts });
      }
    }
  };

  return {
    push(text) {
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      lines.forEach(takeLine);
    },
    report(end) {
      if (rest !== '') takeLine(rest);
      rest = '';
      return reader.report(end);
    },
    marker: () => marker,
    textsOf: (message) =>
      message ? [message.text, message.location?.path ?? '', busyAt.get(message.logLine) ?? ''] : [busy],
    layer: () => placer.layerIn(busy),
    advice: () => [...advice.values()],
  };
}
