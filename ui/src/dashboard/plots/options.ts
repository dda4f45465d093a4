import type uPlot from 'uplot';
import { WINDOW_MS, type History } from '../model/history.ts';
import { hatch } from './hatch.ts';
import { paintMarkLines, paintMarkShapes } from './marks.ts';
import type { Colour, Palette } from './palette.ts';
import { lonely } from './rows.ts';
import type { Line, Painter, PlotSpec } from './spec.ts';
import { painted, scaleOf, surfaceOf, type Font } from './surface.ts';
import { clock, figure } from '../figures.ts';

/** All in CSS px beside a text of 12, with which they grow. */
const LINE_WIDTH = 1.5;
const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 26;
const PADDING = [6, 12, 0, 0] as const;
const MINUTES = [1, 2, 5].map((minutes) => minutes * 60_000);

/** A young server's samples are not squeezed into a corner. */
const LEAST_SHOWN_MS = 2 * 60_000;

/** Where the plots begin: all that there is, within bounds. */
export const beginOf = (oldest: number, newest: number): number =>
  Math.max(newest - WINDOW_MS, Math.min(oldest, newest - LEAST_SHOWN_MS));

/** What a plot shows now; its owner writes it, the plot reads it whenever it draws. */
export interface Shown {
  rows: History;
  palette: Palette;
  onCursor: (row: number | null) => void;
}

/** In CSS px, axes and all. */
export type Size = Pick<uPlot.Options, 'width' | 'height'>;

/** uPlot's own options. All that changes is read from `shown`, so that nothing is ever made anew. */
export function optionsOf(spec: PlotSpec, shown: Shown, font: Font, size: Size): uPlot.Options {
  const scale = scaleOf(font);
  const colour = (name: Colour) => () => shown.palette[name];
  const paint = (painter: Painter | undefined) => (plot: uPlot) => {
    if (painter) painted(plot, () => painter(surfaceOf(plot, shown.palette, font), shown.rows));
  };
  return {
    ...size,
    ms: 1,
    padding: PADDING.map((px) => px * scale) as uPlot.Padding,
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: false },
      sync: { key: 'plots', scales: ['x', null] },
    },
    scales: {
      x: { time: false, range: (_, oldest, newest) => [beginOf(oldest, newest), newest] },
      y: {
        distr: spec.bottom ? 3 : 1,
        range: (_, __, largest) => [spec.bottom ?? 0, spec.top(largest ?? 0)],
      },
    },
    axes: [
      {
        ...axis(colour, font),
        size: AXIS_HEIGHT * scale,
        space: 50 * scale,
        incrs: MINUTES,
        values: (_, times) => times.map(clock),
      },
      {
        ...axis(colour, font),
        size: AXIS_WIDTH * scale,
        space: 28 * scale,
        values: (_, values) => values.map(spec.tick ?? figure),
        ...(spec.ticks && {
          splits: (plot: uPlot) => spec.ticks!(plot.scales.y!.max!),
          filter: (_, all) => all,
        }),
      },
    ],
    series: [{}, ...spec.lines.map((line) => series(line, colour, scale))],
    bands: spec.lines.flatMap((line, i) =>
      line.area === 'hatched' ? [hatchedBand(line, i, colour, scale)] : [],
    ),
    hooks: {
      drawClear: [paint(spec.ground)],
      draw: [spec.figures, paintMarkLines, spec.hasMarks ? paintMarkShapes : undefined].map(paint),
      setCursor: [({ cursor }) => shown.onCursor(cursor.idx ?? null)],
    },
  };
}

type ColourOf = (name: Colour) => () => string;

function axis(colour: ColourOf, { size, family }: Font): uPlot.Axis {
  const grid = { stroke: colour('grid'), width: 1 };
  const font = `${size}px ${family}`;
  return { font, stroke: colour('quiet'), grid, ticks: { show: false }, gap: 6 };
}

function series({ colour: name, dash, area }: Line, colour: ColourOf, scale: number): uPlot.Series {
  if (!name) return { paths: () => null, points: { show: false } };
  return {
    stroke: colour(name),
    width: LINE_WIDTH * scale,
    ...(dash && { dash: dash.map((px) => px * scale) }),
    ...(area === 'plain' && { fill: colour(`${name}-area` as Colour) }),
    points: { size: 4 * scale, width: 0, fill: colour(name), filter: (plot, i) => lonely(plot.data[i]!) },
  };
}

/** Between a line and the next; uPlot's series 0 is the time. */
function hatchedBand({ colour: name }: Line, line: number, colour: ColourOf, scale: number): uPlot.Band {
  const fill = ({ ctx }: uPlot) => hatch(ctx, colour(name!)(), devicePixelRatio * scale);
  return { series: [line + 1, line + 2], fill };
}
