// Small helpers that every script here shares. Plain Node modules only: they run before `npm ci` has.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the repository. */
export const at = (...parts) => path.join(root, ...parts);

/** A failure whose message alone tells the reader what to do next: printed without a stack trace. */
export class Explained extends Error {}

/**
 * Runs an executable without a shell.
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, tee?: boolean, timeoutMs?: number}} [options]
 *   `quiet` keeps the output back (it is in the result); `tee` shows it and keeps it.
 * @returns {Promise<{code: number, output: string}>} the exit code (127 where it cannot be started) and what was kept
 */
export function run(executable, args, { cwd = root, env = process.env, quiet = false, tee = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(executable, args, {
      cwd,
      env,
      stdio: ['ignore', ...Array(2).fill(quiet || tee ? 'pipe' : 'inherit')],
    });
    let output = '';
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    const keep = (target) => (chunk) => {
      output += chunk;
      if (tee) target.write(chunk);
    };
    child.stdout?.on('data', keep(process.stdout));
    child.stderr?.on('data', keep(process.stderr));
    const done = (code, more = '') => {
      clearTimeout(timer);
      resolve({ code, output: output + more });
    };
    child.on('error', (error) => done(127, String(error.message)));
    child.on('close', (code) =>
      done(timedOut ? 124 : (code ?? 1), timedOut ? `\nstopped after ${timeoutMs / 1000} s` : ''),
    );
  });
}

/** npm's own entry file, so that npm runs without a shell on every system. */
export function npmCli() {
  const beside = path.dirname(process.execPath);
  const places = [
    process.env.npm_execpath,
    path.join(beside, 'node_modules/npm/bin/npm-cli.js'),
    path.join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const found = places.find((place) => place?.endsWith('npm-cli.js') && fs.existsSync(place));
  if (!found) throw new Explained('npm was not found beside node. Install Node.js 20 or later with npm and try again.');
  return found;
}

/** Runs npm with these arguments. */
export const npm = (args, options) => run(process.execPath, [npmCli(), ...args], options);

/** The executable of that name on PATH, or undefined. */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter))
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (folder && fs.existsSync(file)) return file;
    }
  return undefined;
}

/** Runs a script's main function; prints an Explained failure as its message, any other with its stack; exits 1 then. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Explained ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Seconds since `start` (of performance.now), for people. */
export const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
