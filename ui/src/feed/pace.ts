import type { ThrottlingConfig } from '../contract/throttling-config.ts';

const FIRST_BACKOFF_SECONDS = 2;
const LONGEST_BACKOFF_SECONDS = 60;
const JITTER = 0.2;

/**
 * Milliseconds until the next poll, give or take 20 % so that browsers which saw the same event do not return together.
 * After a failure 2 s, doubling with each further one up to a minute; with the breaker open as soon as the server
 * expects it to be of use, at least a second and never later than usual.
 *
 * @param failures polls failed in a row
 * @param random from 0 up to, not including, 1
 */
export function nextPollMs(config: ThrottlingConfig, failures: number, random: number): number {
  const { poll_after_seconds: usual, retry_after_seconds: retry, circuit_breaker_open: isOpen } = config;
  const seconds =
    failures > 0
      ? Math.min(FIRST_BACKOFF_SECONDS * 2 ** (failures - 1), LONGEST_BACKOFF_SECONDS)
      : isOpen
        ? Math.min(Math.max(retry, 1), usual)
        : usual;
  return Math.round(seconds * 1000 * (1 - JITTER + 2 * JITTER * random));
}
