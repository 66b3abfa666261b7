// npm start: builds the extension and opens VS Code on examples/: the desktop one if there is one, else one in the browser.
//   npm start -- --browser      in the browser in any case
//   npm start -- --port 8080    in the browser, on that port
//   npm start -- --check        headless: opens an example, waits for its first inlay hint, and says how long that took
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, Explained, main, onPath, run } from './lib/run.mjs';
import { packageExtension } from './package.mjs';
import { ensureWorkbench } from './workbench/install.mjs';
import {
  installVsix,
  quietSettings,
  remoteUri,
  serveWorkbench,
  workbenchUrl,
  writeSettings,
} from './workbench/serve.mjs';

const EXAMPLE = at('examples/cnv.bnn');
const USUAL_PORT = 8391;

await main(async () => {
  const values = readOptions();
  await ensureDependencies();
  fs.mkdirSync(at('.workbench'), { recursive: true });
  const vsix = await packageExtension(at('.workbench/bnn-fpga.vsix'));
  if (values.check) return check(vsix);
  const desktop = !values.browser && values.port === undefined && findDesktop();
  if (desktop) await openDesktop(desktop, vsix);
  else await openInBrowser(vsix, Number(values.port ?? USUAL_PORT));
});

/** What stands behind `npm start --`, told before anything is installed or built. */
function readOptions() {
  const options = { check: { type: 'boolean' }, browser: { type: 'boolean' }, port: { type: 'string' } };
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    throw new Explained(`${error.message}\nThere are: npm start -- [--check] [--browser] [--port NUMBER]`);
  }
  const { port } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536)) {
    throw new Explained(
      `--port ${port} is no port. Give a number up to 65535, such as --port ${USUAL_PORT}; 0 takes any that is free.`,
    );
  }
  return values;
}

/** The desktop VS Code: `code` on PATH, else where its installers put it. */
function findDesktop() {
  const { LOCALAPPDATA = '', PROGRAMFILES = '' } = process.env;
  const usual = [
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
    '/usr/share/code/bin/code',
    '/snap/bin/code',
    path.join(LOCALAPPDATA, 'Programs/Microsoft VS Code/Code.exe'),
    path.join(PROGRAMFILES, 'Microsoft VS Code/Code.exe'),
  ];
  if (process.platform === 'win32') return usual.find((place) => path.isAbsolute(place) && fs.existsSync(place));
  return onPath('code') ?? usual.find((place) => fs.existsSync(place));
}

async function openDesktop(code, vsix) {
  const remote = Boolean(process.env.VSCODE_IPC_HOOK_CLI);
  if (remote) {
    // In a terminal of a remote window `code` can only install and open.
    await run(code, ['--install-extension', vsix, '--force']);
    await run(code, [at('examples'), EXAMPLE]);
  } else {
    // A development window loads the extension from here, and leaves the extensions that are installed alone.
    // VS Code starts for root only with a user folder of its own.
    const asRoot = process.platform === 'linux' && process.getuid() === 0;
    const own = asRoot ? ['--no-sandbox', `--user-data-dir=${at('.workbench/desktop')}`] : [];
    const child = spawn(code, [...own, `--extensionDevelopmentPath=${at()}`, at('examples'), EXAMPLE], {
      detached: true,
      stdio: 'ignore',
    });
    child.on('error', (error) => console.error(`${error.message}\nTry: npm start -- --browser`));
    child.unref();
  }
  console.log(`Opened VS Code (${code}) on examples/. For the browser instead: npm start -- --browser`);
}

async function openInBrowser(vsix, port) {
  await ensureWorkbench();
  const dataDir = at('.workbench/server');
  const extensionsDir = at('.workbench/extensions');
  const userDir = at('.workbench/user');
  await installVsix(vsix, extensionsDir, dataDir);
  writeSettings(userDir, quietSettings);
  const server = await serveWorkbench({ extensionsDir, userDir, dataDir, port }).catch((error) => {
    if (port !== USUAL_PORT) throw error;
    console.log(`Port ${port} is taken; another one is used.`);
    return serveWorkbench({ extensionsDir, userDir, dataDir });
  });
  const url = workbenchUrl(server.port, at('examples'), [['openFile', remoteUri(server.port, EXAMPLE)]]);
  console.log(`\nVS Code is ready. Open this address in a browser:\n\n  ${url}\n\nIt runs until you press Ctrl-C.`);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
    void server.exited.then(resolve);
  });
  await server.stop();
}

/** Opens the example in a headless browser and waits for the first inlay hint. */
async function check(vsix) {
  await ensureWorkbench();
  const { launchBrowser } = await import('./workbench/browser.mjs');
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-check-'));
  const dirs = { extensionsDir: `${scratch}/extensions`, userDir: `${scratch}/user`, dataDir: `${scratch}/server` };
  let server;
  let browser;
  try {
    await installVsix(vsix, dirs.extensionsDir, dirs.dataDir);
    writeSettings(dirs.userDir, quietSettings);
    server = await serveWorkbench(dirs);
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const start = performance.now();
    await page.goto(workbenchUrl(server.port, at('examples'), [['openFile', remoteUri(server.port, EXAMPLE)]]));
    const wait = (selector, what) =>
      page.waitForSelector(selector, { timeout: 60_000 }).catch(async () => {
        const shot = at('.workbench/check-failed.png');
        await page.screenshot({ path: shot });
        throw new Explained(
          `${what} did not appear within 60 s. What stood on the screen is in .workbench/check-failed.png.`,
        );
      });
    await wait('.view-line', `The text of ${path.basename(EXAMPLE)}`);
    const opened = performance.now();
    // The editor draws inlay hints as decorations with generated class names; our files have no others of that kind.
    await wait('.view-line span[class*="dyn-rule"]', 'The first inlay hint');
    const first = performance.now();
    await page.waitForTimeout(1500);
    const notices = await page.locator('.notification-toast').allInnerTexts();
    if (notices.length > 0) throw new Explained(`Opening an example pops up: ${notices.join(' | ')}`);
    console.log(
      `The first inlay hint stood ${between(opened, first)} after the text, ${between(start, first)} after opening the page.`,
    );
  } finally {
    await browser?.close().catch(() => {});
    await server?.stop();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

function between(from, to) {
  return `${((to - from) / 1000).toFixed(1)} s`;
}
