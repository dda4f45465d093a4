import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/contract/parse-config.ts';
import { fakeConfig } from '../../src/testing/index.ts';
import { EMERGENCY } from '../helpers.ts';

const withField = (field: string, value: unknown) => ({ ...fakeConfig(), [field]: value });

function refusalOf(document: unknown): string {
  try {
    parseConfig(document);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
  }
  return expect.fail('was not refused');
}

describe('the parser of the throttling config', () => {
  it('reads every field of the contract by its own name', () => {
    const config = fakeConfig({ ...EMERGENCY, retry_after_seconds: 7 });
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it('leaves out fields it does not know', () => {
    expect(parseConfig(withField('colour', 'green'))).toEqual(fakeConfig());
  });

  it.each([
    ['max_concurrent_requests', 1, 10],
    ['max_requests_per_minute', 5, 100],
    ['request_delay_ms', 100, 2000],
    ['revision', 0, Number.MAX_SAFE_INTEGER],
    ['poll_after_seconds', 1, 3600],
    ['valid_for_seconds', 1, 86_400],
    ['retry_after_seconds', 0, 3600],
  ])('accepts %s from %d to %d and nothing beyond', (field, least, most) => {
    for (const value of [least, most]) parseConfig(withField(field, value));
    for (const value of [
      least - 1,
      most + 1,
      least + 0.5,
      NaN,
      Infinity,
      `${least}`,
      null,
      undefined,
      true,
    ]) {
      expect(refusalOf(withField(field, value))).toContain(`${field}: ${JSON.stringify(value)}`);
    }
  });

  it.each([
    ['throttling_level', 'CALM'],
    ['throttling_level', 'normal'],
    ['health', 'UNKNOWN'],
    ['circuit_breaker_open', 'false'],
    ['emergency_mode_active', 0],
    ['reasons', 'usage'],
    ['reasons', [1]],
    ['reasons', null],
    ['instance', ''],
    ['instance', 7],
  ])('refuses %s = %j', (field, value) => {
    expect(refusalOf(withField(field, value))).toBe(`Config refused for ${field}: ${JSON.stringify(value)}`);
  });

  it.each([[null], [undefined], ['NORMAL'], [42], [[]], [[fakeConfig()]]])(
    'refuses %j as a document, for all its fields',
    (document) => {
      const refusal = refusalOf(document);
      for (const field of Object.keys(fakeConfig())) expect(refusal).toContain(`${field}: undefined`);
    },
  );

  it('names every field that is wrong, and none that is right', () => {
    const refusal = refusalOf({ ...fakeConfig(), request_delay_ms: 50, health: undefined });
    expect(refusal).toBe('Config refused for request_delay_ms: 50,health: undefined');
  });

  it('quotes no more than a line of what was there', () => {
    expect(refusalOf(withField('instance', ['x'.repeat(10_000)])).length).toBeLessThan(120);
  });
});
