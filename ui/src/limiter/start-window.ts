import type { Limits } from './budget.ts';

/** A minute and what the network may add: the server must not see more than a minute's budget in any minute. */
const WINDOW_MS = 60_500;

export type WaitMs = typeof startWaitMs;

/**
 * Milliseconds until one more start is within the limits; 0 or less means now. A sliding window and no token bucket: a
 * lowered quota counts what was started under the old one, so it holds at once, and a raised one allows no burst above
 * itself.
 *
 * @param starts when the last ones were, oldest first; those that count no more are removed
 */
export function startWaitMs(starts: number[], now: number, limits: Limits): number {
  // A clock that was set back: as if they had been now, or nothing would start until it has caught up.
  for (let i = starts.length; starts[--i]! > now;) starts[i] = now;
  while (starts[0]! <= now - WINDOW_MS) starts.shift();
  // One more fits once fewer than the quota are left: when this start is out of the window.
  const inTheWay = starts.at(-limits.max_requests_per_minute) ?? -Infinity;
  return Math.max((starts.at(-1) ?? -Infinity) + limits.request_delay_ms, inTheWay + WINDOW_MS) - now;
}
