import { describe, expect, it } from 'vitest';
import { at, inWords, share } from '../../examples/figures.ts';

describe('a figure on the page', () => {
  it.each([
    [0, '0'],
    [23.34, '23.3'],
    [123456, '123,456'],
    [true, 'yes'],
    [false, 'no'],
    ['CLOSED', 'CLOSED'],
    [['usage', 'rejections'], 'usage, rejections'],
  ])('%j reads %s', (value, words) => {
    expect(inWords(value)).toBe(words);
  });

  it.each([[undefined], [null], [NaN], [''], [[]], [{}]])('%j is unknown, which is never zero', (value) => {
    expect(inWords(value)).toBe('–');
  });

  it('is found by its path, and is unknown where the path breaks off', () => {
    const model = { pool: { in_use: 7 }, database: null };
    expect(at('pool.in_use', model)).toBe(7);
    expect(at('pool.size', model)).toBeUndefined();
    expect(at('database.latency_ms', model)).toBeUndefined();
    expect(at('gate.limit', undefined)).toBeUndefined();
  });

  it.each([
    [7, 28, 0.25],
    [60, 25, 1],
    [7, 0, 0],
    [undefined, 25, 0],
    [7, NaN, 0],
  ])('%j of %j fills %d of its bar', (value, whole, filled) => {
    expect(share(value, whole)).toBe(filled);
  });
});
