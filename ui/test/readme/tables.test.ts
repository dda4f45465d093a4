import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STYLE } from '../../src/element/style.ts';
import { ENGLISH } from '../../src/element/texts.ts';
import * as testing from '../../src/testing/index.ts';
import { firstColumn } from './manual.ts';
import { namesIn } from './types-of.ts';

it.for([
  ['option', 'client/options.ts', 'PoolwardenOptions'],
  ['member', 'client/poolwarden.ts', 'Poolwarden'],
  ['wish', 'client/call.ts', 'Wishes'],
  ['snapshot', 'feed/snapshot.ts', 'Snapshot'],
  ['`source`', 'feed/snapshot.ts', 'ConfigSource'],
  ['`code`', 'error.ts', 'PoolwardenErrorCode'],
  ['`level`', 'element/situation.ts', 'Situation'],
] as const)('the table of each %s has all of them and no other', ([header, path, type]) => {
  expect(firstColumn(header).sort()).toEqual(namesIn(path, type).sort());
});

it('the table of the testing entry has all it exports', () => {
  expect(firstColumn('member of `testing`').sort()).toEqual(Object.keys(testing).sort());
});

it('the table of custom properties has those of the style', () => {
  const used = new Set(STYLE.match(/--poolwarden-status-\w+/g));
  expect(firstColumn('custom property').sort()).toEqual([...used].sort());
});

it('the element’s words are told as they are', () => {
  const manual = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const text of Object.values(ENGLISH) as string[]) {
    const told = text.replaceAll(/[[\]]/g, '').replace('{since}', '13:30').replace('{again}', '14:05');
    expect(manual).toContain(`| ${told} `);
  }
});

it('the table of commands has those of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: object;
  };
  const told = firstColumn('command').map((command) => command.replace(/^npm (run )?/, ''));
  // `format` is told of beside `check`.
  expect([...told, 'format'].sort()).toEqual([...Object.keys(scripts), 'ci'].sort());
});
