import { THROTTLING_LEVELS, type ThrottlingConfig } from '../contract/throttling-config.ts';

/** MODERATE's values: obeyed until the server has spoken, because nothing known is not the same as healthy. */
export const CAUTIOUS: ThrottlingConfig = Object.freeze({
  level: 'MODERATE',
  maxConcurrentRequests: 7,
  maxRequestsPerMinute: 70,
  requestDelayMs: 400,
  circuitBreakerOpen: false,
  emergencyModeActive: false,
  health: 'DEGRADED',
  reasons: Object.freeze([]),
  instance: 'none',
  revision: 0,
  pollAfterSeconds: 30,
  validForSeconds: 90,
  retryAfterSeconds: 0,
});

/**
 * What to obey when the last config has become stale: the stricter of it and {@link CAUTIOUS}, number by number. Its
 * breaker and emergency flags end with it: an old "open" must not lock users out for ever, should only the polls fail.
 */
export function fallbackAfter(last: ThrottlingConfig): ThrottlingConfig {
  const stricter = (level: ThrottlingConfig['level']) => THROTTLING_LEVELS.indexOf(level);
  return Object.freeze({
    ...CAUTIOUS,
    level: stricter(last.level) > stricter(CAUTIOUS.level) ? last.level : CAUTIOUS.level,
    maxConcurrentRequests: Math.min(last.maxConcurrentRequests, CAUTIOUS.maxConcurrentRequests),
    maxRequestsPerMinute: Math.min(last.maxRequestsPerMinute, CAUTIOUS.maxRequestsPerMinute),
    requestDelayMs: Math.max(last.requestDelayMs, CAUTIOUS.requestDelayMs),
  });
}
