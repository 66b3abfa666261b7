import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../server/src/ide/code-lens.js';
import { estimateTable } from '../../../server/src/ide/estimate-table.js';
import { status, targetChoices } from '../../../server/src/ide/status.js';
import { open, SMALL } from './support.js';

describe('lenses and status', () => {
  test('stand above networks and targets, with what limits and the share of the device', () => {
    const { analysis } = open(SMALL);
    expect(codeLenses(analysis).map(({ command }) => command?.title)).toEqual([
      expect.stringMatching(/^target pynq: 1\.18 kFPS, latency .*, limited by c0\.mvtu$/),
      'Copy estimate',
      expect.stringMatching(/^1\.18 kFPS, .* \| LUT .* \(\d+ %, .* to .*\), BRAM18 \d+ \(.*%\)$/),
      expect.stringMatching(/^37\.1 kFPS, /),
      'Pick target',
    ]);
  });

  test('call only commands that the manifest has', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { commands: { command: string }[] };
    };
    const known = manifest.contributes.commands.map(({ command }) => command);
    const { analysis } = open(SMALL);
    for (const { command } of codeLenses(analysis)) expect(known).toContain(command?.command);
  });

  test('the picked target is shown', () => {
    const { analysis } = open(SMALL).picked('Small', 'fast');
    expect(status(analysis).text).toBe('fast: 37.1 kFPS');
    expect(targetChoices(analysis).map(({ target, picked }) => [target, picked])).toEqual([
      ['pynq', false],
      ['fast', true],
    ]);
    expect(status(open('const A = 1\n').analysis)).toEqual({ text: '', tooltip: '' });
  });
});

describe('estimate tables', () => {
  const design = [...open(SMALL).analysis.shown.values()][0];
  if (!design) throw new Error('the fixture has no design');

  test('have a row a layer and the total, in three forms', () => {
    const markdown = estimateTable(design, 'markdown');
    expect(markdown).toMatch(/\| c0 \| conv \| 14x14x16 bipolar \| 1 \| 1 \| 84,672 \|/);
    expect(markdown).toMatch(/\| total \|.*84,672/);
    const csv = estimateTable(design, 'csv').trim().split('\n');
    expect(csv[0]).toBe('layer,kind,output,pe,simd,cycles,LUT,FF,BRAM18,URAM,DSP');
    expect(csv.every((line) => line.split(',').length === 11)).toBe(true);
    const latex = estimateTable(design, 'latex');
    expect(latex).toMatch(/^% Small, target pynq/);
    expect(latex).toMatch(/c0 & conv & .* \\\\/);
    expect(latex).toMatch(/\\end\{tabular\}\n$/);
  });

  test('say that they are estimates', () => {
    expect(estimateTable(design, 'markdown')).toContain('Estimated, not measured.');
  });
});
