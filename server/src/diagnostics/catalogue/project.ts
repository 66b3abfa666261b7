import { entry, type Severity } from '../entry.js';

/** BNN9xx: silencing, the project file, and the tool itself. */
export const project = {
  BNN901: entry<{ readonly code: string }>({
    severity: 'warning',
    title: 'Silences nothing',
    message: ({ code }) => `\`bnn-ignore ${code}\` silences nothing: no ${code} is raised on this line or the next.`,
    docs: 'A `// bnn-ignore CODE` comment stands where that code is no longer raised. Remove it, so that it does not hide the next one.',
    example: '// bnn-ignore BNN405\nconst WIDTH = 4\n',
    tags: ['unnecessary'],
  }),
  BNN902: entry<{ readonly code: string; readonly suggestion: string | undefined }>({
    severity: 'warning',
    title: 'Unknown code to silence',
    message: ({ code, suggestion }) =>
      `There is no diagnostic ${code}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    docs: 'A `// bnn-ignore CODE` comment, or `severities` in `bnn.json`, names a code that does not exist.',
    example: '// bnn-ignore BNN999999\nconst WIDTH = 4\n',
  }),
  BNN903: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'Project file cannot be read',
    message: ({ detail }) => `bnn.json: ${detail}`,
    docs: 'The project file `bnn.json` is JSON (comments allowed) with the keys `target`, `severities`, `boards` and `tool`. What cannot be read is passed over, and the rest holds.',
  }),
  BNN904: entry<{ readonly key: string; readonly expected: string }>({
    severity: 'warning',
    title: 'Project setting not understood',
    message: ({ key, expected }) => `bnn.json: \`${key}\` should be ${expected}.`,
    docs: 'A key of `bnn.json` that is unknown or has a value of another form is passed over.',
  }),
  BNN905: entry<{ readonly key: string; readonly expected: string }>({
    severity: 'warning',
    title: 'Calibration not understood',
    message: ({ key, expected }) => `bnn-calibration.json: \`${key}\` should be ${expected}. It corrects nothing.`,
    docs: 'The file `bnn-calibration.json` is written by `bnn calibrate` and holds the factors by which estimates are corrected. A factor that is not understood is passed over; run `bnn calibrate` again, or delete the file.',
  }),
  BNN999: entry<{ readonly what: string; readonly detail: string }>({
    severity: 'error',
    title: 'Fault in the tool',
    message: ({ what, detail }) =>
      `The tool itself failed at ${what}: ${detail}. Your file may be right; please report it.`,
    docs: 'The tool met a fault of its own. The rest of the file is still analysed at the next keystroke. The log (command "BNN: Show log") holds the details for a report.',
  }),
};

/** What `severities` in `bnn.json` may say of a code. */
export type SeverityWish = Severity | 'off';
