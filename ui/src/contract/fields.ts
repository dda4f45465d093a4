import { HEALTH_STATUSES, THROTTLING_LEVELS, type ThrottlingConfig } from './throttling-config.ts';

type Check = (value: any) => boolean;

const oneOf =
  (names: readonly unknown[]): Check =>
  (value) =>
    names.includes(value);
const flag = oneOf([true, false]);
/** So long a text or list is none of the server's; it would be kept and passed on. */
const LONGEST = 200;
const isText: Check = (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST;
const integer =
  (least: number, most = Infinity): Check =>
  (value) =>
    Number.isSafeInteger(value) && value >= least && value <= most;

/** Each field of the config: what it may be, and what is obeyed while the server has not spoken: MODERATE's values. */
export const FIELDS: { readonly [Name in keyof ThrottlingConfig]: [Check, ThrottlingConfig[Name]] } = {
  throttling_level: [oneOf(THROTTLING_LEVELS), 'MODERATE'],
  max_concurrent_requests: [integer(1, 10), 7],
  max_requests_per_minute: [integer(5, 100), 70],
  request_delay_ms: [integer(100, 2000), 400],
  circuit_breaker_open: [flag, false],
  emergency_mode_active: [flag, false],
  health: [oneOf(HEALTH_STATUSES), 'DEGRADED'],
  reasons: [(value) => Array.isArray(value) && value.length <= LONGEST && value.every(isText), []],
  instance: [isText, 'none'],
  revision: [integer(0), 0],
  poll_after_seconds: [integer(1, 3600), 30],
  valid_for_seconds: [integer(1, 86_400), 90],
  retry_after_seconds: [integer(0, 3600), 0],
};
