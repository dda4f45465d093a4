import type { Time } from '../time.ts';
import type { Budget, Limits, OpenBudget, Release } from './budget.ts';
import { PRIORITIES, type Priority } from './priority.ts';

/** Every so often it is the turn of whoever has waited longest: low priorities become slow, never starved. */
const TURNS = 16;

interface Waiter {
  readonly arrival: number;
  go(): void;
  serve(release: Release): void;
  leave(reason: unknown): void;
}

/** Of this tab: requests in flight, started since it was opened, and waiting. */
export interface LimiterFigures {
  readonly inFlight: number;
  readonly started: number;
  readonly waiting: number;
}

export interface Limiter {
  /**
   * Resolves when it is this one's turn: by priority, then by arrival.
   *
   * @param maxWaitMs milliseconds, at least 0
   * @throws queue_full when the line is full of those that are no less urgent, queue_timeout after `maxWaitMs`
   * @throws the signal's reason when it aborts first; the place in the line is free at once
   */
  acquire(priority: Priority, maxWaitMs: number, signal?: AbortSignal): Promise<Release>;
  /** Until then all wait: which budget it will be may take a moment to find out. */
  use(open: OpenBudget): void;
  obey(limits: Limits): void;
  /** Those of these priorities that wait now hear the reason instead. */
  dismiss(priorities: readonly Priority[], reason: () => unknown): void;
  figures(): LimiterFigures;
}

/**
 * Says when a request may start: a bounded line in front of a budget. Knows no HTTP.
 *
 * @param capacity how many may wait, at least 1
 * @param refuse makes the error of whoever cannot wait, or has waited too long
 */
export function createLimiter(
  limits: Limits,
  capacity: number,
  refuse: (code: 'queue_full' | 'queue_timeout') => unknown,
  time: Time,
): Limiter {
  // Sets keep their order and let those in the middle leave without a search.
  const lines = PRIORITIES.map(() => new Set<Waiter>());
  let budget: Budget | undefined;
  let arrivals = 0;
  let started = 0;
  let waiting = 0;
  let inFlight = 0;
  const update = () => budget?.(limits);

  function serve(release: Release): void {
    const firsts = lines.flatMap((line) => line.values().next().value ?? []);
    let first = firsts[0]!;
    if (++started % TURNS === 0) for (const each of firsts) if (each.arrival < first.arrival) first = each;
    let isOut = true;
    inFlight++;
    first.serve(() => {
      // A body that is cancelled while it is read ends twice.
      if (!isOut) return;
      isOut = false;
      inFlight--;
      release();
    });
  }

  return {
    acquire: (priority, maxWaitMs, signal) =>
      new Promise((resolve, reject) => {
        const rank = PRIORITIES.indexOf(priority);
        if (signal?.aborted) return reject(signal.reason);
        if (waiting >= capacity) {
          // Makes room by sending away the latest of those who are less urgent.
          const [...less] = lines.findLast((line, i) => i > rank && line.size > 0) ?? [];
          if (!less[0]) return reject(refuse('queue_full'));
          less.at(-1)!.leave(refuse('queue_full'));
        }
        let callOff: (() => void) | undefined;
        const line = lines[rank]!;
        const go = () => {
          waiting--;
          line.delete(waiter);
          callOff?.();
          signal?.removeEventListener('abort', abort);
        };
        const waiter: Waiter = {
          arrival: arrivals++,
          go,
          serve(release) {
            go();
            resolve(release);
          },
          leave(reason) {
            go();
            reject(reason);
            update();
          },
        };
        const abort = () => waiter.leave(signal!.reason);
        signal?.addEventListener('abort', abort);
        line.add(waiter);
        waiting++;
        update();
        if (line.has(waiter)) callOff = time.after(maxWaitMs, () => waiter.leave(refuse('queue_timeout')));
      }),
    use(open) {
      budget = open({ size: () => waiting, serve });
      update();
    },
    obey(next) {
      limits = next;
      update();
    },
    dismiss(priorities, reason) {
      for (const priority of priorities) {
        for (const waiter of [...lines[PRIORITIES.indexOf(priority)]!]) waiter.leave(reason());
      }
    },
    figures: () => ({ inFlight, started, waiting }),
  };
}
