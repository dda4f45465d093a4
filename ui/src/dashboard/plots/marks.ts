import type { History, Mark } from '../model/history.ts';
import type { Painter, Surface } from './spec.ts';

/** CSS px from a shape's middle to its edge. */
const SHAPE_RADIUS = 5;
const CLEANUP_DASH = [2, 3];
const NEAR_MS = 5000;

/** Shapes around 0,0 as paths, the same for canvas and legend: filled is open, half is half open, hollow is closed. */
export const SHAPES = {
  cleanup: { label: 'cleanup', path: 'M-5-5H5L0 5Z' },
  OPEN: { label: 'breaker open', path: 'M-5-5H5V5H-5Z' },
  HALF_OPEN: { label: 'breaker half open', path: 'M-5-5H5V5H-5ZM0-3.5V3.5H3.5V-3.5Z' },
  CLOSED: { label: 'breaker closed', path: 'M-5-5H5V5H-5ZM-3.5-3.5V3.5H3.5V-3.5Z' },
} as const;

/** The breaker's shapes go by its state; a state that this page does not know looks open. */
export function pathOf({ kind, what }: Mark): string {
  return (SHAPES[kind === 'cleanup' ? kind : (what as keyof typeof SHAPES)] ?? SHAPES.OPEN).path;
}

/** `cleanup (leaked)`, `breaker open`. */
export function wordsOf({ kind, what }: Mark): string {
  return kind === 'cleanup' ? `${kind} (${what})` : `${kind} ${what.toLowerCase().replaceAll('_', ' ')}`;
}

/** The marks that a cursor at this time (epoch ms) points at: nobody's hand can tell one second from the next. */
export function marksNear({ marks }: History, at: number): Mark[] {
  return marks.filter((mark) => Math.abs(mark.at_ms - at) <= NEAR_MS);
}

/** Where each mark stands on the x axis; what is out of sight is left out. */
export function placed(marks: readonly Mark[], { x, box }: Pick<Surface, 'x' | 'box'>) {
  return marks
    .map((mark) => ({ mark, at: x(mark.at_ms) }))
    .filter(({ at }) => at >= box.left && at <= box.left + box.width);
}

/** A thin line from top to bottom for each, dotted for a cleanup. */
export const paintMarkLines: Painter = (surface, { marks }) => {
  const { ctx, box, pixel, palette } = surface;
  ctx.strokeStyle = palette.quiet;
  ctx.lineWidth = pixel;
  for (const { mark, at } of placed(marks, surface)) {
    ctx.setLineDash(mark.kind === 'cleanup' ? CLEANUP_DASH.map((px) => px * pixel) : []);
    ctx.beginPath();
    ctx.moveTo(at, box.top);
    ctx.lineTo(at, box.top + box.height);
    ctx.stroke();
  }
};

/** The shapes stand at the upper edge, each with a rim that parts it from its neighbour. */
export const paintMarkShapes: Painter = (surface, { marks }) => {
  const { ctx, box, pixel, palette } = surface;
  ctx.fillStyle = palette.text;
  ctx.strokeStyle = palette.ground;
  ctx.lineWidth = 2;
  for (const { mark, at } of placed(marks, surface)) {
    ctx.save();
    ctx.translate(at, box.top + SHAPE_RADIUS * pixel);
    ctx.scale(pixel, pixel);
    ctx.stroke(new Path2D(pathOf(mark)));
    ctx.fill(new Path2D(pathOf(mark)));
    ctx.restore();
  }
};
