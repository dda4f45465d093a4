import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type {
  CleanupCounts,
  CleanupReport,
  CleanupRequest,
  CleanupSpared,
  CleanupStep,
} from '../../src/index.ts';

/** A member's type by the words of a JSON schema; the compiler sees to it that the tables below say what the types do. */
type Word<Value> = [Value] extends [boolean]
  ? 'boolean'
  : [Value] extends [number]
    ? 'integer'
    : [Value] extends [string]
      ? 'string'
      : [Value] extends [number | null]
        ? 'integer,null'
        : [Value] extends [string | null]
          ? 'string,null'
          : [Value] extends [readonly unknown[]]
            ? 'array'
            : [Value] extends [object]
              ? '$ref'
              : 'object,null';
type Words<View> = { [Name in keyof Required<View>]: Word<Required<View>[Name]> };

const request: Words<CleanupRequest> = {
  mode: 'string',
  dry_run: 'boolean',
  reason: 'string',
  max: 'integer',
  override_cooldown: 'boolean',
};
const report: Words<CleanupReport> = {
  id: 'integer',
  at: 'string',
  mode: 'string',
  dry_run: 'boolean',
  by: 'string,null',
  reason: 'string,null',
  plan: 'array',
  spared: 'array',
  outcome: '$ref',
  failure: 'string,null',
  before: '$ref',
  after: '$ref',
  cooldown_seconds: 'integer,null',
};
const step: Words<CleanupStep> = {
  pid: 'integer',
  evidence: 'string',
  action: 'string',
  borrowed: 'boolean',
  idle_ms: 'integer,null',
  holder: 'object,null',
};
const spared: Words<CleanupSpared> = { pid: 'integer', why: 'string', holder: 'object,null' };
const counts: Words<CleanupCounts> = { established: 'integer', in_use: 'integer', idle: 'integer' };
const outcome: Words<CleanupReport['outcome']> = {
  retired: 'integer',
  reclaimed: 'integer',
  pending: 'integer',
  spared: 'integer',
};

const { schemas } = JSON.parse(
  readFileSync(new URL('../../contract/openapi.json', import.meta.url), 'utf8'),
).components;

it.each([
  ['CleanupBody', request, []],
  ['CleanupView', report, Object.keys(report)],
  ['Step', step, Object.keys(step)],
  ['Spared', spared, Object.keys(spared)],
  ['Counts', counts, Object.keys(counts)],
  ['Outcome', outcome, Object.keys(outcome)],
])('the client’s type of %s is what the server publishes', (name, words, required) => {
  const { properties, required: promised = [] } = schemas[name];
  const published = Object.entries<{ type?: string | string[] }>(properties).map(
    ([member, { type }]) => [member, type ? String(type) : '$ref'],
  );
  expect(Object.fromEntries(published)).toEqual(words);
  expect([...promised].sort()).toEqual([...required].sort());
});
