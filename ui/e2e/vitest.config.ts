import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.e2e.ts'],
    // The tests share one server, and some of them drive its level up and down.
    maxWorkers: Number(process.env.E2E_AT_ONCE ?? 1),
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
