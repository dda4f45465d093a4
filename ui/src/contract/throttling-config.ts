/** From everything allowed to almost nothing; the order matters. */
export const THROTTLING_LEVELS = ['NORMAL', 'MODERATE', 'AGGRESSIVE', 'EMERGENCY'] as const;
export type ThrottlingLevel = (typeof THROTTLING_LEVELS)[number];

export const HEALTH_STATUSES = ['HEALTHY', 'DEGRADED', 'CRITICAL'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** What the server asks of its frontends now, by its own names. Immutable. */
export interface ThrottlingConfig {
  readonly throttling_level: ThrottlingLevel;
  /** Requests in flight at once, 1 to 10. */
  readonly max_concurrent_requests: number;
  /** Requests started in any 60 seconds, 5 to 100. */
  readonly max_requests_per_minute: number;
  /** Milliseconds between two starts, 100 to 2000. */
  readonly request_delay_ms: number;
  /** No request can succeed now: ask for nothing. */
  readonly circuit_breaker_open: boolean;
  /** Only essential requests may be sent. */
  readonly emergency_mode_active: boolean;
  readonly health: HealthStatus;
  /** Codes that say why, without live figures. */
  readonly reasons: readonly string[];
  /** Which run of the server said so: revisions compare only within one. */
  readonly instance: string;
  /** Grows by one with each change of any other field. */
  readonly revision: number;
  /** Seconds until the next poll, 1 to 3600. */
  readonly poll_after_seconds: number;
  /** Seconds after which an unconfirmed config says nothing any more, 1 to 86400. */
  readonly valid_for_seconds: number;
  /** Seconds until a refused request is worth another try, 0 to 3600. */
  readonly retry_after_seconds: number;
}
