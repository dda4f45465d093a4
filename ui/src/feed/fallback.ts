import { FIELDS } from '../contract/fields.ts';
import type { ThrottlingConfig } from '../contract/throttling-config.ts';

/** Obeyed until the server has spoken, because nothing known is not the same as healthy. */
export const CAUTIOUS = Object.fromEntries(
  Object.entries(FIELDS).map(([name, [, value]]) => [name, value]),
) as unknown as ThrottlingConfig;

/**
 * What to obey when the last config has become stale: the stricter of it and {@link CAUTIOUS}. Its breaker and emergency
 * flags end with it: an old "open" must not lock users out for ever, should only the polls fail.
 */
export const fallbackAfter = (last: ThrottlingConfig = CAUTIOUS): ThrottlingConfig =>
  last.max_requests_per_minute < CAUTIOUS.max_requests_per_minute
    ? { ...last, circuit_breaker_open: false, emergency_mode_active: false }
    : CAUTIOUS;
