// Scripts use TypeScript modules of the project: they are bundled into the ignored folder `.cache` and loaded from there.
import { pathToFileURL } from 'node:url';
import { at } from './run.mjs';

/**
 * Bundles a TypeScript module.
 * @param {string} entry the module, relative to the checkout
 * @param {string} [bundle] the bundle, relative to `.cache`; a module that finds files from its own place needs one as many
 *   folders down as it stands itself
 * @returns {Promise<string>} the bundle's address, for `import`
 */
export async function bundleTypeScript(entry, bundle = entry.replaceAll('/', '-').replace(/\.ts$/, '.mjs')) {
  const esbuild = await import('esbuild');
  const outfile = at('.cache', ...bundle.split('/'));
  await esbuild.build({
    entryPoints: [at(...entry.split('/'))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return pathToFileURL(outfile).href;
}

/** What a TypeScript module exports; parameters as `bundleTypeScript`. */
export async function importTypeScript(entry, bundle) {
  return import(await bundleTypeScript(entry, bundle));
}
