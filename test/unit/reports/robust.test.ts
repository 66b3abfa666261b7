import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFinnReport } from '../../../server/src/reports/finn/reports.js';
import { readCosim } from '../../../server/src/reports/hls/cosim.js';
import { readCsynthRpt } from '../../../server/src/reports/hls/csynth-rpt.js';
import { readCsynthSummary } from '../../../server/src/reports/hls/csynth-summary.js';
import { readCsynthXml } from '../../../server/src/reports/hls/csynth-xml.js';
import { readExport } from '../../../server/src/reports/hls/export.js';
import { readLog } from '../../../server/src/reports/log/read-log.js';
import { readReport } from '../../../server/src/reports/read-report.js';
import { readPower } from '../../../server/src/reports/vivado/power.js';
import { readTiming } from '../../../server/src/reports/vivado/timing.js';
import { readHierarchicalUtilization } from '../../../server/src/reports/vivado/utilization-hierarchical.js';
import { readUtilization } from '../../../server/src/reports/vivado/utilization.js';
import { cases } from '../../support/cases.js';
import { fixture } from './fixture.js';

const READERS = {
  readCsynthXml,
  readCsynthRpt,
  readCsynthSummary,
  readCosim,
  readExport,
  readUtilization,
  readHierarchicalUtilization,
  readTiming,
  readPower,
  readLog,
  finn: (text: string) => readFinnReport('finn-resources', text),
  any: (text: string) => readReport('x.json', text),
};

const fixtures = readdirSync(new URL('../../data/reports/', import.meta.url)).filter((name) =>
  /\.(rpt|xml)$/.test(name),
);

/** Text out of the pieces that reports are made of, so that the parsers' branches are met. */
const reportText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '+---+---+\n',
        '| a | b |\n',
        '|',
        '+',
        '\n',
        '== x',
        '* Summary:',
        '+ Latency:',
        '<a b="c">',
        '</a>',
        '<Module>',
        '&#x110000;',
        '{"a":',
        '1 ~ 2',
        '-- ',
        'ERROR: [A 1-2] x\n',
        '| Design Timing Summary\n',
        'WNS(ns)\n',
        '\r',
        'Command: ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe.each(Object.entries(READERS))('%s', (_name, reader) => {
  test('takes any text', () => {
    fc.assert(
      fc.property(reportText, (text) => void reader(text)),
      { seed: 11, numRuns: cases(300) },
    );
  });

  test('takes every fixture, cut anywhere', () => {
    for (const name of fixtures) {
      const text = fixture(name);
      for (let end = 0; end < text.length; end += 97) reader(text.slice(0, end));
    }
  });
});

test.each(fixtures)('%s reads the same with CRLF', (name) => {
  const text = fixture(name);
  expect(readReport(name, text.replaceAll('\n', '\r\n'))).toEqual(readReport(name, text));
});

// What takes more than linear time does not end within the time of a test.
test('long lines of brackets and quotes are read', () => {
  for (const piece of ['[', '(', ':', '"', '<a ', "='", '|', '+-', 'a.b:1:']) {
    const text = piece.repeat(20_000);
    for (const reader of Object.values(READERS)) reader(text);
  }
});
