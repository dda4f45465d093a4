import { readFileSync } from 'node:fs';

/** Code in the manual, by the name in its first line. */
export interface Block {
  readonly name: string;
  readonly code: string;
}

const manual = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** All code that can be run. */
export const blocks: readonly Block[] = [...manual.matchAll(/^```tsx?\n(.*?)^```$/gms)].map(([, code]) => ({
  name: /^\/\/ (\S+)\n/.exec(code!)?.[1] ?? 'without a name',
  code: code!,
}));

/** What the manual has pages say. */
export const markup = /^```html\n(.*?)^```$/ms.exec(manual)![1]!;

/** What stands in backticks in the first column of the table with this header. */
export function firstColumn(header: string): string[] {
  const lines = manual.split('\n');
  const cells = lines.map((line) => line.split('|')[1]?.trim());
  const top = cells.findIndex((cell, i) => cell === header && /^-+$/.test(cells[i + 1] ?? ''));
  if (top < 0) throw new Error(`No table ${header}`);
  const names = cells.slice(top + 2);
  const end = names.findIndex((cell) => cell === undefined);
  return names.slice(0, end).map((cell) => cell!.replaceAll('`', ''));
}
