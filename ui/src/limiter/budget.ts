import type { ThrottlingConfig } from '../contract/throttling-config.ts';

/** What may be asked for; all three at once. A budget takes what the contract does not allow as well, such as no delay. */
export type Limits = Pick<
  ThrottlingConfig,
  'max_concurrent_requests' | 'max_requests_per_minute' | 'request_delay_ms'
>;

/** Gives a request's place back; to be called once. */
export type Release = () => void;

/** Those who wait for their turn, as a budget sees them. */
export interface Line {
  /** How many wait. */
  size(): number;
  /** Lets whoever is first begin, with the place that is theirs until they release it. */
  serve(release: Release): void;
}

/**
 * Keeps starts within limits. To be called when the line or the limits have changed, with the limits that hold from now
 * on: lowered ones let what is in flight end, raised ones serve the line at once, a concurrency of 0 serves nobody.
 */
export type Budget = (limits: Limits) => void;

/** Makes the budget that a line is served from. */
export type OpenBudget = (line: Line) => Budget;
