import { expect, it } from 'vitest';
import { runBlock } from './run-block.ts';

// Its own tests become tests of this file.
await runBlock('slow-server.test');

it('the example for tests is a test, which passes', ({ task }) => {
  const others = task.file.tasks.filter(({ id }) => id !== task.id);
  expect(others.map(({ name, result }) => [name, result?.state])).toEqual([
    ['sends nothing while the breaker is open', 'pass'],
  ]);
});
