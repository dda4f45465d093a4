import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['package-test/*.test.ts'],
    globalSetup: ['package-test/pack.ts'],
    // Compilers and bundlers run in here, on machines that may be busy.
    testTimeout: 120_000,
  },
});
