import type uPlot from 'uplot';
import type { Palette } from './palette.ts';
import type { Surface } from './spec.ts';

/** Sizes are meant beside a text of so many CSS px, and grow with it: a wall's screen is read from afar. */
const TEXT_SIZE = 12;

/** Whole CSS px: uPlot scales no others to the screen. */
export interface Font {
  readonly size: number;
  readonly family: string;
}

/** How much larger than meant all is drawn. */
export function scaleOf({ size }: Font): number {
  return size / TEXT_SIZE;
}

export function surfaceOf(plot: uPlot, palette: Palette, font: Font): Surface {
  return {
    ctx: plot.ctx,
    box: plot.bbox,
    pixel: devicePixelRatio * scaleOf(font),
    font: `${font.size * devicePixelRatio}px ${font.family}`,
    palette,
    x: (at) => plot.valToPos(at, 'x', true),
    y: (value) => plot.valToPos(Math.min(value, plot.scales.y!.max!), 'y', true),
  };
}

/** Within the plot, and leaving no trace in how uPlot draws. */
export function painted({ ctx, bbox }: uPlot, paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint();
  ctx.restore();
}
