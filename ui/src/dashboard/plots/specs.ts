import type { History } from '../model/history.ts';
import { paintBands } from './bands.ts';
import { paintLevels } from './level-strip.ts';
import { paintMarkShapes } from './marks.ts';
import { aSecond, stack } from './rows.ts';
import type { PlotSpec } from './spec.ts';
import { demandSummary, flowSummary, levelSummary, waitsSummary } from './summaries.ts';
import { figure } from './words.ts';

const DOTS = [2, 3];
const DASHES = [8, 4];
/** A wait of nothing has no place on a logarithmic axis: what is shorter stands at its foot. */
const SHORTEST_WAIT_MS = 0.1;

const DEMAND: PlotSpec = {
  name: 'demand',
  heading: 'Connections in use, and callers waiting',
  summary: demandSummary,
  top: (largest) => Math.max(5, largest * 1.1),
  stacked: 1,
  paintBelow: paintBands,
  note: 'Shaded from 70, 80 and 90 % of the capacity.',
  lines: [
    { label: 'In use', colour: 'calm', area: 'calm-area', values: (rows) => rows.in_use, worst: 'most' },
    {
      label: 'Waiting',
      colour: 'strain',
      area: 'strain-area',
      values: (rows) => rows.waiting,
      drawn: (rows) => stack(rows.in_use, rows.waiting),
      worst: 'most',
    },
    { label: 'Capacity', colour: 'text', dash: DASHES, values: (rows) => rows.capacity, worst: 'least' },
    { label: 'Limit', colour: 'quiet', dash: DOTS, values: (rows) => rows.limit, worst: 'least' },
  ],
};

const WAITS: PlotSpec = {
  name: 'waits',
  heading: 'Waits for a connection, in ms',
  summary: waitsSummary,
  bottom: SHORTEST_WAIT_MS,
  top: (largest) => 10 ** Math.max(2, Math.ceil(Math.log10(largest))),
  ticks: (top) => [SHORTEST_WAIT_MS, 1, 10, 100, 1000, 10_000, 100_000].filter((tick) => tick <= top),
  lines: [
    {
      label: 'p50',
      colour: 'calm',
      values: (rows) => rows.wait_p50_ms,
      drawn: (rows) => atLeast(SHORTEST_WAIT_MS, rows.wait_p50_ms),
      worst: 'most',
    },
    {
      label: 'p99',
      colour: 'strain',
      dash: DASHES,
      values: (rows) => rows.wait_p99_ms,
      drawn: (rows) => atLeast(SHORTEST_WAIT_MS, rows.wait_p99_ms),
      worst: 'most',
    },
  ],
};

const FLOW: PlotSpec = {
  name: 'flow',
  heading: 'Callers accepted and shed, a second',
  summary: flowSummary,
  top: (largest) => Math.max(5, largest * 1.1),
  lines: [
    {
      label: 'Accepted',
      colour: 'calm',
      area: 'calm-area',
      values: (rows) => aSecond(rows, rows.admitted),
      worst: 'most',
    },
    {
      label: 'Shed',
      colour: 'strain',
      dash: DASHES,
      values: (rows) => aSecond(rows, rows.rejected),
      worst: 'most',
    },
  ],
};

const LEVELS: PlotSpec = {
  name: 'levels',
  heading: 'Throttling level, cleanups and the breaker',
  summary: levelSummary,
  top: () => 4.8, // four levels, and room for the marks above
  ticks: () => [1, 2, 3, 4],
  tick: (height) => 'NMAE'.charAt(height - 1),
  paintBelow: paintLevels,
  paintAbove: paintMarkShapes,
  hasMarks: true,
  lines: [{ label: 'Level', values: (rows) => rows.level, worst: 'most', words: levelName }],
};

/** From what causes trouble to what is done about it. */
export const SPECS = [DEMAND, WAITS, FLOW, LEVELS];

function atLeast(floor: number, column: History['level']) {
  return column.map((value) => (value === null ? null : Math.max(floor, value)));
}

function levelName(level: number | null | undefined, { levels }: History): string {
  return levels[level ?? -1] ?? figure(undefined);
}
