import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import { ConfigFeed } from '../feed/config-feed.ts';
import type { Limiter, Limits } from '../limiter/limiter.ts';
import { TabLimiter } from '../limiter/tab-limiter.ts';
import { systemTime, type Time } from '../time.ts';
import { callOf, isSafe, type Call, type ThrottledInit } from './call.ts';
import { randomClientId } from './client-id.ts';
import { Flights } from './flights.ts';
import { urgencyOf } from './priority.ts';
import { Sender } from './sender.ts';

const CONFIG_PATH = '/api/v1/health/database/throttling-config';

export interface ClientOptions {
  /** Origin of the guarded server, such as `https://app.example`; by default the page's own; outside of a page it must be given. */
  baseUrl?: string;
  /** Names this client to the server; a random UUID by default. */
  clientId?: string;
  /** Requests that may wait in this tab, at least 1; 200 by default. */
  maxWaiting?: number;
  /** How often a refused GET or HEAD is repeated, at least 0; 2 by default. */
  maxRetries?: number;
  /** What keeps the budget; by default the tab's own. `maxWaiting` is then its own affair. */
  limiter?: Limiter;
  /** What reaches the network; the platform's `fetch` by default. */
  fetch?: typeof fetch;
  time?: Time;
}

/** A `fetch` that does what the server asks of its frontends. Call {@link start} once; keep one per page. */
export class PoolwardenClient {
  readonly clientId: string;
  readonly feed: ConfigFeed;
  readonly limiter: Limiter;
  readonly #origin: string;
  readonly #fetch: typeof fetch;
  readonly #sender: Sender;
  readonly #flights = new Flights();

  constructor(options: ClientOptions = {}) {
    const time = options.time ?? systemTime;
    this.#origin = new URL(options.baseUrl ?? location.href).origin;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.clientId = options.clientId ?? randomClientId();
    const source = { url: this.#origin + CONFIG_PATH, clientId: this.clientId, fetch: this.#fetch };
    this.feed = new ConfigFeed(source, time);
    this.limiter = options.limiter ?? new TabLimiter(this.#limits(), options.maxWaiting ?? 200, time);
    this.feed.subscribe(() => this.limiter.obey(this.#limits()));
    this.#sender = new Sender(this.#fetch, this.feed, this.limiter, time, options.maxRetries ?? 2);
  }

  /** Begins to poll the config; until the first answer a cautious one is obeyed. */
  start(): void {
    this.feed.start();
  }

  /** Ends polling; the last config is obeyed on. */
  stop(): void {
    this.feed.stop();
  }

  /**
   * Takes and gives what the platform's `fetch` does, and may be passed on without its object. Requests to other
   * origins than the guarded one go straight through.
   *
   * @throws CircuitOpenError when the server's breaker is open
   * @throws BackgroundRefusedError for `priority: 'background'` in an emergency
   * @throws QueueFullError when too many requests wait already
   * @throws the signal's reason when it aborts, and TypeError when the network fails, as `fetch` does
   */
  readonly fetch = async (input: RequestInfo | URL, init?: ThrottledInit): Promise<Response> => {
    const call = callOf(input, init);
    if (new URL(call.request.url).origin !== this.#origin) return this.#fetch(call.request);
    this.#label(call);
    if (call.isShareable) return this.#flights.join(call, (signal) => this.#sender.send(call, signal));
    return this.#sendAlone(call);
  };

  async #sendAlone(call: Call): Promise<Response> {
    try {
      return (await this.#sender.send(call, call.signal)).response;
    } finally {
      if (!isSafe(call.request)) this.#flights.closeToNewcomers();
    }
  }

  #label({ request, priority }: Call): void {
    request.headers.set('Poolwarden-Client', this.clientId);
    const urgency = urgencyOf(priority);
    if (urgency) request.headers.set('Priority', urgency);
  }

  #limits(): Limits {
    return limitsOf(this.feed.state.config);
  }
}

function limitsOf(config: ThrottlingConfig): Limits {
  return {
    concurrency: config.maxConcurrentRequests,
    perMinute: config.maxRequestsPerMinute,
    delayMs: config.requestDelayMs,
  };
}
