import { expect, test } from 'vitest';
import type { PrintedDiagnostic } from '../../../server/src/cli/report-diagnostics.js';
import { sarifLog } from '../../../server/src/cli/sarif.js';

const missed: PrintedDiagnostic = {
  file: 'my nets/a#1.bnn',
  range: { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } },
  severity: 'hint',
  code: 'BNN405',
  message: 'a converter',
};

test('a path with blanks is a URI that is allowed, places count from 1, hints are notes', () => {
  expect(sarifLog([missed])).toMatchObject({
    runs: [
      {
        columnKind: 'utf16CodeUnits',
        results: [
          {
            ruleId: 'BNN405',
            level: 'note',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'my%20nets/a%231.bnn' },
                  region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 10 },
                },
              },
            ],
          },
        ],
      },
    ],
  });
});
