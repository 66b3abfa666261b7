import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { holdingSignals, type Signalled } from '../../../server/src/host/holding-signals.js';

/** A process that notes which signals would have ended it. */
function recorded(): EventEmitter & Signalled & { readonly ended: string[] } {
  const ended: string[] = [];
  return Object.assign(new EventEmitter(), {
    pid: 7,
    ended,
    kill: (pid: number, signal: NodeJS.Signals) => ended.push(`${pid} ${signal}`),
  });
}

it('a signal is heeded when the work is done, not before', async () => {
  const signalled = recorded();
  const result = await holdingSignals(async () => {
    signalled.emit('SIGTERM', 'SIGTERM');
    await Promise.resolve();
    signalled.emit('SIGINT', 'SIGINT');
    expect(signalled.ended).toEqual([]);
    return 'whole';
  }, signalled);
  expect(result).toBe('whole');
  expect(signalled.ended).toEqual(['7 SIGTERM']);
  expect(signalled.eventNames()).toEqual([]);
});

it('also where the work fails', async () => {
  const signalled = recorded();
  const work = holdingSignals(() => {
    signalled.emit('SIGHUP', 'SIGHUP');
    return Promise.reject(new Error('no room'));
  }, signalled);
  await expect(work).rejects.toThrow('no room');
  expect(signalled.ended).toEqual(['7 SIGHUP']);
});

it('one that somebody else listens to is left to them', async () => {
  const signalled = recorded();
  const heard: string[] = [];
  signalled.on('SIGINT', () => heard.push('SIGINT'));
  await holdingSignals(() => Promise.resolve(signalled.emit('SIGINT', 'SIGINT')), signalled);
  expect(heard).toEqual(['SIGINT']);
  expect(signalled.ended).toEqual([]);
});
