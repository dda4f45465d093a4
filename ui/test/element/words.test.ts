import { describe, expect, it, vi } from 'vitest';
import type { StatusSnapshot, Text } from '../../src/element/index.ts';
import { wordsFor } from '../../src/element/words.ts';
import { snapshot } from './snapshot.ts';

// Local time, so that the words are the same in every time zone.
const at = (hours: number, minutes: number, seconds = 0, day = 2) =>
  new Date(2025, 5, day, hours, minutes, seconds).getTime();
const NOW = at(14, 4, 0);

const wordsOf = (shown: StatusSnapshot, texts = {}, language = 'en-GB') =>
  wordsFor(shown, texts, language, NOW);
const textOf = (...args: Parameters<typeof wordsOf>) => wordsOf(...args)?.parts.join('');

const slow = snapshot({
  asked: { throttling_level: 'MODERATE' },
  throttledSince: at(13, 30, 59),
  nextPollAt: at(14, 4, 20),
});
const own = (moderate: Text, shown = slow, language?: string) => textOf(shown, { moderate }, language);

describe('the words', () => {
  it.each(['server', 'last_good'] as const)('are none while NORMAL, by a config of source %s', (source) => {
    expect(wordsOf(snapshot({ source }))).toBeUndefined();
  });

  it.each([
    ['moderate', { throttling_level: 'MODERATE' }, /a little slow/],
    ['aggressive', { throttling_level: 'AGGRESSIVE' }, /much longer/],
    ['emergency', { throttling_level: 'EMERGENCY' }, /Only the most important things work/],
    ['emergency', { throttling_level: 'AGGRESSIVE', emergency_mode_active: true }, /most important/],
    ['breaker', { throttling_level: 'EMERGENCY', circuit_breaker_open: true }, /cannot reach your data/],
  ] as const)('tell %s of %o', (situation, asked, text) => {
    expect(wordsOf(snapshot({ asked }))?.situation).toBe(situation);
    expect(textOf(snapshot({ asked }))).toMatch(text);
  });

  it.each(['default', 'adaptive'] as const)(
    'tell that the server is silent, whatever a config of source %s says',
    (source) => {
      const asked = { circuit_breaker_open: true, emergency_mode_active: true };
      expect(wordsOf(snapshot({ source, asked }))?.situation).toBe('unknown');
      expect(textOf(snapshot({ source }))).toMatch(/cannot reach the server/);
    },
  );

  it('say since when, and by when it is tried again, rounded up to what is still to come', () => {
    expect(textOf(slow)).toBe(
      'We are a little slow right now (since 13:30). Everything works, but takes longer. We check again by 14:05.',
    );
  });

  it('leave out what is not known, without a gap', () => {
    const asked = { throttling_level: 'MODERATE' } as const;
    expect(textOf(snapshot({ asked }))).toBe(
      'We are a little slow right now. Everything works, but takes longer.',
    );
  });

  it('tell of a silent server since its last word, not since the slowing down', () => {
    const silent = snapshot({ source: 'adaptive', confirmedAt: at(13, 1), throttledSince: at(13, 3) });
    expect(textOf(silent)).toContain('(since 13:01)');
    expect(textOf({ ...silent, confirmedAt: undefined })).not.toContain('since');
  });

  it('never announce a try in the past', () => {
    expect(textOf({ ...slow, nextPollAt: at(13, 0) })).toContain('again by 14:04.');
  });

  it('name the day once a time alone could mean another one', () => {
    expect(textOf({ ...slow, throttledSince: at(14, 5, 0, 1) })).toMatch(/since 1 Jun 2025.*14:05/);
    expect(textOf({ ...slow, throttledSince: at(2, 4, 1) })).toContain('(since 02:04)');
  });

  it.each([
    ['en-US', /since 1:30\sPM.*by 2:05\sPM/],
    ['de', /since 13:30.*by 14:05/],
    ['fi', /since 13\.30.*by 14\.05/],
  ])('give times as in the language %s', (language, text) => {
    expect(textOf(slow, {}, language)).toMatch(text);
  });

  it.each(['', 'en_US'])('give times in the usual language when the page says lang="%s"', (language) => {
    expect(textOf(slow, {}, language)).toBe(wordsFor(slow, {}, undefined, NOW)!.parts.join(''));
  });

  it('are marked as English only where they are the English ones', () => {
    expect(wordsOf(slow, {}, 'de')?.language).toBe('en');
    expect(wordsOf(slow, { moderate: 'Etwas langsam.' }, 'de')?.language).toBe('de');
    expect(wordsOf(slow, { breaker: 'Nicht erreichbar.' }, 'de')?.language).toBe('en');
  });
});

describe('texts of the application', () => {
  it('may be templates', () => {
    expect(own('Seit {since} etwas langsam[, neuer Versuch um {again}].')).toBe(
      'Seit 13:30 etwas langsam, neuer Versuch um 14:05.',
    );
    expect(own('A [kept] part.')).toBe('A kept part.');
  });

  it('drop what stands in brackets with an unknown time', () => {
    const unknown = { ...slow, throttledSince: undefined };
    expect(own('Slow[, since {since}][, again by {again}].', unknown)).toBe('Slow, again by 14:05.');
    expect(own('Slow since {since}.', unknown)).toBe('Slow since .');
  });

  it('may be functions, which get the times and whose answer stays as it is', () => {
    const text = vi.fn(() => 'Slow [{since}]');
    expect(own(text)).toBe('Slow [{since}]');
    expect(text).toHaveBeenCalledWith({ since: '13:30', again: '14:05' });
  });
});

describe('the time of the next try', () => {
  it('stands apart, wherever the text has it', () => {
    expect(wordsOf(slow, { moderate: 'Again {again}, slow since {since}.' })?.parts).toEqual([
      'Again ',
      '14:05',
      ', slow since 13:30.',
    ]);
    expect(wordsOf(slow, { moderate: ({ again }: { again?: string }) => `By ${again}` })?.parts).toEqual([
      'By ',
      '14:05',
      '',
    ]);
  });

  it('is not mistaken for a part of the other time', () => {
    const shown = { ...slow, throttledSince: at(12, 5), nextPollAt: at(14, 5) };
    const words = wordsOf(shown, { moderate: '{since} {again}' }, 'en-US');
    expect(words?.parts[1]).toMatch(/^2:05\sPM$/);
    expect(words?.parts[0]).toMatch(/^12:05\sPM $/);
  });

  it('is empty where the text has none', () => {
    expect(wordsOf(slow, { moderate: 'Slow.' })?.parts).toEqual(['Slow.', '', '']);
  });
});
