import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { run, ui } from './run.ts';

const tarball = inject('tarball');
const installed = join(inject('consumer'), 'node_modules/poolwarden-client');

test('publint finds nothing', async () => {
  await run('publint', ['run', tarball, '--strict']);
});

test('the types are right for whoever can load the package', async () => {
  await run('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed']);
});

test('nothing is installed along with it', async () => {
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as object;
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('peerDependencies');
});

test('it carries the licence and the manual, and no dashboard', async () => {
  const files = (await run('tar', ['-tzf', tarball])).trim().split('\n');
  expect(files).toEqual(expect.arrayContaining(['package/README.md', 'package/LICENSE']));
  expect(files.filter((file) => !/^package\/(dist\/.*\.(js|d\.ts)|[^/]+)$/.test(file))).toEqual([]);
  expect(files.filter((file) => file.includes('dashboard'))).toEqual([]);
  expect(await readFile(join(installed, 'LICENSE'))).toEqual(await readFile(join(ui, '../LICENSE')));
});
