import { describe, expect, test } from 'vitest';
import { formatting } from '../../../server/src/ide/formatting.js';
import { newNetwork, newNetworkQuestions } from '../../../server/src/ide/new-network.js';
import { open } from './support.js';

describe('a new network', () => {
  const questions = newNetworkQuestions();
  const inputs = questions.find(({ id }) => id === 'input')?.choices ?? [];
  const text = (answers: Record<string, string>): string => newNetwork(answers, (given) => open(given).analysis);

  test.each(inputs)('for $id fits the board, without errors', ({ id }) => {
    const made = text({ input: id, classes: '7', size: 'medium', board: 'pynq_z1' });
    const { analysis } = open(made);
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(made).toContain('units=7 activation=none');
    expect(made).toMatch(/throughput=\d+k?M?FPS/);
    expect(formatting(analysis)).toEqual([]);
  });

  test('nonsense answers give the first choices', () => {
    const made = text({ input: '?', classes: '-3', size: '?', board: '?' });
    expect(open(made).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
