import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { blocks, type Block } from './manual.ts';

const ui = resolve(import.meta.dirname, '../..');

/** The package's own names, as applications say them. */
export const ENTRIES: Readonly<Record<string, string>> = {
  'poolwarden-client': join(ui, 'src/index.ts'),
  'poolwarden-client/element': join(ui, 'src/element/index.ts'),
  'poolwarden-client/testing': join(ui, 'src/testing/index.ts'),
};

/** Lets blocks import the package, and each other as the files that they are. */
const manualFiles: Plugin = {
  name: 'manual',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^poolwarden-client/ }, ({ path }) => ({ path: ENTRIES[path]! }));
    // However it is imported, a block is one module: there is one client.
    const asBlock = ({ path }: { path: string }) => ({
      path: path.replace(/^(\.\/|manual:)/, ''),
      namespace: 'manual',
    });
    onResolve({ filter: /^\.\//, namespace: 'manual' }, asBlock);
    onResolve({ filter: /^manual:/ }, asBlock);
    onLoad({ filter: /.*/, namespace: 'manual' }, ({ path }) => {
      const { code, name } = blockOf(path);
      return { contents: code, loader: name.endsWith('x') ? 'tsx' : 'ts', resolveDir: ui };
    });
  },
};

function blockOf(wanted: string): Block {
  const found = blocks.find(({ name }) => name.replace(/\.tsx?$/, '') === wanted);
  if (!found) throw new Error(`The manual has no ${wanted}`);
  return found;
}

/** @param code imports blocks as `manual:name` */
export async function bundle(code: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: code, resolveDir: ui },
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    write: false,
    plugins: [manualFiles],
  });
  return outputFiles[0]!.text;
}

/** Runs a block in this process, with a client of its own: what it and those that it imports export. */
export async function runBlock<Exports>(...names: string[]): Promise<Exports> {
  const code = names.map((name) => `export * from 'manual:${name}';`).join('');
  // Where dependencies are found.
  const parent = join(ui, 'node_modules/.readme');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'block-'));
  try {
    const outfile = join(folder, 'block.mjs');
    const external = ['react', 'react/*', '@tanstack/*', 'ky', 'vitest'];
    await writeFile(outfile, await bundle(code, { platform: 'node', external }));
    return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as Exports;
  } finally {
    await rm(folder, { recursive: true });
  }
}
