import { Fields } from './fields.ts';
import { HEALTH_STATUSES, THROTTLING_LEVELS, type ThrottlingConfig } from './throttling-config.ts';

/**
 * Reads `GET /api/v1/health/database/throttling-config`, or the member `config` of a refusal. Unknown fields are
 * ignored: a newer server may send more.
 *
 * @throws MalformedConfigError naming the first field that is missing or out of its bounds
 */
export function parseThrottlingConfig(document: unknown): ThrottlingConfig {
  const fields = new Fields(document);
  return Object.freeze({
    level: fields.oneOf('throttling_level', THROTTLING_LEVELS),
    maxConcurrentRequests: fields.integer('max_concurrent_requests', 1, 10),
    maxRequestsPerMinute: fields.integer('max_requests_per_minute', 5, 100),
    requestDelayMs: fields.integer('request_delay_ms', 100, 2000),
    circuitBreakerOpen: fields.flag('circuit_breaker_open'),
    emergencyModeActive: fields.flag('emergency_mode_active'),
    health: fields.oneOf('health', HEALTH_STATUSES),
    reasons: fields.texts('reasons'),
    instance: fields.text('instance'),
    revision: fields.integer('revision', 0, Number.MAX_SAFE_INTEGER),
    pollAfterSeconds: fields.integer('poll_after_seconds', 1, 3600),
    validForSeconds: fields.integer('valid_for_seconds', 1, 86_400),
    retryAfterSeconds: fields.integer('retry_after_seconds', 0, 3600),
  });
}
