import { expect, it } from 'vitest';
import { minutesOf } from '../../../src/dashboard/plots/minutes.ts';
import type { Line } from '../../../src/dashboard/plots/spec.ts';
import { at, history, mark } from './fixture.ts';

const LINES: Line[] = [
  { label: 'In use', values: (rows) => rows.in_use, worst: 'most' },
  { label: 'Limit', values: (rows) => rows.limit, worst: 'least' },
];

const HISTORY = history({
  at_ms: [at(3, 10, 58), at(3, 10, 59), at(3, 11, 0), at(3, 13, 5)],
  in_use: [5, 3, 9, null],
  limit: [25, 18, null, null],
  marks: [mark(at(3, 10, 59)), mark(at(3, 11, 0))],
});

it('the table has a row for each minute with a sample, the newest first, with its worst values and its marks', () => {
  expect(minutesOf(HISTORY, LINES)).toEqual([
    { at: at(3, 13), worst: [null, null], marks: [] },
    { at: at(3, 11), worst: [9, null], marks: [HISTORY.marks[1]] },
    { at: at(3, 10), worst: [5, 18], marks: [HISTORY.marks[0]] },
  ]);
});

it('the table of nothing is empty', () => {
  expect(minutesOf(history(), LINES)).toEqual([]);
});
