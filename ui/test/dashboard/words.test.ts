import { describe, expect, it } from 'vitest';
import { duration, reasonInWords, timeOf } from '../../src/dashboard/words.ts';

describe('words', () => {
  it.each([
    [0, '0 ms'],
    [412.4, '412 ms'],
    [-5, '0 ms'],
    [9_940, '9.9 s'],
    [42_900, '42 s'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [259_200_000, '3 days'],
  ])('%i ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('says the reasons of the monitor, and one that it does not know as it is', () => {
    expect(reasonInWords('database_unreachable')).toBe('the database does not answer');
    expect(reasonInWords('moon_full')).toBe('moon full');
  });

  it('names the day of what was not today', () => {
    const now = Date.parse('2026-01-02T12:00:00');
    expect(timeOf('2026-01-02T11:00:00', now)).toBe('11:00:00');
    expect(timeOf('2025-12-31T11:00:00', now)).toContain('2025');
  });
});
