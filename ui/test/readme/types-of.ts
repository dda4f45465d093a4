import { resolve } from 'node:path';
import ts from 'typescript';
import type { Block } from './manual.ts';
import { ENTRIES } from './run-block.ts';

const ui = resolve(import.meta.dirname, '../..');

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  paths: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, [file]])),
  types: [],
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  skipLibCheck: true,
};

/** What the compiler has against these files, as `name:line message`; they may import each other. */
export function problemsOf(files: readonly Block[]): string[] {
  const codes = new Map(files.map(({ name, code }) => [resolve(ui, name), code]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => codes.has(path) || fileExists(path);
  host.readFile = (path) => codes.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) =>
    codes.has(path)
      ? ts.createSourceFile(path, codes.get(path)!, language)
      : getSourceFile(path, language, ...rest);
  const program = ts.createProgram([...codes.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const name = file?.fileName.slice(ui.length + 1);
    return `${name}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/** The members of an interface, or the literals of a union, as they stand in a file of the sources. */
export function namesIn(path: string, type: string): string[] {
  const file = resolve(ui, 'src', path);
  const source = ts.createSourceFile(file, ts.sys.readFile(file)!, ts.ScriptTarget.ES2023);
  const found = source.statements.find(
    (each): each is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
      (ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each)) && each.name.text === type,
  );
  if (!found) throw new Error(`${path} has no ${type}`);
  if (ts.isInterfaceDeclaration(found)) return found.members.map(({ name }) => name!.getText(source));
  if (!ts.isUnionTypeNode(found.type)) throw new Error(`${type} is no union`);
  return found.type.types.map((each) => each.getText(source).slice(1, -1));
}
