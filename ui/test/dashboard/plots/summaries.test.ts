import { describe, expect, it } from 'vitest';
import {
  demandSummary,
  flowSummary,
  levelSummary,
  waitsSummary,
} from '../../../src/dashboard/plots/summaries.ts';
import { at, history, mark } from './fixture.ts';

const MINUTELY = { step_ms: 60_000, at_ms: [11, 12, 13].map((minute) => at(3, minute)) };

describe('what is said of the demand', () => {
  it('names its bounds, its end, and the longest queue with its last time', () => {
    const seen = { in_use: [2, 25, 7], waiting: [40, 40, 0], capacity: [30, 30, 25] };
    expect(demandSummary(history({ ...MINUTELY, ...seen }))).toBe(
      'In use between 2 and 25 of 25 in the last 3 minutes, now 7; waiting at most 40 at 03:12.',
    );
  });

  it('does not call the unknown nothing', () => {
    const seen = { in_use: [2, 2, null], waiting: [null, null, null] };
    expect(demandSummary(history(seen))).toBe(
      'In use 2 of – in the last 3 seconds, now unknown; how many waited is unknown.',
    );
  });

  it('says when nobody waited', () => {
    expect(demandSummary(history({ in_use: [3], waiting: [0], capacity: [25] }))).toBe(
      'In use 3 of 25 in the last second, now 3; nobody waited.',
    );
  });
});

describe('what is said of the waits', () => {
  it('names the worst second, and the worst of the halves', () => {
    const seen = { wait_p50_ms: [1, null, 254.2], wait_p99_ms: [1034.4, null, 530] };
    expect(waitsSummary(history({ ...MINUTELY, ...seen }))).toBe(
      "At worst in the last 3 minutes 99 % of a second's callers waited at most 1,034 ms, at 03:11; " +
        'half of them at most 254 ms.',
    );
  });

  it('says when there were none', () => {
    expect(waitsSummary(history({ in_use: [1, 1] }))).toBe("Nobody's wait ended in the last 2 seconds.");
  });
});

describe('what is said of the flow', () => {
  it('is by the second, and all that was shed', () => {
    const seen = { admitted: [600, 1200, 120], rejected: [0, 3000, 61_000] };
    expect(flowSummary(history({ ...MINUTELY, ...seen }))).toBe(
      'Accepted between 2 and 20 a second in the last 3 minutes, now 2; ' +
        'shed 64,000 in all, at most 1,017 a second at 03:13.',
    );
  });

  it('says when nobody was shed, and when that is unknown', () => {
    const seen = { admitted: [4], rejected: [0] };
    expect(flowSummary(history(seen))).toBe('Accepted 4 a second in the last second, now 4; none shed.');
    expect(flowSummary(history({ ...seen, rejected: [null] }))).toMatch(/; how many were shed is unknown\.$/);
  });
});

describe('what is said of the level', () => {
  it('is one word while it is steady', () => {
    expect(levelSummary(history({ level: [0, 0] }))).toBe('NORMAL all through the last 2 seconds.');
  });

  it('names the worst, for how long in all, and its end', () => {
    const seen = { ...MINUTELY, at_ms: [11, 12, 13, 14].map((m) => at(3, m)), level: [3, 1, 3, 0] };
    expect(levelSummary(history(seen))).toBe('NORMAL now; EMERGENCY at worst, for 2 minutes until 03:13.');
  });

  it('counts cleanups, and how often the breaker opened', () => {
    const marks = [
      mark(at(3, 10, 1)),
      mark(at(3, 10, 1), 'breaker', 'OPEN'),
      mark(at(3, 10, 2), 'breaker', 'CLOSED'),
      mark(at(3, 10, 2)),
    ];
    expect(levelSummary(history({ level: [0, 0], marks }))).toBe(
      'NORMAL all through the last 2 seconds; 2 cleanups; 1 opening of the breaker.',
    );
  });

  it('is unknown where nothing is known', () => {
    expect(levelSummary(history({ level: [null, null] }))).toBe(
      'The level is unknown in the last 2 seconds.',
    );
    expect(levelSummary(history({ level: [0, null] }))).toBe(
      'unknown now; NORMAL at worst, for 1 second until 03:10.',
    );
  });

  it('says how long nothing was known, and does not count it as steady', () => {
    const seen = { at_ms: [at(3, 10, 1), at(3, 10, 12)], level: [0, 0] };
    expect(levelSummary(history(seen))).toBe(
      'NORMAL now; NORMAL at worst, for 2 seconds until 03:10; nothing known of 10 seconds.',
    );
  });
});
