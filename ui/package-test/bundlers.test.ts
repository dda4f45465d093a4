import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { expect, inject, test } from 'vitest';
import { build as vite, type InlineConfig } from 'vite';
import { ui } from './run.ts';

const consumer = inject('consumer');

/** Builds `input` and gives its files by their names. */
async function viteBuild(input: string, config: InlineConfig): Promise<Map<string, string>> {
  const outDir = join(consumer, 'out', 'vite');
  await vite({
    ...config,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, rollupOptions: { input, preserveEntrySignatures: 'strict' } },
  });
  return contents(join(outDir, 'assets'));
}

async function contents(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** The one file that starts the worker. */
function starterIn(files: Map<string, string>): string {
  const starters = [...files.values()].filter((code) => code.includes('new Worker('));
  expect(starters).toHaveLength(1);
  return starters[0]!;
}

/** A worker out of a blob: or data: URL would be refused by a Content-Security-Policy of 'self'. */
function expectWorkerOfItsOwn(files: Map<string, string>): void {
  const workers = [...files.keys()].filter((name) => name.startsWith('alarm-worker'));
  expect(workers).toEqual([expect.stringMatching(/\.js$/)]);
  expect(files.get(workers[0]!)).toContain('postMessage');
  expect(starterIn(files)).toContain(workers[0]);
  expect([...files.values()].join('\n')).not.toMatch(/createObjectURL|["'`](blob|data):/);
}

test("Vite gives the worker a file of its own in an application's build", async () => {
  const files = await viteBuild('poolwarden-client', { root: consumer, configFile: false });
  expectWorkerOfItsOwn(files);
});

test("Vite gives the worker a file of its own in the page's build, which starts from the sources", async () => {
  const files = await viteBuild(join(ui, 'src/index.ts'), { root: ui });
  expectWorkerOfItsOwn(files);
});

test('esbuild has the worker beside its user when it is named as an entry', async () => {
  const outdir = join(consumer, 'out', 'esbuild');
  await esbuild({
    entryPoints: { app: 'poolwarden-client', 'alarm-worker': 'poolwarden-client/alarm-worker.js' },
    absWorkingDir: consumer,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
  });
  const files = await contents(outdir);
  expect(files.get('alarm-worker.js')).toContain('postMessage');
  expect(starterIn(files)).toContain('new URL("./alarm-worker.js", import.meta.url)');
});

test('the worker works wherever it is copied to: it imports nothing', async () => {
  const worker = await readFile(
    join(consumer, 'node_modules/poolwarden-client/dist/tabs/alarm-worker.js'),
    'utf8',
  );
  expect(worker).not.toMatch(/^\s*import\b|\bimport\(/m);
});
