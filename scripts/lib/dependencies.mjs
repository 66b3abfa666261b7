// Installs the packages of package-lock.json when they are not all there yet.
import fs from 'node:fs';
import { at, Explained, npm, seconds } from './run.mjs';

/** Whether node_modules holds what package-lock.json names (optional packages of other systems apart). */
function upToDate() {
  try {
    const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;
    const wanted = read(at('package-lock.json'));
    const installed = read(at('node_modules/.package-lock.json'));
    return Object.entries(wanted).every(
      ([name, { version, optional, devOptional }]) =>
        name === '' || optional || devOptional || installed[name]?.version === version,
    );
  } catch {
    return false;
  }
}

/** Runs `npm ci` if node_modules is missing or is not what the lockfile says. */
export async function ensureDependencies() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Explained(`Node.js 20 or later is needed; this is ${process.versions.node}.`);
  if (upToDate()) return;
  console.log('Installing the packages of package-lock.json (npm ci) ...');
  const start = performance.now();
  const { code, output } = await npm(['ci', '--no-audit', '--no-fund'], { quiet: true });
  if (code !== 0)
    throw new Explained(
      `${output.trim()}\n\nnpm ci failed. Check the network (or the npm registry that is set) and run this again.`,
    );
  console.log(`Installed in ${seconds(start)}.`);
}
