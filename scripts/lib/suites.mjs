// What `npm test` runs. A suite gives its counts; a suite that cannot run at all has failed once.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at, run } from './run.mjs';

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** Folders of vitest suites, in the order in which they run. */
export const vitestSuites = [
  { name: 'unit', folder: 'test/unit', what: 'language, network, hardware, estimates, editor features' },
  { name: 'project', folder: 'test/project', what: 'architecture, manifest, generated files' },
  { name: 'cli', folder: 'test/cli', what: 'the bnn command line as it is shipped' },
  { name: 'server', folder: 'test/lsp', what: 'the language server over JSON-RPC on stdio' },
  { name: 'compile', folder: 'test/compile', what: 'generated C++, compiled and run' },
];

/** Runs the vitest files of a folder and gives their counts. A file that does not load counts as one failure. */
export async function runVitest(folder) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-vitest-'));
  const outputFile = path.join(scratch, 'result.json');
  const vitest = at('node_modules/vitest/vitest.mjs');
  // A suite with needs of its own, such as time to compile, has its own configuration.
  const own = `${folder}/vitest.config.mts`;
  const config = fs.existsSync(at(own)) ? ['--config', own] : [];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  try {
    const { code } = await run(process.execPath, [vitest, 'run', `${folder}/`, ...config, ...reporters], {
      env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
    });
    return counts(outputFile, code);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function counts(outputFile, code) {
  if (!fs.existsSync(outputFile)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(fs.readFileSync(outputFile, 'utf8'));
  const notLoaded = result.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  ).length;
  const failed = result.numFailedTests + notLoaded;
  return {
    passed: result.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: result.numPendingTests + (result.numTodoTests ?? 0),
  };
}

/** Whether a folder holds vitest files. */
export function hasTests(folder) {
  if (!fs.existsSync(at(folder))) return false;
  return fs.readdirSync(at(folder), { recursive: true }).some((file) => file.endsWith('.test.ts'));
}

/** How many tests a folder holds, without running them. */
export async function countTests(folder) {
  const { output } = await run(process.execPath, [at('node_modules/vitest/vitest.mjs'), 'list', `${folder}/`], {
    quiet: true,
  });
  return output.split('\n').filter((line) => line.startsWith(folder)).length;
}
