import { expect, it } from 'vitest';
import { levelSpans, paintLevels } from '../../../src/dashboard/plots/level-strip.ts';
import { at, history, surface } from './fixture.ts';

const START = at(3, 10, 0);

it('a worse level is drawn after a milder one', () => {
  expect(levelSpans(history({ level: [3, 0, 1] })).map(({ value }) => value)).toEqual([0, 1, 3]);
});

it('a level is a step as high as it is bad, with its letter', () => {
  const { plot, calls } = surface(START);
  paintLevels(plot, history({ step_ms: 40, at_ms: [START + 40, START + 80], level: [0, 3] }));
  expect(calls).toEqual([
    ['fillRect', 10, 69, 40, 1],
    ['fillText', 'N', 30, 69.5],
    ['fillRect', 50, 66, 40, 4],
    ['fillText', 'E', 70, 69.5],
  ]);
});

it('a level of a moment is wide enough to be seen, and has no letter', () => {
  const { plot, calls } = surface(START);
  paintLevels(plot, history({ step_ms: 1, at_ms: [START + 50], level: [3] }));
  expect(calls).toEqual([['fillRect', 58, 66, 2, 4]]);
});

it('a level stays within the plot', () => {
  const { plot, calls } = surface(START + 100);
  paintLevels(plot, history({ step_ms: 105, at_ms: [START + 105], level: [1] }));
  expect(calls).toEqual([['fillRect', 10, 68, 5, 2]]);
});
