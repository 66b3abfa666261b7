import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,project,cli,lsp,compile,third-party}/**/*.test.ts'],
    coverage: { provider: 'v8', include: ['server/src/**/*.ts'], reporter: ['text-summary'] },
    // When a test counts as hanging; no test says how fast something must be.
    testTimeout: 60_000,
  },
});
