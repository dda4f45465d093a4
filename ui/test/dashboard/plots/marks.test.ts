import { describe, expect, it } from 'vitest';
import { marksNear, placed, pathOf, wordsOf } from '../../../src/dashboard/plots/marks.ts';
import { at, history, mark, surface } from './fixture.ts';

const START = at(3, 10, 0);
const ALL = [
  mark(START, 'cleanup', 'leaked'),
  ...['OPEN', 'HALF_OPEN', 'CLOSED'].map((state) => mark(START, 'breaker', state)),
];

describe('a mark', () => {
  it('stands where its time is, and nowhere when that is out of sight', () => {
    const marks = [-1, 0, 40, 100, 101].map((ms) => mark(START + ms));
    expect(placed(marks, surface(START).plot).map(({ at: x }) => x)).toEqual([10, 50, 110]);
  });

  it('has a shape of its own', () => {
    expect(new Set(ALL.map((each) => pathOf(each))).size).toBe(4);
  });

  it('is named', () => {
    expect(ALL.map(wordsOf)).toEqual([
      'cleanup (leaked)',
      'breaker open',
      'breaker half open',
      'breaker closed',
    ]);
  });

  it('of a state that is not known looks open and says that state', () => {
    const forced = mark(START, 'breaker', 'FORCED_OPEN');
    expect([pathOf(forced), wordsOf(forced)]).toEqual([pathOf(ALL[1]!), 'breaker forced open']);
  });

  it('is found by a cursor within five seconds of it', () => {
    const marks = [-5001, -5000, 5000, 5001].map((ms) => mark(START + ms));
    expect(marksNear(history({ marks }), START)).toEqual(marks.slice(1, 3));
  });
});
