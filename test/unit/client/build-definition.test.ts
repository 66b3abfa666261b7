import { expect, it } from 'vitest';
import { readDefinition } from '../../../client/src/tasks/build-definition.js';

const whole = { type: 'bnn', file: 'net.bnn', step: 'csynth' };

it('a task that is whole is taken as it stands', () => {
  const build = {
    ...whole,
    target: 't',
    out: 'out',
    profile: 'timing',
    interrupts: true,
    toolVersion: '2022.2',
    force: false,
  };
  expect(readDefinition(whole)).toEqual({ build: whole });
  expect(readDefinition(build)).toEqual({ build });
});

it.each([
  [{ file: undefined }, { property: 'file', kind: 'a text' }],
  [{ file: '' }, { property: 'file', kind: 'a text' }],
  [{ step: 'synthesis' }, { property: 'step', kind: 'one of' }],
  [{ step: undefined }, { property: 'step', kind: 'one of' }],
  [{ profile: 'slow' }, { property: 'profile', kind: 'one of', values: ['quick', 'timing'] }],
  [{ out: 5 }, { property: 'out', kind: 'a text' }],
  [{ target: ['a'] }, { property: 'target', kind: 'a text' }],
  [{ toolVersion: 2022.2 }, { property: 'toolVersion', kind: 'a text' }],
  [{ force: 'yes' }, { property: 'force', kind: 'true or false' }],
])('the fault of one with %j is named', (changed, fault) => {
  expect(readDefinition({ ...whole, ...changed })).toMatchObject({ fault });
});
