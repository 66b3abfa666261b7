// Runs test/workbench in a real VS Code with the .vsix installed: in VS Code's own server and a headless browser where
// that is possible (Linux x64), else, or with BNN_TEST_DESKTOP set, in the desktop VS Code that @vscode/test-electron downloads.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at, run } from '../lib/run.mjs';
import { ensureWorkbench } from './install.mjs';
import { installVsix } from './serve.mjs';

/**
 * @param {string} vsix
 * @returns {Promise<{passed: number, failed: number, skipped: number}>}
 */
export async function runWorkbenchTests(vsix) {
  const suite = await bundleSuite();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-workbench-'));
  try {
    const extensionsDir = path.join(scratch, 'extensions');
    const workspace = path.join(scratch, 'work space $(touch x)');
    const tally = path.join(scratch, 'tally.json');
    fs.cpSync(at('examples'), workspace, { recursive: true });
    const desktop = Boolean(process.env.BNN_TEST_DESKTOP) || process.platform !== 'linux' || process.arch !== 'x64';
    const { runTests } = await import('@vscode/test-electron');
    const finished = await runTests({
      vscodeExecutablePath: desktop
        ? await desktopWith(vsix, extensionsDir)
        : await standInWith(vsix, extensionsDir, scratch),
      extensionDevelopmentPath: at('test/workbench/stub-extension'),
      extensionTestsPath: suite,
      launchArgs: [workspace, `--extensions-dir=${extensionsDir}`, `--user-data-dir=${path.join(scratch, 'user')}`],
      extensionTestsEnv: {
        BNN_TEST_TALLY: tally,
        BNN_TEST_GREP: process.env.BNN_TEST_GREP ?? '',
        STAND_IN_SHOT: at('.workbench/test-failed.png'),
      },
    }).then(
      () => true,
      () => false,
    );
    // The tests write their counts as they end; without them, or with a bad end, something else went wrong.
    const counts = fs.existsSync(tally)
      ? JSON.parse(fs.readFileSync(tally, 'utf8'))
      : { passed: 0, failed: 1, skipped: 0 };
    return !finished && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function standInWith(vsix, extensionsDir, scratch) {
  await ensureWorkbench();
  await installVsix(vsix, extensionsDir, path.join(scratch, 'install'));
  return at('scripts/workbench/code-stand-in.mjs');
}

async function desktopWith(vsix, extensionsDir) {
  const { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
  const executable = await downloadAndUnzipVSCode();
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  await run(cli, [...args, '--install-extension', vsix, '--extensions-dir', extensionsDir], { quiet: true });
  return executable;
}

/** Bundles the tests to one file that the extension host loads. */
async function bundleSuite() {
  const esbuild = await import('esbuild');
  const outfile = at('.cache/workbench-tests/index.js');
  await esbuild.build({
    entryPoints: [at('test/workbench/suite/index.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
