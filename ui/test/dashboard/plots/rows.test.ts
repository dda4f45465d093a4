import { describe, expect, it } from 'vitest';
import { aSecond, lonely, spansOf, stack, unknownMs, withGaps } from '../../../src/dashboard/plots/rows.ts';
import { at, history } from './fixture.ts';

const second = (n: number) => at(3, 10, n);
const WITH_GAP = history({ at_ms: [1, 2, 6].map(second), in_use: [5, 6, 7], level: [0, 0, 0] });

describe('a gap between samples', () => {
  it('is a sample of unknowns, one step after the last known one', () => {
    expect(withGaps(WITH_GAP)).toEqual({
      ...history({ at_ms: [1, 2, 3, 6].map(second), in_use: [5, 6, null, 7], level: [0, 0, null, 0] }),
    });
  });

  it('is more than three steps: a late tick is none', () => {
    const late = history({ at_ms: [1, 2, 5].map(second), in_use: [5, 6, 7] });
    expect(withGaps(late)).toEqual(late);
    expect(unknownMs(late)).toBe(0);
  });

  it('counts without the step of the sample after it', () => {
    expect(unknownMs(WITH_GAP)).toBe(3000);
  });

  it('is judged by the step of the history', () => {
    expect(unknownMs({ ...WITH_GAP, step_ms: 2000 })).toBe(0);
  });
});

describe('spans of one value', () => {
  it('begin a step before the first sample and join what is equal', () => {
    const rows = history({ level: [0, 0, 3, 0] });
    expect(spansOf(rows, rows.level)).toEqual([
      { from: second(0), to: second(2), value: 0 },
      { from: second(2), to: second(3), value: 3 },
      { from: second(3), to: second(4), value: 0 },
    ]);
  });

  it('end where nothing is known', () => {
    const rows = withGaps(WITH_GAP);
    expect(spansOf(rows, rows.level)).toEqual([
      { from: second(0), to: second(2), value: 0 },
      { from: second(5), to: second(6), value: 0 },
    ]);
  });

  it('go on over a late tick', () => {
    const rows = history({ at_ms: [1, 4].map(second), level: [1, 1] });
    expect(spansOf(rows, rows.level)).toEqual([{ from: second(0), to: second(4), value: 1 }]);
    expect(spansOf(rows, [0, 1])).toEqual([
      { from: second(0), to: second(1), value: 0 },
      { from: second(1), to: second(4), value: 1 },
    ]);
  });
});

describe('columns', () => {
  it('stack where both are known', () => {
    expect(stack([1, null, 3, 0], [4, 5, null, 0])).toEqual([5, null, null, 0]);
  });

  it('are counted a second, whatever the step', () => {
    expect(aSecond(history({ step_ms: 5000 }), [10, null, 0])).toEqual([2, null, 0]);
  });

  it('have lonely values, of which a line shows nothing', () => {
    expect(lonely([1, null, 2, 3, null, 4])).toEqual([0, 5]);
    expect(lonely([0])).toEqual([0]);
    expect(lonely([])).toEqual([]);
  });
});
