import type { PoolwardenErrorCode } from '../error.ts';
import type { Time } from '../time.ts';
import type { Budget, Limits, OpenBudget, Release } from './budget.ts';
import { PRIORITIES, type Priority } from './priority.ts';

/** Every so often it is the turn of whoever has waited longest: low priorities become slow, never starved. */
const TURNS = 16;

interface Waiter {
  readonly arrival: number;
  serve(release: Release): void;
  refuse(reason: unknown): void;
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
  /** Whoever waits now and is no more urgent than this is refused instead. Starts nobody; to be followed by `obey`. */
  dismiss(priority: Priority, code: PoolwardenErrorCode): void;
  figures(): LimiterFigures;
}

/**
 * Says when a request may start: a bounded line in front of a budget. Knows no HTTP.
 *
 * @param capacity how many may wait, at least 1
 * @param errorOf makes the error of whoever is refused
 */
export function createLimiter(
  limits: Limits,
  capacity: number,
  errorOf: (code: PoolwardenErrorCode) => unknown,
  time: Time,
): Limiter {
  const lines = PRIORITIES.map((): Waiter[] => []);
  let budget: Budget | undefined;
  let waiting = 0;
  let arrivals = 0;
  let started = 0;
  let inFlight = 0;
  const update = () => budget?.(limits);

  function serve(release: Release): void {
    let [first] = lines.find((line) => line[0])!;
    if (++started % TURNS === 0) {
      for (const [each] of lines) if (each && each.arrival < first!.arrival) first = each;
    }
    inFlight++;
    let isOut = true;
    first!.serve(() => {
      if (!isOut) return;
      isOut = false;
      inFlight--;
      release();
    });
  }

  return {
    acquire: (priority, maxWaitMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const rank = PRIORITIES.indexOf(priority);
        const line = lines[rank]!;
        if (waiting >= capacity) {
          // Whoever is more urgent takes the place of the latest of the least urgent.
          const last = lines.findLast((other, i) => i > rank && other[0])?.at(-1);
          if (!last) return reject(errorOf('queue_full'));
          last.refuse(errorOf('queue_full'));
        }
        const leave = () => {
          waiting--;
          // Most leave from the front, where an array is quick.
          if (line[0] === waiter) line.shift();
          else line.splice(line.indexOf(waiter), 1);
          callOff();
          signal?.removeEventListener('abort', abort);
        };
        const waiter: Waiter = {
          arrival: arrivals++,
          serve(release) {
            leave();
            resolve(release);
          },
          refuse(reason) {
            leave();
            reject(reason);
          },
        };
        const giveUp = (reason: unknown) => {
          waiter.refuse(reason);
          update();
        };
        const abort = () => giveUp(signal!.reason);
        signal?.addEventListener('abort', abort);
        const callOff = time.after(maxWaitMs, () => giveUp(errorOf('queue_timeout')));
        line.push(waiter);
        waiting++;
        update();
      }),
    use(open) {
      budget = open({ size: () => waiting, serve });
      update();
    },
    obey(next) {
      limits = next;
      update();
    },
    dismiss(priority, code) {
      for (const waiter of lines.slice(PRIORITIES.indexOf(priority)).flat()) waiter.refuse(errorOf(code));
    },
    figures: () => ({ inFlight, started, waiting }),
  };
}
