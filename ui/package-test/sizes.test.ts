import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { weigh } from './bundle.ts';

const consumer = inject('consumer');
const client = "export { createPoolwarden } from 'poolwarden-client'";

/** @param limit bytes, minified and gzipped */
function expectAtMost(limit: number, bytes: number, what: string): void {
  const figure = `${what}: ${bytes} bytes of at most ${limit}`;
  console.log(figure);
  expect(bytes, figure).toBeLessThanOrEqual(limit);
}

// What was wanted is 4000 and 7000; by how much that is missed, and why, says decision 0014. It must not grow further.
test('the core is at most 5.5 kB', async () => {
  const { atOnce } = await weigh(client, consumer);
  expectAtMost(5500, atOnce, 'core');
});

test('everything but the element is at most 9.2 kB', async () => {
  const { inAll } = await weigh(client, consumer);
  // Bundlers make the worker a file of its own; esbuild does not follow it.
  const code = await readFile(
    join(consumer, 'node_modules/poolwarden-client/dist/tabs/alarm-worker.js'),
    'utf8',
  );
  const worker = await weigh(code, consumer);
  expectAtMost(9200, inAll + worker.inAll, 'everything but the element');
});

test('the element is at most 2 kB', async () => {
  const { inAll } = await weigh("export * from 'poolwarden-client/element'", consumer);
  expectAtMost(2000, inAll, 'element');
});
