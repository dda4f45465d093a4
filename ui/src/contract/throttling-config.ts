/** From everything allowed to almost nothing; the order matters. */
export const THROTTLING_LEVELS = ['NORMAL', 'MODERATE', 'AGGRESSIVE', 'EMERGENCY'] as const;
export type ThrottlingLevel = (typeof THROTTLING_LEVELS)[number];

export const HEALTH_STATUSES = ['HEALTHY', 'DEGRADED', 'CRITICAL'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** What the server asks of its frontends now. Immutable; {@link parseThrottlingConfig} makes one. */
export interface ThrottlingConfig {
  readonly level: ThrottlingLevel;
  /** Requests in flight at once, 1 to 10. */
  readonly maxConcurrentRequests: number;
  /** Requests started in any 60 seconds, 5 to 100. */
  readonly maxRequestsPerMinute: number;
  /** Milliseconds between two starts, 100 to 2000. */
  readonly requestDelayMs: number;
  /** No request can succeed now: ask for nothing. */
  readonly circuitBreakerOpen: boolean;
  /** Only what a user waits for may be asked. */
  readonly emergencyModeActive: boolean;
  readonly health: HealthStatus;
  /** Codes that say why, without live figures. */
  readonly reasons: readonly string[];
  /** Which run of the server said so: revisions compare only within one. */
  readonly instance: string;
  /** Grows by one with each change of any other field. */
  readonly revision: number;
  /** Seconds until the next poll, 1 to 3600. */
  readonly pollAfterSeconds: number;
  /** Seconds after which an unconfirmed config says nothing any more, 1 to 86400. */
  readonly validForSeconds: number;
  /** Seconds until a refused request is worth another try, 0 to 3600. */
  readonly retryAfterSeconds: number;
}
