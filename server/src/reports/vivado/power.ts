import { cellNumber } from '../cells.js';
import { measuredReport, type MeasuredReport } from '../measured-report.js';
import { readTables } from '../table.js';
import { vivadoHeader } from './header.js';

/** `report_power`: the summary, with the tool's own confidence. */
export function readPower(text: string): MeasuredReport {
  const { stage, ...header } = vivadoHeader(text);
  const rows = new Map<string, string>();
  for (const table of readTables(text)) {
    for (const row of [table.columns, ...table.rows]) {
      const [name = '', value = ''] = row;
      if (row.length === 2 && !rows.has(name.trim())) rows.set(name.trim(), value.trim());
    }
  }
  return measuredReport('power', stage, {
    ...header,
    power: {
      totalW: cellNumber(rows.get('Total On-Chip Power (W)')),
      dynamicW: cellNumber(rows.get('Dynamic (W)')),
      staticW: cellNumber(rows.get('Device Static (W)')),
      junctionC: cellNumber(rows.get('Junction Temperature (C)')),
      confidence: rows.get('Confidence Level'),
    },
  });
}
