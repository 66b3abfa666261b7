import { readFileSync } from 'node:fs';
import { readReport } from '../../../server/src/reports/read-report.js';
import type { MeasuredReport } from '../../../server/src/reports/measured-report.js';

/** The text of a file in test/data/reports: reports in the tools' shapes, written for these tests. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../data/reports/${name}`, import.meta.url), 'utf8');
}

/** The parsed report of a fixture. */
export function read(name: string): MeasuredReport {
  const report = readReport(name, fixture(name));
  if (report === undefined) throw new Error(`${name} is not taken for a report`);
  return report;
}
