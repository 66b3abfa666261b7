// VS Code's server with the browser workbench: one process on a local port, with folders of its own for all it writes.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Explained, run } from '../lib/run.mjs';
import { serverEntry } from './install.mjs';

// Without a gallery the workbench asks no other host for anything.
const GALLERY = '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":"","controlUrl":"","nlsBaseUrl":""}';
const environment = () => {
  const env = { ...process.env, EXTENSIONS_GALLERY: GALLERY };
  delete env.VSCODE_IPC_HOOK_CLI;
  return env;
};

/** Installs a .vsix into an extensions folder. */
export async function installVsix(vsix, extensionsDir, dataDir) {
  const args = ['--install-extension', vsix, '--extensions-dir', extensionsDir, '--server-data-dir', dataDir];
  args.push('--accept-server-license-terms', '--force');
  const { code, output } = await run(process.execPath, [serverEntry, ...args], { quiet: true, env: environment() });
  if (code !== 0) throw new Explained(`${output.trim()}\n\nThe workbench did not take the .vsix.`);
}

/** Writes the user settings of a workbench, unless there are some. */
export function writeSettings(userDir, settings) {
  // Those of the scope `machine` are read from the second place, as with every server of VS Code.
  for (const folder of ['User', 'Machine']) {
    const file = path.join(userDir, folder, 'settings.json');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify(settings, undefined, 2));
  }
}

/** Settings of a quiet workbench: nothing opens by itself and nothing is sent anywhere. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  // In a browser VS Code saves by itself otherwise.
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
};

/** The same for tests: nothing moves that no test looks at, for every picture of it is computed. */
export const testSettings = {
  ...quietSettings,
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
};

/**
 * Starts the workbench's server on `port` (0: any free one).
 * @param {{extensionsDir: string, userDir: string, dataDir: string, port?: number, trust?: boolean, onOutput?: (chunk: string) => void}} options
 *   `trust`: whether workspace trust is asked for as in a desktop editor
 * @returns {Promise<{port: number, stop: () => Promise<void>, exited: Promise<void>}>}
 */
export async function serveWorkbench({ extensionsDir, userDir, dataDir, port = 0, trust = false, onOutput }) {
  const args = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  args.push('--accept-server-license-terms', '--enable-smoke-test-driver', '--telemetry-level', 'off');
  args.push('--server-data-dir', dataDir, '--user-data-dir', userDir, '--extensions-dir', extensionsDir);
  if (!trust) args.push('--disable-workspace-trust');
  const server = spawn(process.execPath, [serverEntry, ...args], {
    env: environment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => server.on('exit', resolve));
  const stop = async () => {
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      try {
        process.kill(-server.pid, signal);
      } catch {
        break;
      }
      await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 500))]);
    }
  };
  let output = '';
  const listening = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      output += chunk;
      onOutput?.(String(chunk));
      const found = /listening on (\d+)/.exec(output);
      if (found) resolve(Number(found[1]));
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', (code) =>
      reject(new Explained(`${output}\n\nThe workbench's server ended (${code}) before it was ready.`)),
    );
    setTimeout(
      () => reject(new Explained(`${output}\n\nThe workbench's server was not ready after 120 s.`)),
      120_000,
    ).unref();
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { port: listening, stop, exited };
}

/** The address of the workbench on a folder; `payload` is VS Code's own list of start options, as pairs. */
export function workbenchUrl(port, folder, payload = []) {
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (folder) url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', path.resolve(folder));
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** A local path as the workbench on that port names it. */
export const remoteUri = (port, file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
