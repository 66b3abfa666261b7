import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { format } from '../../../server/src/language/formatter.js';
import { analyseText } from '../../support/analysis.js';
import { stagesOf } from './stages.js';

/**
 * Every stage of every example as a file under test/baselines/: a change of any number or message shows as a difference
 * to read and accept (`npx vitest run test/unit/baselines -u`). The CRLF twin must give the same.
 */
const examples = path.resolve(import.meta.dirname, '../../../examples');
const baselines = path.resolve(import.meta.dirname, '../../baselines');

const files = readdirSync(examples).filter((name) => name.endsWith('.bnn'));

describe.each(files)('%s', (file) => {
  const text = readFileSync(path.join(examples, file), 'utf8');
  const stages = stagesOf(analyseText(text));

  it.each(Object.keys(stages))('%s', async (stage) => {
    await expect(stages[stage] ?? '').toMatchFileSnapshot(path.join(baselines, path.parse(file).name, `${stage}.txt`));
  });

  it('is the same with CRLF line breaks', () => {
    expect(stagesOf(analyseText(text.replaceAll('\n', '\r\n')))).toEqual(stages);
  });

  it('is in the canonical layout, with LF and with CRLF', () => {
    expect(format(text)).toEqual([]);
    expect(format(text.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it('has no error and no warning', () => {
    const loud = analyseText(text).diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(loud.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
