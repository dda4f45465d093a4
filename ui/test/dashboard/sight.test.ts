import { describe, expect, it } from 'vitest';
import { ageOf, capacityOf, isOver, isStale, lastMinute, levelOf } from '../../src/dashboard/sight.ts';
import { historyOf, STATUS } from './fixture.ts';

const NOW = 1_000_000;
const seen = (secondsAgo: number) => ({ status: STATUS, sampledAt: NOW - secondsAgo * 1000 });

describe('the age of what is seen', () => {
  it('is unknown before the first sample, and unknown is stale', () => {
    expect(ageOf({}, NOW)).toBeUndefined();
    expect(isStale({}, NOW)).toBe(true);
  });

  it('is none the younger for a clock that was set back', () => {
    expect(ageOf(seen(-60), NOW)).toBe(60_000);
    expect(isStale(seen(-60), NOW)).toBe(true);
  });

  it('makes it stale after five seconds', () => {
    expect(isStale(seen(5), NOW)).toBe(false);
    expect(isStale(seen(5.1), NOW)).toBe(true);
  });

  it('may be three samples where they are further apart', () => {
    const slow = { history: { ...historyOf(2), at_ms: [0, 10_000] } };
    expect(isStale({ ...seen(30), ...slow }, NOW)).toBe(false);
    expect(isStale({ ...seen(30.1), ...slow }, NOW)).toBe(true);
  });
});

describe('the capacity', () => {
  it('is that of the latest sample', () => {
    expect(capacityOf({ status: STATUS, history: historyOf(2, { capacity: [25, 12] }) })).toBe(12);
  });

  it('is what the pool may have while there is no sample', () => {
    expect(capacityOf({ status: STATUS })).toBe(30);
    expect(capacityOf({})).toBeUndefined();
  });
});

describe('the last minute', () => {
  it('is that before the latest sample', () => {
    const ones = Array.from({ length: 90 }, () => 1);
    const waits = Array.from({ length: 90 }, (_, i) => (i === 10 ? 900 : i === 80 ? 40 : null));
    const history = historyOf(90, { rejected: ones, timed_out: ones, wait_p99_ms: waits });
    expect(lastMinute(history)).toEqual({ rejected: 60, timedOut: 60, waitP99Ms: 40 });
  });

  it('has no wait where nobody waited, and is unknown without a sample', () => {
    expect(lastMinute(historyOf(1, { wait_p99_ms: [null] }))?.waitP99Ms).toBeNull();
    expect(lastMinute(historyOf(0))).toBeUndefined();
    expect(lastMinute(undefined)).toBeUndefined();
  });
});

describe('the level that is shown', () => {
  it('is the last one, unless that is old', () => {
    expect([levelOf(seen(1), NOW), levelOf(seen(60), NOW), levelOf({}, NOW)]).toEqual([
      'NORMAL',
      'UNKNOWN',
      'UNKNOWN',
    ]);
  });
});

describe('what made the level', () => {
  const calm = { ...STATUS, reasons: ['requests_rejected', 'usage_critical'], usage_percent: 4 };

  it('is over once nearly nothing is wanted', () => {
    expect(isOver(calm)).toBe(true);
    expect(isOver({ ...calm, usage_percent: 50 })).toBe(false);
    expect(isOver({ ...calm, usage_percent: null })).toBe(false);
    expect(isOver({ ...calm, gate: { ...calm.gate, waiting: 1 } })).toBe(false);
  });

  it('is not over because nobody asks a database that is away', () => {
    expect(isOver({ ...calm, reasons: ['usage_critical', 'database_unreachable'] })).toBe(false);
    expect(isOver({ ...calm, reasons: [] })).toBe(false);
  });
});
