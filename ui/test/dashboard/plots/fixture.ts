import { COLUMNS, type History, type Mark } from '../../../src/dashboard/model/history.ts';
import type { Surface } from '../../../src/dashboard/plots/spec.ts';

export const LEVELS = ['NORMAL', 'MODERATE', 'AGGRESSIVE', 'EMERGENCY'];

/** By the reader's clock, wherever the tests run. */
export const at = (hours: number, minutes: number, seconds = 0) =>
  new Date(2026, 0, 15, hours, minutes, seconds).getTime();

/** A sample a second from 03:10:01 on, unless `at_ms` says otherwise; columns not given are unknown. */
export function history({ marks = [], ...given }: Partial<History> = {}): History {
  const length = Math.max(
    0,
    ...Object.values(given).map((column) => (Array.isArray(column) ? column.length : 0)),
  );
  const unknown = Object.fromEntries(COLUMNS.map((name) => [name, Array(length).fill(null)]));
  const at_ms = Array.from({ length }, (_, i) => at(3, 10, i + 1));
  return {
    instance: 'a1b2',
    step_ms: 1000,
    levels: LEVELS,
    thresholds_percent: [70, 80, 90],
    at_ms,
    ...unknown,
    marks,
    ...given,
  } as History;
}

export const mark = (at_ms: number, kind: Mark['kind'] = 'cleanup', what = 'idle'): Mark => ({
  at_ms,
  kind,
  what,
});

/** A plot of 100 x 50 device pixels at 10,20: one ms from `start` on is one pixel, as is one of what it shows. */
export function surface(start: number) {
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const ctx = { fillRect: note('fillRect'), fillText: note('fillText') };
  const plot = {
    ctx,
    box: { left: 10, top: 20, width: 100, height: 50 },
    pixel: 1,
    font: '12px sans-serif',
    palette: new Proxy({}, { get: (_, name) => name }),
    x: (time: number) => 10 + time - start,
    y: (value: number) => 70 - value,
  } as unknown as Surface;
  return { plot, calls };
}
