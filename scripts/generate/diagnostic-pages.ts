import { catalogue } from '../../server/src/diagnostics/catalogue/index.js';
import type { CatalogueEntry } from '../../server/src/diagnostics/entry.js';

const RANGES: Readonly<Record<string, string>> = {
  1: 'Syntax',
  2: 'Names and attributes',
  3: 'Shapes and types',
  4: 'Folding',
  5: 'Throughput and latency',
  6: 'Device resources',
  7: 'Parameters',
  8: 'Tools and reports',
};

const MEANING = {
  error: 'An error: the design cannot be built, or misses what it was asked for.',
  warning: 'A warning: it works, and is probably not what was meant.',
  info: 'For information.',
  hint: 'A hint.',
} as const;

/** A page a diagnostic, `docs/diagnostics/BNN401.md`, and the list of all, `docs/diagnostics.md`. */
export function diagnosticPages(): readonly [string, string][] {
  const entries = Object.entries(catalogue as Readonly<Record<string, CatalogueEntry<never>>>).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return [
    ['docs/diagnostics.md', list(entries)],
    ...entries.map(([code, entry]): [string, string] => [`docs/diagnostics/${code}.md`, page(code, entry)]),
  ];
}

function page(code: string, { title, severity, docs, example }: CatalogueEntry<never>): string {
  return [
    `# ${code}: ${title}`,
    MEANING[severity],
    docs,
    ...(example === undefined ? [] : ['A text that raises it:', fence(example)]),
    `To silence it on one line, write \`// bnn-ignore ${code}\` on that line or above it. To change its severity in a whole project, name it in \`bnn.json\`:`,
    fence(`{ "severities": { "${code}": "off" } }`, 'json'),
    '',
  ].join('\n\n');
}

/** A fence longer than any run of backticks in the text. */
function fence(text: string, language = 'bnn'): string {
  return `\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\``;
}

function list(entries: readonly [string, CatalogueEntry<never>][]): string {
  const lines = [
    '# Diagnostics',
    '',
    'Generated from the catalogue in `server/src/diagnostics/catalogue/`; each code has a page.',
  ];
  let range = '';
  for (const [code, { title, severity }] of entries) {
    const here = code.charAt(3);
    if (here !== range) {
      range = here;
      lines.push('', `## ${RANGES[range] ?? range} (BNN${range}xx)`, '');
    }
    lines.push(`- [${code}](diagnostics/${code}.md) ${title} (${severity})`);
  }
  return [...lines, ''].join('\n');
}
