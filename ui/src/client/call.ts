import type { Priority } from '../limiter/priority.ts';

/** How a request is to be treated. */
export interface Wishes {
  /** `interactive` by default. */
  readonly priority?: Priority;
  /** Milliseconds that it may wait until it is sent, retries included; the client's own setting by default. */
  readonly maxWaitMs?: number;
  /** False keeps a GET from sharing the answer of an identical one in flight; true by default. */
  readonly dedupe?: boolean;
}

/** What `fetch` takes, and our wishes. */
export interface PoolwardenInit extends RequestInit {
  poolwarden?: Wishes | undefined;
}

/** A request on its way through the client. */
export interface Call {
  readonly request: Request;
  readonly priority: Priority;
  readonly maxWaitMs: number;
}
