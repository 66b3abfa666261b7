// A headless browser for tests and screenshots: an installed one, else the one that an npm package carries (Linux x64).
import fs from 'node:fs';
import { at, Explained, onPath, run } from '../lib/run.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser may crash as it starts, which says nothing of what it was to show. */
const LAUNCHES = 3;

/** Starts the browser. CHROMIUM names an executable to use instead of the one that would be found. */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const { executablePath, env } = await findBrowser();
  const options = { executablePath, env: { ...process.env, ...env }, headless: true, args: FLAGS };
  for (let launch = 1; launch < LAUNCHES; launch++) {
    try {
      return await chromium.launch(options);
    } catch (error) {
      const crash = /exitCode=null, signal=\w+/.exec(error.message)?.[0];
      if (!crash) throw error;
      console.error(`The browser crashed as it was started (${crash}); it is started again.`);
    }
  }
  return chromium.launch(options);
}

async function findBrowser() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) return { executablePath: CHROMIUM, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser();
  const installed = ['google-chrome', 'chromium', 'chromium-browser', 'chrome', 'msedge'].map(onPath).find(Boolean);
  if (installed) return { executablePath: installed, env: {} };
  throw new Explained('No browser was found. Install Chrome or Chromium, or set CHROMIUM to the executable of one.');
}

/** Unpacks the browser of @sparticuz/chromium once; with its own shared libraries where the system lacks some. */
async function packagedBrowser() {
  const plain = await unpack(at('.workbench/browser'), {});
  if (await complete(plain, {})) return { executablePath: plain, env: {} };
  // The package ships the libraries too, but unpacks them only where it thinks it runs in its home environment.
  const folder = at('.workbench/browser-with-libraries');
  const withLibraries = await unpack(folder, { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  const env = { LD_LIBRARY_PATH: `${folder}/al2023/lib`, FONTCONFIG_PATH: `${folder}/fonts` };
  if (await complete(withLibraries, env)) return { executablePath: withLibraries, env };
  const { output } = await run('ldd', [withLibraries], { quiet: true, env: { ...process.env, ...env } });
  throw new Explained(
    `${output}\n\nThe headless browser misses the libraries above; install them (Debian: apt-get install libnss3).`,
  );
}

/** The package unpacks into the temporary folder of its process, so it runs in one of its own. */
async function unpack(folder, env) {
  const executable = `${folder}/chromium`;
  if (fs.existsSync(`${folder}/complete`)) return executable;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const script = "import('@sparticuz/chromium').then((package_) => package_.default.executablePath())";
  const { code, output } = await run(process.execPath, ['-e', script], {
    quiet: true,
    env: { ...process.env, TMPDIR: folder, ...env },
  });
  if (code !== 0 || !fs.existsSync(executable))
    throw new Explained(`${output}\n\nThe headless browser could not be unpacked.`);
  fs.writeFileSync(`${folder}/complete`, '');
  return executable;
}

async function complete(executable, env) {
  const { output } = await run('ldd', [executable], { quiet: true, env: { ...process.env, ...env } });
  return !output.includes('not found');
}
