import type uPlot from 'uplot';
import { WINDOW_MS, type History } from '../model/history.ts';
import { paintMarkLines, paintMarkShapes } from './marks.ts';
import type { Colour, Palette } from './palette.ts';
import { hatch } from './hatch.ts';
import { lonely } from './rows.ts';
import type { Line, Painter, PlotSpec, Surface } from './spec.ts';
import { clock, figure } from './words.ts';

const LINE_WIDTH = 1.5;
const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 26;
const MINUTES = [1, 2, 5].map((minutes) => minutes * 60_000);

/** What a plot shows now; its owner writes it, the plot reads it whenever it draws. */
export interface Shown {
  rows: History;
  palette: Palette;
  onCursor: (row: number | null) => void;
}

/** In CSS px, axes and all. */
export type Size = Pick<uPlot.Options, 'width' | 'height'>;

/** uPlot's own options. All that changes is read from `shown`, so that nothing is ever made anew. */
export function optionsOf(spec: PlotSpec, shown: Shown, font: string, size: Size): uPlot.Options {
  const colour = (name: Colour) => () => shown.palette[name];
  const paint = (painter: Painter | undefined) => (plot: uPlot) => {
    if (painter) painted(plot, () => painter(surfaceOf(plot, shown, font), shown.rows));
  };
  return {
    ...size,
    ms: 1,
    padding: [6, 12, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: false },
      sync: { key: 'plots', scales: ['x', null] },
    },
    scales: {
      x: { time: false, range: (_, __, newest) => [newest - WINDOW_MS, newest] },
      y: {
        distr: spec.bottom ? 3 : 1,
        range: (_, __, largest) => [spec.bottom ?? 0, spec.top(largest ?? 0)],
      },
    },
    axes: [
      { ...axis(colour, font), size: AXIS_HEIGHT, incrs: MINUTES, values: (_, times) => times.map(clock) },
      {
        ...axis(colour, font),
        size: AXIS_WIDTH,
        space: 28,
        values: (_, values) => values.map(spec.tick ?? figure),
        ...(spec.ticks && {
          splits: (plot: uPlot) => spec.ticks!(plot.scales.y!.max!),
          filter: (_, all) => all,
        }),
      },
    ],
    series: [{}, ...spec.lines.map((line) => series(line, colour))],
    bands: spec.lines.flatMap((line, i) => (line.area === 'hatched' ? [hatchedBand(line, i, colour)] : [])),
    hooks: {
      drawClear: [paint(spec.ground)],
      draw: [spec.figures, paintMarkLines, spec.hasMarks ? paintMarkShapes : undefined].map(paint),
      setCursor: [({ cursor }) => shown.onCursor(cursor.idx ?? null)],
    },
  };
}

type ColourOf = (name: Colour) => () => string;

function axis(colour: ColourOf, font: string): uPlot.Axis {
  const grid = { stroke: colour('grid'), width: 1 };
  return { font, stroke: colour('quiet'), grid, ticks: { show: false }, gap: 6 };
}

function series({ colour: name, dash, area }: Line, colour: ColourOf): uPlot.Series {
  if (!name) return { paths: () => null, points: { show: false } };
  return {
    stroke: colour(name),
    width: LINE_WIDTH,
    ...(dash && { dash: [...dash] }),
    ...(area === 'plain' && { fill: colour(`${name}-area` as Colour) }),
    points: { size: 4, width: 0, fill: colour(name), filter: (plot, i) => lonely(plot.data[i]!) },
  };
}

/** Between a line and the next; uPlot's series 0 is the time. */
function hatchedBand({ colour: name }: Line, line: number, colour: ColourOf): uPlot.Band {
  return { series: [line + 1, line + 2], fill: ({ ctx }) => hatch(ctx, colour(name!)()) };
}

function surfaceOf(plot: uPlot, { palette }: Shown, font: string): Surface {
  const pixel = devicePixelRatio;
  return {
    ctx: plot.ctx,
    box: plot.bbox,
    pixel,
    font: font.replace(/\d+/, (size) => `${Math.round(Number(size) * pixel)}`),
    palette,
    x: (at) => plot.valToPos(at, 'x', true),
    y: (value) => plot.valToPos(Math.min(value, plot.scales.y!.max!), 'y', true),
  };
}

/** Within the plot, and leaving no trace in how uPlot draws. */
function painted({ ctx, bbox }: uPlot, paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint();
  ctx.restore();
}
