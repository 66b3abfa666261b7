import { defineConfig } from 'vitest/config';
import all from '../../vitest.config.mjs';

/** Tests that need a C++ compiler: `npx vitest run --config test/compile/vitest.config.mts`. */
export default defineConfig({
  ...all,
  test: { ...all.test, include: ['test/compile/**/*.test.ts'], testTimeout: 300_000 },
});
