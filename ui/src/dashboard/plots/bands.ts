import type { History } from '../model/history.ts';
import { LEVEL_COLOURS } from './palette.ts';
import { spansOf } from './rows.ts';
import type { Painter } from './spec.ts';

/** The worse, the less the ground shines through. */
const OPACITY_STEP = 0.06;

/** Where a level begins and ends, in connections, while one capacity lasts. */
export interface Band {
  readonly from: number;
  readonly to: number;
  /** Index of the level, 1 for MODERATE. */
  readonly level: number;
  readonly low: number;
  /** Infinity for the worst. */
  readonly high: number;
}

export function bandsOf(rows: History): Band[] {
  return spansOf(rows, rows.capacity).flatMap(({ from, to, value }) => {
    const limits = [...rows.thresholds_percent.map((percent) => (percent * value) / 100), Infinity];
    return rows.thresholds_percent.map((_, i) => ({
      from,
      to,
      level: i + 1,
      low: limits[i]!,
      high: limits[i + 1]!,
    }));
  });
}

export const paintBands: Painter = ({ ctx, box, x, y, palette }, rows) => {
  for (const { from, to, level, low, high } of bandsOf(rows)) {
    const left = Math.max(box.left, x(from));
    const top = Math.max(box.top, y(high));
    ctx.globalAlpha = level * OPACITY_STEP;
    ctx.fillStyle = palette[LEVEL_COLOURS[level]!];
    ctx.fillRect(left, top, x(to) - left, y(low) - top);
  }
};
