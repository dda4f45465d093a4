/** One tile in px; what runs out of a corner comes in at the opposite ones. */
const TILE = 6;
const PATH = 'M-1 1L1-1M-1 7L7-1M5 7L7 5';
const GROUND_OPACITY = 0.2;
const LINE_OPACITY = 0.55;

/** Diagonal lines over a hint of their colour: an area that is told from a plain one without colour. */
export function hatch(ctx: CanvasRenderingContext2D, colour: string, pixel: number): CanvasPattern {
  const size = Math.round(TILE * pixel);
  const tile = new OffscreenCanvas(size, size).getContext('2d')!;
  tile.strokeStyle = tile.fillStyle = colour;
  tile.globalAlpha = GROUND_OPACITY;
  tile.fillRect(0, 0, size, size);
  tile.globalAlpha = LINE_OPACITY;
  tile.scale(size / TILE, size / TILE);
  tile.stroke(new Path2D(PATH));
  return ctx.createPattern(tile.canvas, 'repeat')!;
}
