import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** What `npm start -- ...` says where it cannot go on. */
function said(...args: string[]): string {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  return stderr.trim();
}

test('npm start tells a wrong option before it installs or builds anything, and without a stack', () => {
  expect(said('--chek')).toMatch(/^Unknown option '--chek'\nThere are: npm start -- \[--check\] [^\n]*$/);
  expect(said('--port', 'abc')).toMatch(/^--port abc is no port\. Give a number [^\n]*$/);
  expect(said('--port', '70000')).toMatch(/^--port 70000 is no port\./);
});
