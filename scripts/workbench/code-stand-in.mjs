#!/usr/bin/env node
// A stand-in for the desktop `code` executable: @vscode/test-electron starts it with the arguments it would give to VS Code.
// It runs the extension tests in VS Code's own server, with the browser workbench shown in a headless browser, and
// exits as the tests did. Environment: STAND_IN_VERBOSE, STAND_IN_SHOT (a .png to write on failure), STAND_IN_TIMEOUT_S.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { ensureWorkbench } from './install.mjs';
import { remoteUri, serveWorkbench, testSettings, workbenchUrl, writeSettings } from './serve.mjs';

const { STAND_IN_VERBOSE: verbose, STAND_IN_SHOT: shot, STAND_IN_TIMEOUT_S: timeoutS = '1200' } = process.env;

// What the workbench itself logs and no test is about.
const NOISE =
  /Service ?Worker|^(Creating a socket|Resolv(ing|ed) connection token|Ignoring fetching additional|Updating additional builtin|ChatSessionStore|Found additional builtin|Overwriting extension)/;

const { options, positional } = readArguments(process.argv.slice(2));
const last = (name) => options.get(name)?.at(-1);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'code-stand-in-'));
let server;
let browser;

async function cleanUp() {
  await browser?.close().catch(() => {});
  await server?.stop();
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void cleanUp().then(() => process.exit(130)));

let code = 1;
try {
  code = await runTests();
} catch (error) {
  console.error(error);
  if (shot)
    await browser
      ?.contexts()[0]
      ?.pages()[0]
      ?.screenshot({ path: shot })
      .catch(() => {});
}
await cleanUp();
process.exit(code);

async function runTests() {
  await ensureWorkbench();
  const userDir = last('user-data-dir') ?? path.join(scratch, 'user');
  writeSettings(userDir, testSettings);
  server = await serveWorkbench({
    userDir,
    dataDir: path.join(scratch, 'server'),
    extensionsDir: last('extensions-dir') ?? path.join(scratch, 'extensions'),
    onOutput: verbose ? (chunk) => process.stderr.write(chunk) : undefined,
  });
  browser = await launchBrowser();
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  if (verbose) page.on('console', (message) => process.stderr.write(`[console] ${message.text()}\n`));
  const finished = new Promise((resolve) => {
    void page.exposeFunction('codeAutomationExit', async (exitCode) => {
      if (shot && exitCode !== 0) await page.screenshot({ path: shot }).catch(() => {});
      resolve(exitCode);
    });
  });
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    if (verbose || !NOISE.test(String(args[0]))) console[type === 'warn' || type === 'error' ? type : 'log'](...args);
  });
  const { port } = server;
  const payload = [
    ...(options.get('extensionDevelopmentPath') ?? []).map((folder) => [
      'extensionDevelopmentPath',
      remoteUri(port, folder),
    ]),
    ['extensionTestsPath', remoteUri(port, last('extensionTestsPath'))],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  await page.goto(workbenchUrl(port, positional[0], payload));
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`the tests were not done after ${timeoutS} s`)), 1000 * Number(timeoutS)).unref();
  });
  return Promise.race([finished, late]);
}

function readArguments(args) {
  const found = { options: new Map(), positional: [] };
  for (const arg of args) {
    const [, name, value = 'true'] = /^--([\w-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name) found.options.set(name, [...(found.options.get(name) ?? []), value]);
    else found.positional.push(arg);
  }
  return found;
}
