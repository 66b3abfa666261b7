// npm run screenshots: makes images/*.png from the installed .vsix in the workbench. Look at them before committing.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main } from './lib/run.mjs';
import { packageExtension } from './package.mjs';
import { launchBrowser } from './workbench/browser.mjs';
import { ensureWorkbench } from './workbench/install.mjs';
import { scenes } from './workbench/scenes.mjs';
import {
  installVsix,
  quietSettings,
  remoteUri,
  serveWorkbench,
  workbenchUrl,
  writeSettings,
} from './workbench/serve.mjs';

await main(async () => {
  await ensureDependencies();
  await ensureWorkbench();
  const only = process.argv.slice(2);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-shots-'));
  const dirs = { extensionsDir: `${scratch}/extensions`, userDir: `${scratch}/user`, dataDir: `${scratch}/server` };
  let server;
  let browser;
  try {
    await installVsix(await packageExtension(path.join(scratch, 'bnn.vsix')), dirs.extensionsDir, dirs.dataDir);
    writeSettings(dirs.userDir, { ...quietSettings, 'editor.minimap.enabled': false, 'editor.fontSize': 13 });
    server = await serveWorkbench(dirs);
    browser = await launchBrowser();
    for (const { name, file, size = { width: 1280, height: 760 }, prepare, act } of scenes) {
      if (only.length > 0 && !only.includes(name)) continue;
      // A folder of its own: VS Code keeps unsaved texts for the next window on the same one.
      const workspace = path.join(scratch, name, 'examples');
      fs.cpSync(at('examples'), workspace, { recursive: true });
      await prepare?.(workspace);
      const page = await browser.newPage({ viewport: size, deviceScaleFactor: 1 });
      const open = [['openFile', remoteUri(server.port, path.join(workspace, file))]];
      await page.goto(workbenchUrl(server.port, workspace, open));
      await page.waitForSelector('.view-line', { timeout: 60_000 });
      try {
        await act(page);
        await page.screenshot({ path: at(`images/${name}.png`) });
        console.log(`images/${name}.png`);
      } catch (error) {
        await page.screenshot({ path: at(`.workbench/${name}-failed.png`) });
        console.error(`${name}: ${error.message}\n  see .workbench/${name}-failed.png`);
        process.exitCode = 1;
      }
      await page.close();
    }
  } finally {
    await browser?.close().catch(() => {});
    await server?.stop();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
});
