import { describe, expect, it } from 'vitest';
import { bandsOf, paintBands } from '../../../src/dashboard/plots/bands.ts';
import { withGaps } from '../../../src/dashboard/plots/rows.ts';
import { at, history, surface } from './fixture.ts';

const START = at(3, 10, 0);

describe('the bands of the levels', () => {
  it('begin at 70, 80 and 90 % of the capacity, and the last has no end', () => {
    const span = { from: START, to: START + 2000 };
    expect(bandsOf(history({ capacity: [20, 20] }))).toEqual([
      { ...span, level: 1, low: 14, high: 16 },
      { ...span, level: 2, low: 16, high: 18 },
      { ...span, level: 3, low: 18, high: Infinity },
    ]);
  });

  it('follow a capacity that changes', () => {
    const bands = bandsOf(history({ capacity: [20, 10] })).filter(({ level }) => level === 3);
    expect(bands.map(({ from, to, low }) => [from - START, to - START, low])).toEqual([
      [0, 1000, 18],
      [1000, 2000, 9],
    ]);
  });

  it('begin where the server says', () => {
    const bands = bandsOf(history({ capacity: [20], thresholds_percent: [50, 60, 75] }));
    expect(bands.map(({ low }) => low)).toEqual([10, 12, 15]);
  });

  it('are not drawn where nothing is known', () => {
    const rows = withGaps(history({ at_ms: [START + 1000, START + 9000], capacity: [20, 20] }));
    expect(bandsOf(rows).map(({ to }) => to - START)).toEqual([1000, 1000, 1000, 9000, 9000, 9000]);
    expect(bandsOf(history({ capacity: [null] }))).toEqual([]);
  });

  it('stay within the plot', () => {
    const { plot, calls } = surface(START + 950);
    paintBands(plot, history({ capacity: [20] }));
    expect(calls).toEqual([
      ['fillRect', 10, 54, 50, 2],
      ['fillRect', 10, 52, 50, 2],
      ['fillRect', 10, 20, 50, 32],
    ]);
  });
});
