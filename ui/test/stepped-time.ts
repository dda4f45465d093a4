import type { Time } from '../src/time.ts';

/** Time that moves only when a test says so. */
export class SteppedTime implements Time {
  #now = 1000;
  #timers = new Map<object, { at: number; action: () => void }>();
  /** What `random` answers; the middle, so that jitter is nil where it goes both ways. */
  dice = 0.5;

  now = () => this.#now;
  random = () => this.dice;

  after = (ms: number, action: () => void) => {
    const key = {};
    this.#timers.set(key, { at: this.#now + ms, action });
    return () => void this.#timers.delete(key);
  };

  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Lets `ms` pass, running each timer at its moment and everything that follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let due = this.#firstUntil(end); due; due = this.#firstUntil(end)) {
      const [key, timer] = due;
      this.#timers.delete(key);
      this.#now = timer.at;
      timer.action();
      await settle();
    }
    this.#now = end;
  }

  #firstUntil(end: number) {
    const due = [...this.#timers].filter(([, timer]) => timer.at <= end);
    return due.sort(([, a], [, b]) => a.at - b.at)[0];
  }
}

/** Lets everything happen that needs no time: promises, streams. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
