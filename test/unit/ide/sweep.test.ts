import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeActions } from '../../../server/src/ide/code-actions.js';
import { codeLenses } from '../../../server/src/ide/code-lens.js';
import { completion, resolveCompletion } from '../../../server/src/ide/completion.js';
import { definition } from '../../../server/src/ide/definition.js';
import { documentLinks } from '../../../server/src/ide/document-links.js';
import { estimateTable } from '../../../server/src/ide/estimate-table.js';
import { foldingRanges } from '../../../server/src/ide/folding-ranges.js';
import { formatting } from '../../../server/src/ide/formatting.js';
import { highlights } from '../../../server/src/ide/highlight.js';
import { hover } from '../../../server/src/ide/hover.js';
import { inlayHints, resolveInlayHint } from '../../../server/src/ide/inlay-hints.js';
import { references } from '../../../server/src/ide/references.js';
import { prepareRename, rename } from '../../../server/src/ide/rename.js';
import { selectionRanges } from '../../../server/src/ide/selection-ranges.js';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.js';
import { status, targetChoices } from '../../../server/src/ide/status.js';
import { documentSymbols } from '../../../server/src/ide/symbols.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { cases } from '../../support/cases.js';
import { open, SMALL } from './support.js';

const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.bnn'))
  .map((name) => ({ name, text: readFileSync(`examples/${name}`, 'utf8') }));

/** Everything that the editor asks of a text as a whole. No number that is none may reach it. */
function wholeText(analysis: Analysis): void {
  const range = { start: { line: 0, character: 0 }, end: analysis.lines.position(analysis.text.length) };
  const everything = [
    inlayHints(analysis, range, { folding: true, cost: true }).map((hint) => resolveInlayHint(analysis, hint)),
    codeLenses(analysis),
    documentSymbols(analysis),
    semanticTokens(analysis).data,
    foldingRanges(analysis),
    documentLinks(analysis),
    formatting(analysis),
    status(analysis),
    targetChoices(analysis),
    codeActions(analysis, { range, only: undefined, diagnostics: [] }),
    codeActions(analysis, { range, only: ['source.fixAll'], diagnostics: [] }),
    ...[...analysis.shown.values()].map((design) => estimateTable(design, 'markdown')),
  ];
  expect(JSON.stringify(everything)).not.toMatch(/NaN|Infinity|undefined/);
}

function atOffset(analysis: Analysis, offset: number): void {
  const found = hover(analysis, offset);
  if (found) expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity|undefined/);
  const items = completion(analysis, offset);
  expect(items.map(({ label }) => label)).not.toContain('');
  selectionRanges(analysis, [analysis.lines.position(offset)]);
  definition(analysis, offset);
  references(analysis, offset, [], true);
  highlights(analysis, offset);
  if (prepareRename(analysis, offset)) expect(rename(analysis, offset, 'other_name', [])).toHaveProperty('edit');
}

describe('every feature, everywhere', () => {
  test.each(examples)('$name: at offsets all through it, at night at every one', ({ text }) => {
    const { analysis } = open(text);
    wholeText(analysis);
    const step = Math.ceil(text.length / cases(400, text.length));
    for (let offset = 0; offset <= text.length; offset += step) atOffset(analysis, offset);
  });

  test.each(examples)('$name: prefixes of every length', ({ text }) => {
    const step = Math.ceil(text.length / cases(60));
    for (let length = 0; length <= text.length; length += step) {
      const { analysis } = open(text.slice(0, length));
      wholeText(analysis);
      atOffset(analysis, length);
    }
  });

  test('the same with CRLF', () => {
    const text = SMALL.replaceAll('\n', '\r\n');
    const { analysis } = open(text);
    wholeText(analysis);
    for (let offset = 0; offset <= text.length; offset++) atOffset(analysis, offset);
  });

  test('nonsense', () => {
    const texts = [
      '',
      '\0',
      '}{][)(',
      '"',
      '/*',
      'network',
      'network N {',
      '= = =',
      '\u{1F600} network \ud800 {',
      '__proto__ constructor=1',
      'target t for t { fold * pe=auto }',
    ];
    for (const text of texts) {
      const { analysis } = open(text);
      wholeText(analysis);
      for (let offset = 0; offset <= text.length; offset++) atOffset(analysis, offset);
    }
  });

  test('every item can be resolved', () => {
    const { analysis, offset } = open('network N {\n  $0\n}\n');
    for (const item of completion(analysis, offset)) expect(resolveCompletion(item).label).toBe(item.label);
  });
});
