import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compiledSources } from './scripts/lib/compiled.mjs';

export default defineConfig({
  plugins: [compiledSources()],
  test: {
    include: ['test/{unit,project,cli,lsp,compile,third-party}/**/*.test.ts'],
    server: { deps: { external: [/\/\.cache\/compiled\//] } },
    coverage: { provider: 'v8', include: ['.cache/compiled/server/src/**/*.js'], reporter: ['text-summary'] },
    // One set of modules for all files of a thread: much of the time would go into loading them again. No test replaces a
    // module, and what modules keep must not show in what they give, which is tested so, too.
    pool: 'threads',
    isolate: false,
    // vitest would leave one core idle, which of two is half.
    maxWorkers: availableParallelism(),
    // Waiting is for what comes in the end, on a busy machine too: the time of the whole test bounds it.
    expect: { poll: { timeout: 100_000, interval: 20 } },
    // When a test counts as hanging; no test says how fast something must be.
    testTimeout: process.env['BNN_NIGHTLY'] ? 600_000 : 120_000,
  },
});
