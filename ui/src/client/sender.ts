import type { ConfigFeed } from '../feed/config-feed.ts';
import type { Limiter, Permit } from '../limiter/limiter.ts';
import { pause, type Time } from '../time.ts';
import { bodyEnd } from './body-end.ts';
import { isSafe, type Call } from './call.ts';
import { embeddedConfig } from './embedded-config.ts';
import { refusalUnder } from './refusal.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Delivery {
  readonly response: Response;
  /** Resolves when the body has ended, and with it the request's place in the limiter. */
  readonly ended: Promise<void>;
}

/** Sends a request when feed and limiter allow it, and again when the server asks for that. */
export class Sender {
  readonly #fetch: typeof fetch;
  readonly #feed: ConfigFeed;
  readonly #limiter: Limiter;
  readonly #time: Time;
  readonly #maxRetries: number;

  constructor(
    fetch: typeof globalThis.fetch,
    feed: ConfigFeed,
    limiter: Limiter,
    time: Time,
    maxRetries: number,
  ) {
    this.#fetch = fetch;
    this.#feed = feed;
    this.#limiter = limiter;
    this.#time = time;
    this.#maxRetries = maxRetries;
  }

  async send(call: Call, signal: AbortSignal): Promise<Delivery> {
    let retriesLeft = isSafe(call.request) ? this.#maxRetries : 0;
    for (;;) {
      const delivery = await this.#attempt(call, signal);
      const waitMs = retryAfterMs(delivery.response, this.#time.random());
      if (waitMs === undefined || retriesLeft-- <= 0) return delivery;
      await pause(this.#time, waitMs, signal);
    }
  }

  async #attempt(call: Call, signal: AbortSignal): Promise<Delivery> {
    const permit = await this.#admit(call, signal);
    try {
      const response = await this.#fetch(new Request(call.request, { signal }));
      const config = await embeddedConfig(response);
      if (config !== undefined) this.#feed.offer(config);
      return { response, ended: bodyEnd(response).then(permit.release) };
    } catch (error) {
      permit.release();
      throw error;
    }
  }

  /** Waits for a permit, but no longer than the config lets this request wait at all. */
  async #admit(call: Call, signal: AbortSignal): Promise<Permit> {
    const refused = new AbortController();
    const check = () => {
      const refusal = refusalUnder(this.#feed.state.config, call.priority);
      if (refusal) refused.abort(refusal);
    };
    const unsubscribe = this.#feed.subscribe(check);
    try {
      check();
      const permit = await this.#limiter.acquire(AbortSignal.any([signal, refused.signal]));
      // The very config that granted the permit may be the one that refuses the request.
      if (!refused.signal.aborted) return permit;
      permit.release();
      throw refused.signal.reason;
    } finally {
      unsubscribe();
    }
  }
}
