import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../src/dashboard/advice.ts';
import { STATUS } from './fixture.ts';

const EMERGENCY = {
  ...STATUS,
  throttling_level: 'EMERGENCY',
  reasons: ['requests_rejected'],
  usage_percent: 120,
} as const;
const held = (reclaimable: number) => ({ holders: { reclaimable, oldest_ms: 60_000 } });

describe('the advice', () => {
  it('is none while all is well', () => {
    expect(adviceFor(STATUS)).toBeUndefined();
  });

  it('is none any more once it is over', () => {
    expect(adviceFor({ ...EMERGENCY, usage_percent: 3 })).toBeUndefined();
  });

  it('is to take back what is held without working', () => {
    expect(adviceFor({ ...EMERGENCY, ...held(3) })).toEqual({
      text: 'Take back 3 connections that are held without working.',
      section: 'cleanup',
    });
    expect(adviceFor({ ...STATUS, ...held(1) })?.text).toContain('1 connection that is held');
  });

  it('is to press nothing while the database is away, whoever holds what', () => {
    const away = { ...EMERGENCY, ...held(3), reasons: ['database_unreachable', 'breaker_open'] };
    expect(adviceFor(away)?.text).toContain('Nothing to press');
    expect(adviceFor(away)?.section).toBeUndefined();
  });

  it('is to read the findings where there are only too many requests', () => {
    expect(adviceFor(EMERGENCY)?.section).toBe('findings');
  });
});
