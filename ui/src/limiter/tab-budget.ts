import type { Time } from '../time.ts';
import type { Limits, OpenBudget } from './budget.ts';
import { startWaitMs } from './start-window.ts';

/** Keeps the starts of one tab, or one process, within its limits. */
export const tabBudget =
  (time: Time): OpenBudget =>
  (line) => {
    const starts: number[] = [];
    let inFlight = 0;
    let limits: Limits;
    let callOff: (() => void) | undefined;

    /** Starts all that may start now, and comes back when time alone lets the next one start. */
    function serve(): void {
      callOff?.();
      callOff = undefined;
      while (line.size() > 0 && inFlight < limits.max_concurrent_requests) {
        const now = time.now();
        const waitMs = startWaitMs(starts, now, limits);
        if (waitMs > 0) {
          callOff = time.after(waitMs, serve);
          break;
        }
        starts.push(now);
        inFlight++;
        line.serve(() => {
          inFlight--;
          serve();
        });
      }
    }

    return (next) => {
      limits = next;
      serve();
    };
  };
