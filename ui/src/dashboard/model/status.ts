import {
  THROTTLING_LEVELS,
  type HealthStatus,
  type ThrottlingLevel,
} from '../../contract/throttling-config.ts';

/** What the page reads of `GET /status`; null is unknown. */
export interface Status {
  readonly health: HealthStatus;
  /** When the level was entered, ISO 8601. */
  readonly since: string;
  readonly reasons: readonly string[];
  readonly throttling_level: ThrottlingLevel;
  readonly usage_percent: number | null;
  readonly sample_age_ms: number;
  readonly pool: {
    readonly size: number;
    readonly max_overflow: number;
    readonly established: number;
    readonly in_use: number;
    readonly idle: number;
  };
  readonly gate: { readonly limit: number; readonly in_flight: number; readonly waiting: number };
  readonly breaker: { readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN' };
  readonly database: { readonly reachable: boolean; readonly latency_ms: number | null };
  readonly holders: { readonly reclaimable: number; readonly oldest_ms: number };
  readonly last_cleanup: { readonly id: number } | null;
  readonly clients: { readonly polled_last_minute: number; readonly in_sync: number };
}

/**
 * @throws Error when the document names no level: without one the page must say that it knows nothing
 */
export function parseStatus(document: unknown): Status {
  const status = document as Status | null;
  if (!THROTTLING_LEVELS.some((level) => level === status?.throttling_level)) {
    throw new Error('The status names no throttling level');
  }
  if (!status!.pool || !status!.gate || !status!.clients) throw new Error('The status has no figures');
  return status!;
}
