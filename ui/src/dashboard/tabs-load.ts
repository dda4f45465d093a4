import type { PoolwardenInit } from '../client/call.ts';
import { PoolwardenError } from '../error.ts';
import { pause, type Time } from '../time.ts';

const TABS = 5;
const PAUSE_MS = 1000;

/** What one tab of the example application asks when it is opened; without the first it would have nothing to show. */
const TAB_REQUESTS = [
  { url: '/api/dashboard', priority: 'essential' },
  { url: '/api/conversations', priority: 'interactive' },
  { url: '/api/activities?limit=50', priority: 'interactive' },
  { url: '/api/notifications', priority: 'background' },
] as const;

type TabRequest = (typeof TAB_REQUESTS)[number];
type Fetch = (input: string, init: PoolwardenInit) => Promise<Response>;

export interface LoadCounts {
  asked: number;
  succeeded: number;
  /** By the server with 503, or by the client on its behalf. */
  refused: number;
  failed: number;
}

/** Asks for what five tabs of the example application would, all at once, and counts what becomes of it. */
export class TabsLoad {
  readonly counts: LoadCounts = { asked: 0, succeeded: 0, refused: 0, failed: 0 };
  readonly #fetch: Fetch;
  readonly #time: Time;
  #running: AbortController | undefined;

  constructor(fetch: Fetch, time: Time) {
    this.#fetch = fetch;
    this.#time = time;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Loads once, or again and again with a second between; resolves when that is over. */
  async start(keepsLoading: () => boolean): Promise<void> {
    const running = (this.#running = new AbortController());
    do {
      await this.#loadAllTabs(running.signal);
      await pause(this.#time, PAUSE_MS);
    } while (!running.signal.aborted && keepsLoading());
    if (this.#running === running) this.#running = undefined;
  }

  /** Takes back what waits or is under way; that is then counted nowhere but in `asked`. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #loadAllTabs(signal: AbortSignal): Promise<void> {
    const tabs = Array.from({ length: TABS }, () => TAB_REQUESTS).flat();
    await Promise.all(tabs.map((request) => this.#load(request, signal)));
  }

  async #load({ url, priority }: TabRequest, signal: AbortSignal): Promise<void> {
    this.counts.asked++;
    try {
      // Five real tabs do not know of each other's requests either.
      const response = await this.#fetch(url, { signal, poolwarden: { priority, dedupe: false } });
      await response.arrayBuffer();
      this.counts[response.ok ? 'succeeded' : response.status === 503 ? 'refused' : 'failed']++;
    } catch (error) {
      if (!signal.aborted) this.counts[error instanceof PoolwardenError ? 'refused' : 'failed']++;
    }
  }
}
