import type { ThrottlingLevel } from '../contract/throttling-config.ts';
import { clockWithSeconds } from './figures.ts';

/** The monitor's reasons as an operator says them; the codes are those of the server's `Reason`. */
const REASONS: Readonly<Record<string, string>> = {
  usage_moderate: 'many connections are wanted',
  usage_high: 'most connections are wanted',
  usage_critical: 'more connections are wanted than there are',
  requests_rejected: 'requests are turned away',
  breaker_open: 'the breaker is open: no request reaches the database',
  database_unreachable: 'the database does not answer',
  database_full: 'the server gives no connection',
  database_login_refused: 'the server refuses the sign-in',
  database_read_only: 'the database takes no writes',
  database_disk_full: 'the server’s disk is full',
  database_unknown: 'the database has not been asked yet',
  recovering: 'the last seconds were worse, and the level waits until they are past',
};

/** A code that this page does not know yet is read as it is. */
export const reasonInWords = (code: string): string => REASONS[code] ?? plain(code);

export const plain = (code: string): string => code.replaceAll('_', ' ');

export const LEVEL_IN_WORDS: Readonly<Record<ThrottlingLevel, string>> = {
  NORMAL: 'All is well',
  MODERATE: 'Busy',
  AGGRESSIVE: 'Very busy',
  EMERGENCY: 'Drowning',
};

/** A length of time in its two greatest units: `400 ms`, `4.2 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** The time of day; with the day where that is another one. */
export function timeOf(at: number | string, now: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return `${isToday ? '' : `${date.toLocaleDateString()} `}${clockWithSeconds(date.getTime())}`;
}
