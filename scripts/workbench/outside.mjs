// A window of the workbench with the extension installed, driven from outside as a user drives it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at } from '../lib/run.mjs';
import { launchBrowser } from './browser.mjs';
import { WAIT } from './page.mjs';
import { remoteUri, serveWorkbench, testSettings, workbenchUrl, writeSettings } from './serve.mjs';

/**
 * Opens the window of a suite and makes its checks, in order; each throws where it does not hold.
 * @param {string} extensionsDir where the extension is installed
 * @param {{title: string, trust: boolean, checks: Record<string, (page: object, context: object) => Promise<unknown>>,
 *   prepare: (scratch: string) => object | Promise<object>}} suite `prepare` gives the workspace, the file that is opened,
 *   the user's settings and keybindings, and whatever the checks are to know
 * @returns {Promise<{passed: number, failed: number, skipped: number}>}
 */
export async function checkFromOutside(extensionsDir, { title, trust, checks, prepare }) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-outside-'));
  const dirs = { extensionsDir, userDir: `${scratch}/user`, dataDir: `${scratch}/server` };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let server;
  let browser;
  try {
    const context = { ...dirs, ...(await prepare(scratch)) };
    const { workspace, file, settings, keybindings = [] } = context;
    writeSettings(dirs.userDir, { ...testSettings, ...settings });
    fs.writeFileSync(path.join(dirs.userDir, 'User/keybindings.json'), JSON.stringify(keybindings));
    server = await serveWorkbench({ ...dirs, trust });
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const open = [['openFile', remoteUri(server.port, path.join(workspace, file))]];
    await page.goto(workbenchUrl(server.port, workspace, open));
    await page.waitForSelector('.view-line', WAIT);
    console.log(`\n  ${title}`);
    for (const [name, check] of Object.entries(checks)) {
      try {
        await check(page, context);
        counts.passed += 1;
        console.log(`    ✔ ${name}`);
      } catch (error) {
        counts.failed += 1;
        console.error(`    ✘ ${name}\n      ${error.message.split('\n')[0]}`);
        await page.screenshot({ path: at(`.workbench/outside-failed-${counts.failed}.png`) }).catch(() => {});
      }
    }
  } finally {
    await browser?.close().catch(() => {});
    await server?.stop();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  return counts;
}

/** Settings of a workspace by which a program in it would be started, if they were followed; it leaves a witness. */
export function nameProgram(workspace, witness) {
  const folder = path.join(workspace, 'Vivado/2022.2/bin');
  fs.mkdirSync(folder, { recursive: true });
  const programs = ['launch', 'vitis_hls', 'vivado'].map((name) => path.join(folder, name));
  for (const program of programs) fs.writeFileSync(program, `#!/bin/sh\ntouch '${witness}'\n`, { mode: 0o755 });
  const settings = { 'bnn.tools.folders': [folder], 'bnn.tools.launcher': [programs[0]] };
  const { contributes } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  for (const [name, { type, items, scope }] of Object.entries(contributes.configuration.properties)) {
    const names = type === 'array' && items?.type === 'string' && scope?.startsWith('machine');
    if (name in settings !== Boolean(names)) throw new Error(`${name}: does it name a program? Then it belongs here.`);
  }
  fs.mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
  fs.writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
}
