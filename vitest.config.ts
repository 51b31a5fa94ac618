import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    isolate: false,
    // Every processor: left to itself, vitest keeps one of two for itself.
    maxWorkers: '100%',
    include: ['iam/test/**/*.test.ts', 'server/test/**/*.test.ts', 'console/test/**/*.test.ts'],
    globalSetup: ['server/test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
