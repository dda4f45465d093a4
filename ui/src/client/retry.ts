import type { Time } from '../time.ts';

/** Statuses by which a server, its gate, or what stands before it says that it did not take the request. */
export const RETRIABLE = [429, 502, 503, 504];
/** A server that wants us away for longer than this gets no automatic retry. */
const LONGEST_MS = 120_000;
const FIRST_BACKOFF_MS = 500;

/**
 * Milliseconds to wait before a request is sent again: `Retry-After` (seconds or a date) and on top of it a backoff with
 * full jitter, from nothing up to half a second that doubles with each try, so that those who were refused together do
 * not come back together. Infinity when it should not be repeated.
 *
 * @param response undefined when the network failed
 * @param tries made so far, at least 1
 */
export function retryAfterMs(response: Response | undefined, tries: number, time: Time): number {
  if (response && !RETRIABLE.includes(response.status)) return Infinity;
  const told = response?.headers.get('Retry-After') ?? '';
  // Dates are read as dates only: a plain 0 is one of the year 2000 as well.
  const toldMs = Math.max(0, (isNaN(+told) ? Date.parse(told) - time.now() : +told * 1000) || 0);
  return toldMs > LONGEST_MS ? Infinity : toldMs + time.random() * FIRST_BACKOFF_MS * 2 ** (tries - 1);
}
