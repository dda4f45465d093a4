import type { Page } from '../feed/page.ts';
import type { Time } from '../time.ts';

export interface PoolwardenOptions {
  /**
   * Where the throttling config is. `/api/v1/health/database/throttling-config` of the page's own origin by default;
   * absolute outside of a page.
   */
  configUrl?: string | URL;
  /** Which requests are guarded; by default those to the origin of `configUrl`. All others go straight through. */
  guards?: (url: URL) => boolean;
  /**
   * Which guarded requests and polls carry `Poolwarden-Client` and `Priority`: to other origins than the page's own
   * they cost a preflight, so those go without by default.
   */
  labels?: 'own-origin' | 'all';
  /** Names this browser to the server; a random UUID by default. */
  clientId?: string;
  /** `shared`, the default: one budget for all tabs of this browser that have the same `scope`. `off`: this tab's own. */
  tabs?: 'shared' | 'off';
  /** Tabs of one scope share a budget; by default those of one `configUrl`. */
  scope?: string;
  /** `sse`: listens to `eventsUrl` as well, where the server has it. */
  push?: 'off' | 'sse';
  /** `events` beside `configUrl` by default. */
  eventsUrl?: string | URL;
  /** Requests that may wait in this tab, at least 1; 200 by default. */
  maxWaiting?: number;
  /** Milliseconds that a request may wait until it is sent; 90000 by default: more than the minute of the budget. */
  maxWaitMs?: number;
  /** How often a refused or failed idempotent request is sent again, at least 0; 2 by default. */
  maxRetries?: number;
  /** Has the client ask for the harmless cleanup by itself; off by default. */
  cleanup?: AutomaticCleanup;
  /** What reaches the network; the platform's `fetch` by default. */
  fetch?: typeof fetch;
  time?: Time;
  page?: Page;
}

export interface AutomaticCleanup {
  /** Polls in a row that found the server CRITICAL, at least 1. */
  readonly afterSeverePolls: number;
  /** Milliseconds in which this browser asks once at most; 60000 by default. */
  readonly cooldownMs?: number;
}
