import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/contract/fields.ts';
import { parseConfig } from '../../src/contract/parse-config.ts';
import { fakeConfig } from '../../src/testing/index.ts';

const folder = new URL('../../contract/', import.meta.url);
const fixtures = new URL('fixtures/', folder);
const openapi = new URL('openapi.json', folder);

const json = (url: URL) => JSON.parse(readFileSync(url, 'utf8'));
const files = readdirSync(fixtures).filter((name) => name.endsWith('.json'));
const documents = files.map((name) => [name, json(new URL(name, fixtures))] as const);

/** The config in a document: it is one, or it is a refusal that carries one. */
const configIn = (document: any) => ('throttling_level' in document ? document : document.config);

interface Schema {
  $ref?: string;
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
}

describe('what the server was seen to say', () => {
  const configs = documents.filter(([, document]) => configIn(document));

  it('contains configs of every level, and a refusal', () => {
    const levels = new Set(configs.map(([, document]) => configIn(document).throttling_level));
    expect([...levels].sort()).toEqual(['AGGRESSIVE', 'EMERGENCY', 'MODERATE', 'NORMAL']);
    expect(configs.map(([name]) => name)).toContain('refusal.json');
  });

  it.each(configs)('%s is read as it is', (_, document) => {
    expect(parseConfig(configIn(document))).toEqual(configIn(document));
  });
});

describe('the schema of the config that the server publishes', () => {
  const { schemas } = json(openapi).components;
  const view = schemas.ConfigView;
  const fields = Object.entries<Schema>(view.properties).map(
    ([name, own]) => [name, { ...schemas[own.$ref?.split('/').at(-1) ?? ''], ...own } as Schema] as const,
  );
  const isAccepted = (name: string, value: unknown) => {
    try {
      return !!parseConfig({ ...fakeConfig(), [name]: value });
    } catch {
      return false;
    }
  };

  it('has the fields that the client knows, and promises every one of them', () => {
    expect(fields.map(([name]) => name).sort()).toEqual(Object.keys(FIELDS).sort());
    expect([...view.required].sort()).toEqual(Object.keys(FIELDS).sort());
  });

  it.each(fields)('agrees with the client on %s', (name, schema) => {
    expect(isAccepted(name, undefined)).toBe(false);
    expect(isAccepted(name, null)).toBe(false);
    if (schema.type === 'integer') {
      const { minimum = NaN, maximum } = schema;
      expect([minimum - 1, minimum].map((value) => isAccepted(name, value))).toEqual([false, true]);
      // No upper bound: every number that JavaScript can tell from its neighbours.
      const most = maximum ?? Number.MAX_SAFE_INTEGER;
      expect([most, most + 1].map((value) => isAccepted(name, value))).toEqual([true, false]);
    } else if (schema.type === 'boolean') {
      expect([true, false, 'true', 0].map((value) => isAccepted(name, value))).toEqual([
        true,
        true,
        false,
        false,
      ]);
    } else if (schema.type === 'array') {
      expect([[], ['a', 'b'], 'a', [1]].map((value) => isAccepted(name, value))).toEqual([
        true,
        true,
        false,
        false,
      ]);
    } else if (schema.enum) {
      for (const value of schema.enum) expect(isAccepted(name, value)).toBe(true);
      expect(isAccepted(name, `${schema.enum[0]}S`)).toBe(false);
      expect(FIELDS[name as keyof typeof FIELDS][1]).toBeOneOf(schema.enum);
    } else {
      expect(schema).toMatchObject({ type: 'string', minLength: 1 });
      expect(['x', ''].map((value) => isAccepted(name, value))).toEqual([true, false]);
    }
  });
});
