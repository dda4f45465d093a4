import type { Column, History } from '../model/history.ts';
import { least, most, sum, type Seen } from './extremes.ts';
import { aSecond, spansOf, unknownMs, withGaps } from './rows.ts';
import { clock, count, duration, figure } from '../figures.ts';

/** How many connections were in use, and how many callers waited for one. */
export function demandSummary(history: History): string {
  const { in_use, waiting, capacity } = history;
  const waited = ofWorst(most(history, waiting), {
    unknown: 'how many waited is unknown',
    none: 'nobody waited',
    some: ({ value, at }) => `waiting at most ${figure(value)} at ${clock(at)}`,
  });
  return `In use ${between(history, in_use)} of ${figure(capacity.at(-1))} in ${period(history)}, ${now(in_use)}; ${waited}.`;
}

/** How long the callers waited that no longer do. */
export function waitsSummary(history: History): string {
  const slowest = most(history, history.wait_p99_ms);
  const half = most(history, history.wait_p50_ms);
  if (!slowest) return `Nobody's wait ended in ${period(history)}.`;
  const worst = `99 % of a second's callers waited at most ${figure(slowest.value)} ms, at ${clock(slowest.at)}`;
  return `At worst in ${period(history)} ${worst}; half of them at most ${figure(half?.value)} ms.`;
}

/** How many callers the gate let in, and how many it turned away. */
export function flowSummary(history: History): string {
  const accepted = aSecond(history, history.admitted);
  const shed = ofWorst(most(history, aSecond(history, history.rejected)), {
    unknown: 'how many were shed is unknown',
    none: 'none shed',
    some: ({ value, at }) =>
      `shed ${figure(sum(history.rejected))} in all, at most ${figure(value)} a second at ${clock(at)}`,
  });
  return `Accepted ${between(history, accepted)} a second in ${period(history)}, ${now(accepted)}; ${shed}.`;
}

/** How bad it was, for how long, and what was done about it. */
export function levelSummary(history: History): string {
  const worst = most(history, history.level);
  if (!worst) return `The level is unknown in ${period(history)}.`;
  const name = (level: number | null | undefined) => history.levels[level ?? -1] ?? 'unknown';
  const isSteady = !unknownMs(history) && history.level.every((level) => level === worst.value);
  const said = isSteady
    ? [`${name(worst.value)} all through ${period(history)}`]
    : [
        `${name(history.level.at(-1))} now`,
        `${name(worst.value)} at worst, ${lasting(history, worst.value)}`,
      ];
  return `${[...said, ...events(history), ...silence(history)].join('; ')}.`;
}

function lasting(history: History, level: number): string {
  const spans = spansOf(withGaps(history), withGaps(history).level).filter(({ value }) => value === level);
  const ms = spans.reduce((total, { from, to }) => total + to - from, 0);
  return `for ${duration(ms)} until ${clock(spans.at(-1)!.to)}`;
}

function events({ marks }: History): string[] {
  const cleanups = marks.filter(({ kind }) => kind === 'cleanup').length;
  const opened = marks.filter(({ kind, what }) => kind === 'breaker' && what === 'OPEN').length;
  return [
    ...(cleanups ? [count(cleanups, 'cleanup')] : []),
    ...(opened ? [`${count(opened, 'opening')} of the breaker`] : []),
  ];
}

function silence(history: History): string[] {
  const ms = unknownMs(history);
  return ms ? [`nothing known of ${duration(ms)}`] : [];
}

/** That nothing is known is something else than that there was nothing. */
function ofWorst(
  worst: Seen | undefined,
  say: { unknown: string; none: string; some: (worst: Seen) => string },
): string {
  if (!worst) return say.unknown;
  return worst.value > 0 ? say.some(worst) : say.none;
}

function between(history: History, column: Column): string {
  const low = figure(least(column));
  const high = figure(most(history, column)?.value);
  return low === high ? low : `between ${low} and ${high}`;
}

function now(column: Column): string {
  const value = column.at(-1);
  return value == null ? 'now unknown' : `now ${figure(value)}`;
}

/** A start shows less than the window: what is said must not claim more. */
function period({ at_ms, step_ms }: History): string {
  return `the last ${duration(at_ms.at(-1)! - at_ms[0]! + step_ms)}`.replace(/ 1 /, ' ');
}
