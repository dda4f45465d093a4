/** CSS px of one tile; what runs out of a corner comes in at the opposite ones. */
export const HATCH_TILE = 6;
export const HATCH_PATH = 'M-1 1L1-1M-1 7L7-1M5 7L7 5';
const BACKGROUND_OPACITY = 0.2;

/** Diagonal lines over a hint of their colour: an area that is told from a plain one without colour. */
export function hatch(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern {
  const size = Math.round(HATCH_TILE * devicePixelRatio);
  const tile = new OffscreenCanvas(size, size).getContext('2d')!;
  tile.strokeStyle = tile.fillStyle = colour;
  tile.globalAlpha = BACKGROUND_OPACITY;
  tile.fillRect(0, 0, size, size);
  tile.globalAlpha = 0.55;
  tile.scale(size / HATCH_TILE, size / HATCH_TILE);
  tile.stroke(new Path2D(HATCH_PATH));
  return ctx.createPattern(tile.canvas, 'repeat')!;
}
