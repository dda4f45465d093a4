import type uPlot from 'uplot';
import type { Column, History } from '../model/history.ts';
import type { Colour, Palette } from './palette.ts';

/** One line of a plot, one entry of its legend, one column of its table. */
export interface Line {
  readonly label: string;
  /** None where the plot paints it in its own way. */
  readonly colour?: Colour;
  /** CSS px of stroke and pause by turns; what tells it from the others without colour. */
  readonly dash?: readonly number[];
  /** Whether what lies under it is filled: plain down to the axis, hatched down to the next line. */
  readonly area?: 'plain' | 'hatched';
  readonly values: (rows: History) => Column;
  /** Where that is not the values themselves. */
  readonly drawn?: (rows: History) => Column;
  /** Which value of a minute its row in the table has. */
  readonly worst: 'most' | 'least';
  readonly words?: (value: number | null | undefined, rows: History) => string;
}

/** A plot's canvas: its unit is the device's pixel. */
export interface Surface {
  readonly ctx: CanvasRenderingContext2D;
  /** The plot without its axes. */
  readonly box: uPlot.BBox;
  /** What is meant by one px here: more where the text is larger than 12 CSS px, or the screen finer. */
  readonly pixel: number;
  readonly font: string;
  readonly palette: Palette;
  /** Where a time (epoch ms) and a value stand. */
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

export type Painter = (surface: Surface, rows: History) => void;

/** All that one plot has of its own. */
export interface PlotSpec {
  readonly name: string;
  readonly heading: string;
  readonly summary: (history: History) => string;
  /** From the uppermost down. */
  readonly lines: readonly Line[];
  /** The y axis' end, from the largest value drawn. */
  readonly top: (largest: number) => number;
  /** The y axis' begin: above 0 it is a logarithmic one. */
  readonly bottom?: number;
  /** Which values of the y axis are named, where plain steps will not do. */
  readonly ticks?: (top: number) => number[];
  readonly tick?: (value: number) => string;
  /** Under the grid. */
  readonly ground?: Painter;
  /** Over the grid, under the marks. */
  readonly figures?: Painter;
  /** Explains what stands beside the lines. */
  readonly note?: string;
  /** Shows the marks' shapes; its legend and its table name them. */
  readonly hasMarks?: boolean;
}
