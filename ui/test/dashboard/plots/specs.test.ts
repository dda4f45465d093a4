import { describe, expect, it } from 'vitest';
import { SPECS } from '../../../src/dashboard/plots/specs.ts';
import { history } from './fixture.ts';

const [demand, waits, flow, levels] = SPECS;

const drawn = (spec = demand!, rows = history()) =>
  spec.lines.map(({ drawn, values }) => [...(drawn ?? values)(rows)]);

describe('the plots', () => {
  it('draw those who wait on top of what is in use', () => {
    const rows = history({ in_use: [7, 25], waiting: [0, 40], capacity: [25, 25], limit: [25, 18] });
    expect(drawn(demand, rows)).toEqual([
      [7, 65],
      [7, 25],
      [25, 25],
      [25, 18],
    ]);
    expect(demand!.lines[0]!.values(rows)).toEqual([0, 40]);
  });

  it('draw what was shed on top of what was accepted, a second', () => {
    const rows = history({ step_ms: 2000, admitted: [10], rejected: [6] });
    expect(drawn(flow, rows)).toEqual([[8], [5]]);
    expect(flow!.lines[0]!.values(rows)).toEqual([3]);
  });

  it('draw waits that a logarithmic axis has no place for at its foot, and those of nobody not at all', () => {
    const rows = history({ wait_p99_ms: [0, 20, null], wait_p50_ms: [0, 0.01, null] });
    expect(drawn(waits, rows)).toEqual([
      [0.1, 20, null],
      [0.1, 0.1, null],
    ]);
  });

  it.each([
    [0.3, 100],
    [100, 100],
    [101, 1000],
    [29_000, 100_000],
  ])('have room for waits of %d ms up to %d', (largest, top) => {
    expect(waits!.top(largest)).toBe(top);
    expect(waits!.ticks!(top).at(-1)).toBe(top);
  });

  it('leave headroom, and do not blow up small figures', () => {
    expect(demand!.top(100)).toBeCloseTo(110);
    expect(flow!.top(0)).toBe(5);
  });

  it('name the levels by letter on the axis and in words in the legend', () => {
    expect(levels!.ticks!(5).map(levels!.tick!)).toEqual(['N', 'M', 'A', 'E']);
    const { words } = levels!.lines[0]!;
    expect([words!(3, history()), words!(null, history())]).toEqual(['EMERGENCY', '–']);
  });
});
