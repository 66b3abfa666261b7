// Runs test/workbench in a real VS Code with the .vsix installed: in VS Code's own server and a headless browser where
// that is possible (Linux x64), else, or with BNN_TEST_DESKTOP set, in the desktop VS Code that @vscode/test-electron downloads.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, run } from '../lib/run.mjs';
import { building } from './build-outside.mjs';
import { restricted } from './from-outside.mjs';
import { ensureWorkbench } from './install.mjs';
import { checkFromOutside } from './outside.mjs';
import { installVsix } from './serve.mjs';
import { typing } from './typing.mjs';

// BNN_TEST_SUITE names one of them.
const SUITES = { folder: runSession, roots: runSession, outside: runOutside, building: runOutside, typing: runOutside };
const FROM_OUTSIDE = { outside: restricted, building, typing };

/**
 * @param {string} vsix
 * @returns {Promise<{passed: number, failed: number, skipped: number}>}
 */
export async function runWorkbenchTests(vsix) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-workbench-'));
  try {
    const installed = await install(vsix, scratch);
    for (const [name, runSuite] of Object.entries(SUITES)) {
      if (process.env.BNN_TEST_SUITE && process.env.BNN_TEST_SUITE !== name) continue;
      const counts = await runSuite(installed, name);
      for (const key of Object.keys(sum)) sum[key] += counts[key];
    }
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  return sum;
}

/** The extension as its user has it, once for all windows: the folder of extensions, and the editor that shows them. */
async function install(vsix, scratch) {
  const extensionsDir = path.join(scratch, 'extensions');
  if (isDesktop()) return { extensionsDir, executable: await desktopWith(vsix, extensionsDir) };
  await ensureWorkbench();
  await installVsix(vsix, extensionsDir, path.join(scratch, 'install'));
  return { extensionsDir, executable: at('scripts/workbench/code-stand-in.mjs') };
}

/** What no test inside of the extension host can see: trust, which is not asked for in its window, and notifications. */
async function runOutside({ extensionsDir }, name) {
  if (isDesktop()) return { passed: 0, failed: 0, skipped: 1 };
  return checkFromOutside(extensionsDir, FROM_OUTSIDE[name]);
}

function isDesktop() {
  return Boolean(process.env.BNN_TEST_DESKTOP) || process.platform !== 'linux' || process.arch !== 'x64';
}

/** One window: the suite of that name inside the extension host. */
async function runSession({ extensionsDir, executable }, name) {
  const suite = await bundleSuite();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-workbench-'));
  try {
    const workspace = path.join(scratch, "work space $(touch x) ; 'q'");
    const tally = path.join(scratch, 'tally.json');
    fs.cpSync(at('examples'), workspace, { recursive: true });
    const opened = name === 'roots' ? twoRoots(scratch, workspace) : workspace;
    const { runTests } = await import('@vscode/test-electron');
    const finished = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: at('test/workbench/stub-extension'),
      extensionTestsPath: suite,
      launchArgs: [opened, `--extensions-dir=${extensionsDir}`, `--user-data-dir=${path.join(scratch, 'user')}`],
      extensionTestsEnv: {
        BNN_TEST_TALLY: tally,
        BNN_TEST_SUITE: name,
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

/** A workspace of two folders, each with a project file of its own that says another thing of the same code. */
function twoRoots(scratch, first) {
  const second = path.join(scratch, 'second root');
  const text = `network N {\n  input x type=int8 shape=4\n  dense d units=4 weights=int4 activation=none\n}\ntarget a for N { device=pynq_z1 clock=100MHz }\ntarget b for N { device=zc706 clock=200MHz }\nconst UNUSED = 1\n`;
  for (const [folder, severity, target] of [
    [first, 'error', 'a'],
    [second, 'off', 'b'],
  ]) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'same.bnn'), text);
    fs.writeFileSync(path.join(folder, 'bnn.json'), JSON.stringify({ target, severities: { BNN210: severity } }));
  }
  const file = path.join(scratch, 'two.code-workspace');
  fs.writeFileSync(file, JSON.stringify({ folders: [{ path: first }, { path: second }] }));
  return file;
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
    // The recorded tools lie beside the module that installs them.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(at('test/support/recorded/install.ts')).href) },
  });
  return outfile;
}
