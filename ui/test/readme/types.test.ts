import { expect, it } from 'vitest';
import { blocks } from './manual.ts';
import { problemsOf } from './types-of.ts';

// Compilers take their time on machines that are busy.
const TIMEOUT_MS = 120_000;

it('all examples type-check against the package', { timeout: TIMEOUT_MS }, () => {
  expect(problemsOf(blocks)).toEqual([]);
});

it('nonsense in any example is found', { timeout: TIMEOUT_MS }, () => {
  const spoilt = blocks.map(({ name, code }) => ({ name, code: `${code}\nnonsense();\n` }));
  expect(problemsOf(spoilt)).toHaveLength(blocks.length);
});

it('a member that the package does not have is found', { timeout: TIMEOUT_MS }, () => {
  const code = "import { poolwarden } from './poolwarden';\nvoid poolwarden.nonsense;\n";
  expect(problemsOf([...blocks, { name: 'nonsense.ts', code }])).toEqual([
    "nonsense.ts:2 Property 'nonsense' does not exist on type 'Poolwarden'.",
  ]);
});

it('each example is one that a test runs', () => {
  expect(blocks.map(({ name }) => name)).toEqual([
    // examples.test.ts
    'poolwarden.ts',
    'dashboard.ts',
    'dashboard-query.ts',
    // also e2e/readme.e2e.ts
    'slow-notice.tsx',
    'api.ts',
    'report.ts',
    // testing-example.test.ts
    'slow-server.test.ts',
    // e2e/readme.e2e.ts
    'status.ts',
    'german.ts',
  ]);
});
