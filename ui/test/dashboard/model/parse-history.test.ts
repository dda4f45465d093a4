import { describe, expect, it } from 'vitest';
import { parseHistory } from '../../../src/dashboard/model/parse-history.ts';

const two = (first: unknown, second: unknown) => [first, second];

/** As the server writes it. */
const WIRE = {
  instance: 'a1b2',
  step_ms: 1000,
  levels: ['NORMAL', 'MODERATE', 'AGGRESSIVE', 'EMERGENCY'],
  thresholds_percent: [70, 80, 90],
  at_ms: two(1763770000000, 1763770001000),
  level: two(0, 3),
  usage_percent: two(23.3, null),
  in_use: two(7, 25),
  idle: two(13, 0),
  waiting: two(0, 40),
  capacity: two(25, 25),
  limit: two(25, 18),
  wait_p50_ms: two(0.1, null),
  wait_p99_ms: two(3.2, null),
  admitted: two(12, 0),
  rejected: two(0, 31),
  timed_out: two(0, 3),
  latency_ms: two(0.4, null),
  marks: [
    { at_ms: 1763770001234, kind: 'breaker', what: 'OPEN' },
    { at_ms: 1763770002234, kind: 'cleanup', what: 'leaked' },
  ],
};

describe('the history that came over the wire', () => {
  it('is taken as it is', () => {
    expect(parseHistory(WIRE)).toEqual(WIRE);
  });

  it('may be empty', () => {
    const empty = Object.fromEntries(
      Object.entries(WIRE).map(([name, value]) => [
        name,
        Array.isArray(value) && name !== 'levels' ? [] : value,
      ]),
    );
    expect(parseHistory(empty)).toEqual(empty);
  });

  it('loses what this page does not know', () => {
    const more = {
      ...WIRE,
      mood: [1, 2],
      marks: [...WIRE.marks, { at_ms: 1, kind: 'comet', what: 'Halley' }],
    };
    expect(parseHistory(more)).toEqual(WIRE);
  });

  it.each(Object.keys(WIRE))('is refused without %s', (name) => {
    expect(() => parseHistory({ ...WIRE, [name]: undefined })).toThrow(
      new TypeError(`History refused for ${name}`),
    );
  });

  it.each([
    ['in_use', two(7, '25')],
    ['in_use', two(7, -1)],
    ['in_use', two(7, NaN)],
    ['in_use', [7]],
    ['in_use', { length: 2 }],
    ['level', two(0, 4)],
    ['level', two(0, 0.5)],
    ['level', two(0, -1)],
    ['levels', ['NORMAL', 3]],
    ['at_ms', two(1763770001000, 1763770001000)],
    ['at_ms', two(1763770000000, 1763770000000.5)],
    ['at_ms', two(1763770000000, null)],
    ['at_ms', Array.from({ length: 3601 }, (_, i) => i)],
    ['step_ms', 0],
    ['instance', ''],
    ['marks', [{ at_ms: 1, kind: 'breaker' }]],
    ['marks', [null]],
    ['marks', Array(201).fill(WIRE.marks[0])],
  ])('is refused for %s being %j', (name, value) => {
    expect(() => parseHistory({ ...WIRE, [name]: value })).toThrow(`History refused for ${name}`);
  });

  it.each([[null], [undefined], ['down'], [[]], [42]])('is not %j', (document) => {
    expect(() => parseHistory(document)).toThrow(new TypeError('History refused for instance'));
  });

  it('knows levels by their place alone', () => {
    const lengthIsNone = { ...WIRE, level: two(0, 'length') };
    expect(() => parseHistory(lengthIsNone)).toThrow('History refused for level');
  });
});
