import { describe, expect, it } from 'vitest';
import { MalformedConfigError, parseThrottlingConfig } from '../../src/index.ts';
import { EMERGENCY, wireConfig } from '../wire-config.ts';

function refusalOf(document: unknown): MalformedConfigError {
  try {
    parseThrottlingConfig(document);
  } catch (error) {
    if (error instanceof MalformedConfigError) return error;
  }
  return expect.fail('was not refused');
}

describe('the parser of the throttling config', () => {
  it('reads every field of the contract', () => {
    expect(parseThrottlingConfig(wireConfig({ ...EMERGENCY, retry_after_seconds: 7 }))).toEqual({
      level: 'EMERGENCY',
      maxConcurrentRequests: 1,
      maxRequestsPerMinute: 5,
      requestDelayMs: 2000,
      circuitBreakerOpen: false,
      emergencyModeActive: true,
      health: 'CRITICAL',
      reasons: ['usage'],
      instance: 'a1b2',
      revision: 43,
      pollAfterSeconds: 30,
      validForSeconds: 90,
      retryAfterSeconds: 7,
    });
  });

  it('ignores fields it does not know', () => {
    const known = parseThrottlingConfig(wireConfig());
    expect(parseThrottlingConfig(wireConfig({ colour: 'green' }))).toEqual(known);
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
    for (const value of [least, most]) parseThrottlingConfig(wireConfig({ [field]: value }));
    for (const value of [least - 1, most + 1, least + 0.5, NaN, `${least}`, null, undefined]) {
      expect(refusalOf(wireConfig({ [field]: value }))).toMatchObject({ field, value });
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
    ['instance', ''],
    ['instance', 7],
  ])('refuses %s = %j', (field, value) => {
    expect(refusalOf(wireConfig({ [field]: value }))).toMatchObject({
      field,
      value,
      code: 'malformed_config',
    });
  });

  it.each([[null], [undefined], ['NORMAL'], [42], [[]], [[wireConfig()]]])(
    'refuses %j as a document',
    (document) => {
      expect(refusalOf(document)).toMatchObject({ field: '', allowed: 'a JSON object' });
    },
  );

  it('does not take inherited properties for fields', () => {
    expect(refusalOf(Object.create(wireConfig())).field).toBe('throttling_level');
  });

  it('says which field is wrong, what it was and what it may be', () => {
    expect(refusalOf(wireConfig({ request_delay_ms: 50 })).message).toBe(
      'request_delay_ms is 50, but must be an integer from 100 to 2000',
    );
    expect(refusalOf(wireConfig({ health: undefined })).message).toBe(
      'health is missing, but must be one of HEALTHY, DEGRADED, CRITICAL',
    );
  });
});
