import type { Limits } from './limiter.ts';

const WINDOW_MS = 60_000;

/**
 * Remembers the starts of the last 60 seconds. A sliding window and no token bucket: a lowered quota counts what was
 * started under the old one, so it holds at once, and a raised one allows no burst above itself.
 */
export class StartWindow {
  readonly #starts: number[] = [];

  /** Milliseconds until one more start is within the limits; 0 means now. */
  waitMs(now: number, limits: Limits): number {
    this.#forgetBefore(now - WINDOW_MS);
    const last = this.#starts.at(-1) ?? -Infinity;
    // One more fits once fewer than the quota are left: when this start is out of the window.
    const lastInTheWay = this.#starts.at(-limits.perMinute) ?? -Infinity;
    return Math.max(0, last + limits.delayMs - now, lastInTheWay + WINDOW_MS - now);
  }

  add(now: number): void {
    this.#starts.push(now);
  }

  count(now: number): number {
    this.#forgetBefore(now - WINDOW_MS);
    return this.#starts.length;
  }

  #forgetBefore(oldest: number): void {
    const kept = this.#starts.findIndex((start) => start > oldest);
    this.#starts.splice(0, kept < 0 ? this.#starts.length : kept);
  }
}
