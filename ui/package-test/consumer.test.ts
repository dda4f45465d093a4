import { join } from 'node:path';
import ts from 'typescript';
import { expect, inject, test } from 'vitest';
import { run } from './run.ts';

const consumer = inject('consumer');

test.for([
  ['Bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ['Node16', { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
] as const)('an application with moduleResolution %s type-checks', ([, resolution]) => {
  const options: ts.CompilerOptions = {
    ...resolution,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  };
  const program = ts.createProgram([join(consumer, 'typed.ts')], options);
  const problems = ts.getPreEmitDiagnostics(program).map((problem) => {
    const { file, start = 0, messageText } = problem;
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
});

test.for(['poolwarden-client', 'poolwarden-client/element', 'poolwarden-client/testing'])(
  'importing %s in Node reads and leaves no globals',
  async (entry) => {
    const printed = await run(process.execPath, ['import-quietly.js', entry], consumer);
    const { exports, ...traces } = JSON.parse(printed) as { exports: string[] };
    expect(traces).toEqual({ problem: null, read: [], added: [] });
    expect(exports).not.toEqual([]);
  },
);
