import { expect, it } from 'vitest';
import { clock, clockWithSeconds, duration, figure } from '../../src/dashboard/figures.ts';
import { at } from './plots/fixture.ts';

it.each([
  [0, '0'],
  [0.0694, '0.07'],
  [3.456, '3.46'],
  [25, '25'],
  [253.66, '254'],
  [8653.4, '8,653'],
  [123456, '123,456'],
  [null, '–'],
  [undefined, '–'],
])('%j reads %s', (value, words) => {
  expect(figure(value)).toBe(words);
});

it.each([
  [1000, '1 second'],
  [59_000, '59 seconds'],
  [59_900, '1 minute'],
  [150_000, '3 minutes'],
  [899_600, '15 minutes'],
])('%d ms are %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

it('a moment is told by the clock of the reader', () => {
  expect(clock(at(3, 12, 9))).toBe('03:12');
  expect(clockWithSeconds(at(15, 2, 9))).toBe('15:02:09');
});
