import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,project,cli,lsp,compile,third-party}/**/*.test.ts'],
    coverage: { provider: 'v8', include: ['server/src/**/*.ts'], reporter: ['text-summary'] },
    // vitest would leave one core idle, which of two is half.
    maxWorkers: availableParallelism(),
    // When a test counts as hanging; no test says how fast something must be.
    testTimeout: process.env['BNN_NIGHTLY'] ? 600_000 : 120_000,
  },
});
