import type { Time } from '../time.ts';

/** A clock for {@link PoolwardenOptions.time} that moves only when a test says so. */
export interface FakeClock extends Time {
  /** What `random` answers; 0.5 at first, so that jitter is nil where it goes both ways. */
  dice: number;
  /** Timers that have not run. */
  readonly pendingTimers: number;
  /** Lets `ms` milliseconds pass, running each timer at its moment, and everything that follows from it. */
  advance(ms: number): Promise<void>;
}

/** @param now milliseconds since 1970 at the start */
export function createFakeClock(now = 1_000_000): FakeClock {
  const timers = new Set<{ at: number; action: () => void }>();

  const firstUntil = (end: number) =>
    [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];

  return {
    dice: 0.5,
    now: () => now,
    random() {
      return this.dice;
    },
    after(ms, action) {
      const timer = { at: now + ms, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    get pendingTimers() {
      return timers.size;
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let due = firstUntil(end); due; due = firstUntil(end)) {
        timers.delete(due);
        now = Math.max(now, due.at);
        due.action();
        await settle();
      }
      now = end;
    },
  };
}

/** Lets everything happen that needs no time: promises, streams. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => nextTask(() => resolve(undefined)));
}

/** Node's own way is faster than a timer. */
const nextTask = (task: () => void): unknown =>
  (globalThis as { setImmediate?: (task: () => void) => unknown }).setImmediate?.(task) ??
  setTimeout(task, 0);
