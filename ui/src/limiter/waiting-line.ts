import { QueueFullError } from './queue-full-error.ts';

/** A bounded line, first come first served, that anybody may leave by a signal. */
export class WaitingLine<Served> {
  /** A set keeps its order and lets those in the middle leave without a search. */
  readonly #waiters = new Set<(served: Served) => void>();
  readonly #capacity: number;

  /** @param capacity how many may wait, at least 1 */
  constructor(capacity: number) {
    if (!(capacity >= 1)) throw new RangeError(`the line's capacity is ${capacity}, but must be at least 1`);
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#waiters.size;
  }

  /** Waits at the end of the line; see {@link Limiter.acquire} for what it throws. */
  join(signal?: AbortSignal): Promise<Served> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (this.#waiters.size >= this.#capacity) return reject(new QueueFullError(this.#capacity));
      const leave = () => {
        this.#waiters.delete(waiter);
        reject(signal?.reason);
      };
      const waiter = (served: Served) => {
        signal?.removeEventListener('abort', leave);
        resolve(served);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiters.add(waiter);
    });
  }

  /** Serves whoever has waited longest; the line must not be empty. */
  serveFirst(served: Served): void {
    const [first] = this.#waiters;
    this.#waiters.delete(first!);
    first!(served);
  }
}
