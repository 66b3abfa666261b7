// Sets up VS Code's own server and browser workbench in .workbench/ from the npm package code-server, once.
// Its install scripts compile more than is needed and download ripgrep from GitHub, so they are left out; what is needed of
// them is done here.
import fs from 'node:fs';
import path from 'node:path';
import { at, Explained, npm, npmCli, onPath, run, seconds } from '../lib/run.mjs';

const VERSION = '4.100.3'; // VS Code 1.100.3, the line that runs on Node 20
/** The first line of it that has the executables as npm packages. */
const RIPGREP = '@vscode/ripgrep@1.18.0';
const PLAIN = ['--ignore-scripts', '--no-audit', '--no-fund'];
const home = at('.workbench', `code-server-${VERSION}`);
const server = path.join(home, 'node_modules/code-server/lib/vscode');

/** The entry file of VS Code's server. */
export const serverEntry = path.join(server, 'out/server-main.js');

/** Installs the workbench if it is not there; takes about twenty seconds then. */
export async function ensureWorkbench() {
  if (!fs.existsSync(serverEntry)) await setUp();
  await ensureRipgrep();
}

async function setUp() {
  const start = performance.now();
  console.log(`Setting up the browser workbench (VS Code 1.100.3) in .workbench/, once ...`);
  fs.mkdirSync(at('.workbench'), { recursive: true });
  const staging = fs.mkdtempSync(at('.workbench', 'setup-'));
  try {
    fs.writeFileSync(path.join(staging, 'package.json'), '{"private":true}\n');
    await install(['install', `code-server@${VERSION}`], staging);
    const vscode = path.join(staging, 'node_modules/code-server/lib/vscode');
    await install(['install', '--omit=dev'], vscode);
    await compileNativeModules(vscode);
    fs.symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'), 'junction');
    removeSourceMaps(staging);
    if (!fs.existsSync(serverEntry)) fs.renameSync(staging, home);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
  console.log(`The workbench is set up (${seconds(start)}).`);
}

async function install(args, cwd) {
  const { code, output } = await npm([...args, ...PLAIN], { cwd, quiet: true });
  if (code === 0) return;
  throw new Explained(
    `${output.trim()}\n\nThe workbench could not be installed. Check the network (or the npm registry that is set) and run this again.`,
  );
}

/** Terminals need node-pty, log files spdlog, the file watcher its watchdog; without a compiler all else still works. */
async function compileNativeModules(vscode) {
  const gyp = path.join(path.dirname(npmCli()), '../node_modules/node-gyp/bin/node-gyp.js');
  const headers = path.join(path.dirname(process.execPath), '..');
  const nodedir = fs.existsSync(path.join(headers, 'include/node/node.h')) ? [`--nodedir=${headers}`] : [];
  const modules = [
    ['node-pty', 'terminals will not open'],
    ['@vscode/spdlog', 'logs will stay empty'],
    ['native-watchdog', 'a killed window may leave a process'],
    ['@vscode/native-watchdog', 'a killed window may leave a process'],
  ];
  const compile = async ([name, consequence]) => {
    const cwd = path.join(vscode, 'node_modules', name);
    if (!fs.existsSync(cwd)) return;
    const { code } = await run(process.execPath, [gyp, 'rebuild', '--jobs=max', ...nodedir], { cwd, quiet: true });
    if (code !== 0) console.log(`  ${name} could not be compiled, so in the browser workbench ${consequence}.`);
  };
  await Promise.all(modules.map(compile));
}

/** Searching for files needs ripgrep: without it `findFiles` finds nothing, and the server logs a fault for each search. */
async function ensureRipgrep() {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const wanted = path.join(server, 'node_modules/@vscode/ripgrep/bin', name);
  if (fs.existsSync(wanted)) return;
  const staging = fs.mkdtempSync(at('.workbench', 'setup-'));
  try {
    fs.writeFileSync(path.join(staging, 'package.json'), '{"private":true}\n');
    await npm(['install', RIPGREP, ...PLAIN], { cwd: staging, quiet: true });
    const scope = path.join(staging, 'node_modules/@vscode');
    const packages = fs.existsSync(scope) ? fs.readdirSync(scope) : [];
    const found = packages.map((folder) => path.join(scope, folder, 'bin', name));
    const executable = found.find((file) => fs.existsSync(file)) ?? onPath('rg');
    if (!executable) {
      console.log('  ripgrep could not be installed, so in the browser workbench no search finds a file.');
      return;
    }
    fs.mkdirSync(path.dirname(wanted), { recursive: true });
    fs.rmSync(wanted, { force: true });
    fs.copyFileSync(executable, wanted);
    fs.chmodSync(wanted, 0o755);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

function removeSourceMaps(folder) {
  for (const item of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (item.isFile() && item.name.endsWith('.map')) fs.rmSync(path.join(item.parentPath, item.name));
}
