import type { CleanupReport } from '../contract/cleanup.ts';
import type { ThrottlingLevel } from '../contract/throttling-config.ts';
import type { Column, History } from './model/history.ts';
import type { Finding, Holder, Session } from './model/operators.ts';
import type { Status } from './model/status.ts';

/** All that the page has seen of the server; what is missing has not been seen yet, or may not be. */
export interface Sight {
  readonly status?: Status | undefined;
  /** When the sample behind the status was taken, in epoch ms of this browser. */
  readonly sampledAt?: number | undefined;
  readonly history?: History | undefined;
  /** Since when the server does not answer, in epoch ms. */
  readonly failingSince?: number | undefined;
  /** The last time that another process answered than before. */
  readonly restart?: { readonly at: number; readonly from: string; readonly to: string };
  readonly session?: Session;
  /** The figures are for operators alone, and the reader is none. */
  readonly isClosed?: boolean;
  readonly holders?: readonly Holder[] | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly audit?: readonly CleanupReport[] | undefined;
}

/** Samples come once a second unless a setting says otherwise; a page that misses three of them says so. */
const STALE_AFTER_MS = 5000;
const MISSED_SAMPLES = 3;

/** How old the figures are, in ms; undefined before the first. A clock that was set back makes nothing younger. */
export const ageOf = (sight: Sight, now: number): number | undefined =>
  sight.sampledAt === undefined ? undefined : Math.abs(now - sight.sampledAt);

/** Whether there are no figures, or they are too old to go by. */
export function isStale(sight: Sight, now: number): boolean {
  const age = ageOf(sight, now);
  return age === undefined || age > Math.max(STALE_AFTER_MS, MISSED_SAMPLES * intervalOf(sight.history));
}

/** The level as it may be shown: what is old says nothing. */
export const levelOf = (sight: Sight, now: number): ThrottlingLevel | 'UNKNOWN' =>
  !sight.status || isStale(sight, now) ? 'UNKNOWN' : sight.status.throttling_level;

/** Far from where a level begins, unless settings are unusual. */
const CALM_PERCENT = 50;

/** Whether what made the level is over, which stays for a while; of demand alone, since a database does not calm down. */
export const isOver = ({ reasons, usage_percent, gate }: Status): boolean =>
  reasons.length > 0 &&
  reasons.every((reason) => reason.startsWith('usage_') || reason === 'requests_rejected') &&
  gate.waiting === 0 &&
  usage_percent !== null &&
  usage_percent < CALM_PERCENT;

/** The time between the last two samples, in ms; zero while that is not known. */
function intervalOf(history: History | undefined): number {
  const [before, last] = history?.at_ms.slice(-2) ?? [];
  return before !== undefined && last !== undefined ? last - before : 0;
}

/** The level's capacity of connections: the latest sample's, or what the pool may have where there is none. */
export const capacityOf = ({ status, history }: Sight): number | undefined =>
  history?.capacity.at(-1) ?? (status && status.pool.size + status.pool.max_overflow);

export interface LastMinute {
  readonly rejected: number;
  readonly timedOut: number;
  /** Of the worst second; null when nobody waited. */
  readonly waitP99Ms: number | null;
}

/** What happened at the gate in the minute before the latest sample; undefined without any. */
export function lastMinute(history: History | undefined): LastMinute | undefined {
  const last = history?.at_ms.at(-1);
  if (!history || last === undefined) return undefined;
  const from = history.at_ms.findIndex((at) => at > last - 60_000);
  const known = (column: Column) => column.slice(from).filter((each) => each !== null);
  const sum = (column: Column) => known(column).reduce((all, each) => all + each, 0);
  const waits = known(history.wait_p99_ms);
  return {
    rejected: sum(history.rejected),
    timedOut: sum(history.timed_out),
    waitP99Ms: waits.length > 0 ? Math.max(...waits) : null,
  };
}
