import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { run, ui } from './run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `npm publish` would send. */
    tarball: string;
    /** An application of somebody who installed it: consumer/ beside node_modules/poolwarden-client. */
    consumer: string;
  }
}

/** Builds and packs the package once for all tests; needs no network. */
export default async function pack(project: TestProject): Promise<() => Promise<void>> {
  await run('npm', ['run', 'build:package']);
  const folder = await mkdtemp(join(tmpdir(), 'poolwarden-client-'));
  const options = ['--offline', '--json', '--no-update-notifier', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(await run('npm', ['pack', ...options])) as [{ filename: string }];
  const tarball = join(folder, filename);

  const consumer = join(folder, 'consumer');
  const installed = join(consumer, 'node_modules/poolwarden-client');
  await cp(join(ui, 'package-test/consumer'), consumer, { recursive: true });
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);

  project.provide('tarball', tarball);
  project.provide('consumer', consumer);
  return () => rm(folder, { recursive: true });
}
