import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    coverage: { provider: 'v8', include: ['server/src/**/*.ts'], reporter: ['text-summary'] },
    testTimeout: 20_000,
  },
});
