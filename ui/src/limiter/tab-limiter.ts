import type { Time } from '../time.ts';
import type { Limiter, LimiterFigures, Limits, Permit } from './limiter.ts';
import { StartWindow } from './start-window.ts';
import { WaitingLine } from './waiting-line.ts';

/** Keeps the requests of one tab within its limits. */
export class TabLimiter implements Limiter {
  readonly #time: Time;
  readonly #line: WaitingLine<Permit>;
  readonly #window = new StartWindow();
  #limits: Limits;
  #inFlight = 0;
  #started = 0;
  #callOffAdmission = () => {};

  /** @param capacity how many may wait, at least 1 */
  constructor(limits: Limits, capacity: number, time: Time) {
    this.#limits = limits;
    this.#line = new WaitingLine(capacity);
    this.#time = time;
  }

  acquire(signal?: AbortSignal): Promise<Permit> {
    const turn = this.#line.join(signal);
    this.#admit();
    return turn;
  }

  obey(limits: Limits): void {
    this.#limits = limits;
    this.#admit();
  }

  figures(): LimiterFigures {
    return {
      inFlight: this.#inFlight,
      waiting: this.#line.length,
      started: this.#started,
      startedLastMinute: this.#window.count(this.#time.now()),
    };
  }

  /** Starts all that may start now, and comes back when time alone lets the next one start. */
  #admit(): void {
    this.#callOffAdmission();
    while (this.#line.length > 0 && this.#inFlight < this.#limits.concurrency) {
      const waitMs = this.#window.waitMs(this.#time.now(), this.#limits);
      if (waitMs > 0) {
        this.#callOffAdmission = this.#time.after(Math.ceil(waitMs), () => this.#admit());
        return;
      }
      this.#line.serveFirst(this.#start());
    }
  }

  #start(): Permit {
    this.#window.add(this.#time.now());
    this.#inFlight++;
    this.#started++;
    let isOut = true;
    const release = () => {
      if (!isOut) return;
      isOut = false;
      this.#inFlight--;
      this.#admit();
    };
    return { release };
  }
}
