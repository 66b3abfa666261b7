// Compiles and runs one program of the HLS library's tests. Used by the tests and by mutants.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const LIBRARY = fileURLToPath(new URL('../../server/hls', import.meta.url));
export const CHECKS = fileURLToPath(new URL('.', import.meta.url));

/** The first C++ compiler that answers, or undefined. */
export function compiler() {
  return ['g++', 'clang++'].find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** Runs a program to its end. @returns {Promise<{ code: number | null, output: string }>} */
export function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    child.stdout.on('data', (data) => parts.push(data));
    child.stderr.on('data', (data) => parts.push(data));
    child.on('error', (error) => resolve({ code: null, output: String(error) }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(parts).toString() }));
  });
}

/** A folder of the vendor's own open headers, where there is one: tests then take it in place of our model of them. */
const named = process.env['BNN_HLS_INCLUDE'];
export const VENDOR_IS_REAL = named !== undefined;

/** A folder as a user has it who has only the vendor's open headers: the strict model of them, or they themselves. */
export const VENDOR = named ?? join(CHECKS, 'vendor');

/** How a compiler is told of a folder of types. What the vendor's own headers are warned of is not ours. */
export function typesFrom(folder) {
  return [VENDOR_IS_REAL && folder === VENDOR ? '-isystem' : '-I', folder];
}

/**
 * Compiles `source` against the library in `library` and the types in `types`; a failure's output holds the compiler's
 * messages.
 */
export function compile(source, program, options = [], library = LIBRARY, types = join(library, 'sim')) {
  const flags = ['-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas'];
  const includes = ['-I', library, ...typesFrom(types), '-I', CHECKS];
  return run(compiler() ?? 'g++', [...flags, ...options, ...includes, source, '-o', program]);
}
