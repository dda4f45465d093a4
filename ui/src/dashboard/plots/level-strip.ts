import type { History } from '../model/history.ts';
import { LEVEL_COLOURS } from './palette.ts';
import { spansOf, type Span } from './rows.ts';
import type { Painter, Surface } from './spec.ts';

/** CSS px: narrower ones could not be seen, and a letter does not fit. */
const NARROWEST = 2;
const LETTER_ROOM = 14;

/** The mildest first: a short emergency lies over the calm beside it, never under. */
export function levelSpans(rows: History): Span[] {
  return spansOf(rows, rows.level).sort((one, other) => one.value - other.value);
}

/** Steps as high as the level is bad, with its first letter: colour only repeats what both say. */
export const paintLevels: Painter = (surface, rows) => {
  for (const span of levelSpans(rows)) paintStep(surface, span, rows.levels[span.value]!.charAt(0));
};

function paintStep(
  { ctx, box, x, y, pixel, font, palette }: Surface,
  { from, to, value }: Span,
  letter: string,
) {
  const right = x(to);
  const left = Math.max(box.left, Math.min(x(from), right - NARROWEST * pixel));
  ctx.fillStyle = palette[LEVEL_COLOURS[value]!];
  ctx.fillRect(left, y(value + 1), right - left, y(0) - y(value + 1));
  if (right - left < LETTER_ROOM * pixel) return;
  ctx.fillStyle = palette['level-text'];
  ctx.font = font;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(letter, (left + right) / 2, y(0.5));
}
