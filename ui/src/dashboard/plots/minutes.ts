import type { Column, History, Mark } from '../model/history.ts';
import { least, most } from './extremes.ts';
import type { Line } from './spec.ts';

const MINUTE_MS = 60_000;

/** What the samples of one minute of the clock come to. */
export interface Minute {
  /** Its begin in epoch ms. */
  readonly at: number;
  /** The worst of each line, in their order; null where nothing is known. */
  readonly worst: readonly (number | null)[];
  readonly marks: readonly Mark[];
}

/** The newest first; a minute without a sample has no row. */
export function minutesOf(history: History, lines: readonly Line[]): Minute[] {
  const starts = history.at_ms.map(minuteOf);
  const columns = lines.map((line) => line.values(history));
  return [...new Set(starts)].reverse().map((at) => ({
    at,
    worst: lines.map(({ worst }, i) => worstOf(history, columns[i]!.slice(...within(starts, at)), worst)),
    marks: history.marks.filter((mark) => minuteOf(mark.at_ms) === at),
  }));
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function within(starts: readonly number[], start: number): [number, number] {
  return [starts.indexOf(start), starts.lastIndexOf(start) + 1];
}

function worstOf(history: History, column: Column, worst: Line['worst']): number | null {
  return worst === 'least' ? least(column) : (most(history, column)?.value ?? null);
}
