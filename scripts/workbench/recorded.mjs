// The recorded tools and the written reports of the tests, for what is driven from outside.
import { pathToFileURL } from 'node:url';
import { at } from '../lib/run.mjs';

/** @returns {Promise<typeof import('../../test/support/recorded/install.ts') & typeof import('../../test/support/recorded/success.ts') & typeof import('../../test/support/written-reports.ts')>} */
export async function recordedTools() {
  const esbuild = await import('esbuild');
  const outfile = at('.cache/workbench-tests/recorded.mjs');
  await esbuild.build({
    stdin: {
      contents: `export * from './recorded/install.js'; export * from './recorded/success.js'; export * from './written-reports.js';`,
      resolveDir: at('test/support'),
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    // The recorded tool lies beside the module that installs it.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(at('test/support/recorded/install.ts')).href) },
  });
  return import(pathToFileURL(outfile).href);
}
