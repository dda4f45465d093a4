import { build, type Metafile, type OutputFile } from 'esbuild';
import { gzipSync } from 'node:zlib';

/** What a browser loads of a module, in bytes of minified and gzipped files. */
export interface Weight {
  /** What is loaded at once. */
  readonly atOnce: number;
  /** The same with all that is loaded when it is needed. */
  readonly inAll: number;
}

/**
 * Bundles as applications do: minified, with a file for each dynamic import, every file compressed by itself.
 *
 * @param code a module that exports what is weighed; what it does not export is dropped where possible
 * @param folder where its imports are looked for
 */
export async function weigh(code: string, folder: string): Promise<Weight> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder },
    absWorkingDir: folder,
    outdir: 'out',
    entryNames: 'entry',
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    metafile: true,
    write: false,
  });
  return { atOnce: gzipped(outputFiles, loadedAtOnce(metafile)), inAll: gzipped(outputFiles) };
}

function loadedAtOnce({ outputs }: Metafile): Set<string> {
  const loaded = new Set(['out/entry.js']);
  // A set visits what is added while it is walked through.
  for (const file of loaded) {
    for (const { path, kind } of outputs[file]!.imports) if (kind === 'import-statement') loaded.add(path);
  }
  return loaded;
}

function gzipped(files: OutputFile[], only?: Set<string>): number {
  const wanted = files.filter(({ path }) => !only || only.has(`out/${path.split(/[/\\]/).at(-1)}`));
  return wanted.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
