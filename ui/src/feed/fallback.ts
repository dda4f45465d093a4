import { FIELDS } from '../contract/fields.ts';
import { THROTTLING_LEVELS, type ThrottlingConfig } from '../contract/throttling-config.ts';

/** Obeyed until the server has spoken, because nothing known is not the same as healthy. */
export const CAUTIOUS = Object.fromEntries(
  Object.entries(FIELDS).map(([name, [, value]]) => [name, value]),
) as unknown as ThrottlingConfig;

/**
 * What to obey when the last config has become stale: the stricter of it and {@link CAUTIOUS}. Its breaker and emergency
 * flags end with it: an old "open" must not lock users out for ever, should only the polls fail.
 */
export function fallbackAfter(last: ThrottlingConfig): ThrottlingConfig {
  const [least, moderate] = THROTTLING_LEVELS;
  const isLess = last.throttling_level === least || last.throttling_level === moderate;
  return isLess ? CAUTIOUS : { ...last, circuit_breaker_open: false, emergency_mode_active: false };
}
