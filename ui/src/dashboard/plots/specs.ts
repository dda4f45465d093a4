import type { Column, History } from '../model/history.ts';
import { paintBands } from './bands.ts';
import { paintLevels } from './level-strip.ts';
import { aSecond, stack } from './rows.ts';
import type { PlotSpec } from './spec.ts';
import { demandSummary, flowSummary, levelSummary, waitsSummary } from './summaries.ts';
import { figure } from '../figures.ts';

const DOTS = [2, 3];
const DASHES = [8, 4];
/** A wait of nothing has no place on a logarithmic axis: what is shorter stands at its foot. */
const SHORTEST_WAIT_MS = 0.1;

/** What was served lies below and plain, what had to wait or go lies on it and is hatched. */
const CALM = { colour: 'calm', area: 'plain', worst: 'most' } as const;
const STRAIN = { colour: 'strain', area: 'hatched', worst: 'most' } as const;

const DEMAND: PlotSpec = {
  name: 'demand',
  heading: 'Connections in use, and callers waiting',
  summary: demandSummary,
  top: withHeadroom,
  ground: paintBands,
  note: 'Shaded where the levels rise.',
  lines: [
    {
      ...STRAIN,
      label: 'Waiting',
      values: (rows) => rows.waiting,
      drawn: (rows) => stack(rows.in_use, rows.waiting),
    },
    { ...CALM, label: 'In use', values: (rows) => rows.in_use },
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
      ...STRAIN,
      label: 'p99',
      values: (rows) => rows.wait_p99_ms,
      drawn: (rows) => floored(rows.wait_p99_ms),
    },
    { ...CALM, label: 'p50', values: (rows) => rows.wait_p50_ms, drawn: (rows) => floored(rows.wait_p50_ms) },
  ],
};

const FLOW: PlotSpec = {
  name: 'flow',
  heading: 'Callers accepted and shed, a second',
  summary: flowSummary,
  top: withHeadroom,
  lines: [
    {
      ...STRAIN,
      label: 'Shed',
      values: (rows) => aSecond(rows, rows.rejected),
      drawn: (rows) => aSecond(rows, stack(rows.admitted, rows.rejected)),
    },
    { ...CALM, label: 'Accepted', values: (rows) => aSecond(rows, rows.admitted) },
  ],
};

const LEVELS: PlotSpec = {
  name: 'levels',
  heading: 'Throttling level, cleanups and the breaker',
  summary: levelSummary,
  top: () => 4.8, // four levels, and room for the marks above
  ticks: () => [1, 2, 3, 4],
  tick: (height) => 'NMAE'.charAt(height - 1),
  figures: paintLevels,
  hasMarks: true,
  note: 'N normal, M moderate, A aggressive, E emergency.',
  lines: [{ label: 'Level', values: (rows) => rows.level, worst: 'most', words: levelName }],
};

/** From what causes trouble to what is done about it. */
export const SPECS = [DEMAND, WAITS, FLOW, LEVELS];

function withHeadroom(largest: number): number {
  return Math.max(5, largest * 1.1);
}

function floored(waits: Column): Column {
  return waits.map((value) => (value === null ? null : Math.max(SHORTEST_WAIT_MS, value)));
}

function levelName(level: number | null | undefined, { levels }: History): string {
  return levels[level ?? -1] ?? figure(undefined);
}
