import { expect, it } from 'vitest';
import { beginOf } from '../../../src/dashboard/plots/options.ts';

const MINUTE = 60_000;
const NEWEST = 1_000 * MINUTE;

it.each([
  ['fifteen minutes, however much is kept', 20, 15],
  ['all that there is of a young server', 7, 7],
  ['two minutes at the least', 0.5, 2],
])('the plots show %s', (_, oldest, shown) => {
  expect(NEWEST - beginOf(NEWEST - oldest * MINUTE, NEWEST)).toBe(shown * MINUTE);
});
