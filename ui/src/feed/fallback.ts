import { FIELDS } from '../contract/fields.ts';
import type { ThrottlingConfig } from '../contract/throttling-config.ts';

/** Obeyed until the server has spoken, because nothing known is not the same as healthy. */
export const CAUTIOUS = Object.fromEntries(
  Object.entries(FIELDS).map(([name, [, value]]) => [name, value]),
) as unknown as ThrottlingConfig;

const { min, max } = Math;

/**
 * What to obey when the last config has become stale: the stricter of it and {@link CAUTIOUS}, number by number. Its
 * breaker and emergency flags end with it: an old "open" must not lock users out for ever, should only the polls fail.
 */
export const fallbackAfter = (last: ThrottlingConfig = CAUTIOUS): ThrottlingConfig => ({
  ...CAUTIOUS,
  throttling_level: last.throttling_level === 'NORMAL' ? CAUTIOUS.throttling_level : last.throttling_level,
  max_concurrent_requests: min(last.max_concurrent_requests, CAUTIOUS.max_concurrent_requests),
  max_requests_per_minute: min(last.max_requests_per_minute, CAUTIOUS.max_requests_per_minute),
  request_delay_ms: max(last.request_delay_ms, CAUTIOUS.request_delay_ms),
});
