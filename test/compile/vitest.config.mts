import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that need a C++ compiler: `npx vitest run --config test/compile/vitest.config.mts`. */
export default defineConfig({
  test: { include: ['test/compile/**/*.test.ts'], testTimeout: 300_000, maxWorkers: availableParallelism() },
});
