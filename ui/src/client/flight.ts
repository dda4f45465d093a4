import type { Delivery } from './sender.ts';

/** One request that several callers wait for. It is aborted when the last of them has left. */
export class Flight {
  readonly #controller = new AbortController();
  readonly #delivery: Promise<Delivery>;
  #aboard = 0;
  readonly #close: () => void;

  /** @param close called when nobody may board any more */
  constructor(launch: (signal: AbortSignal) => Promise<Delivery>, close: () => void) {
    this.#close = close;
    this.#delivery = launch(this.#controller.signal);
    this.#delivery.then(close, close);
  }

  /** Each caller gets a response of its own; the signal lets it leave, also while the body still comes. */
  board(signal: AbortSignal): Promise<Response> {
    this.#aboard++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(signal.reason);
        this.#leave(signal.reason);
      };
      const stay = () => signal.removeEventListener('abort', leave);
      signal.addEventListener('abort', leave, { once: true });
      this.#delivery.then(({ response, ended }) => {
        resolve(response.clone());
        void ended.then(stay);
      }, reject);
      this.#delivery.catch(stay);
    });
  }

  #leave(reason: unknown): void {
    if (--this.#aboard > 0) return;
    this.#close();
    this.#controller.abort(reason);
  }
}
