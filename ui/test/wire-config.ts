/** The example of the HTTP contract, with some fields changed. */
export function wireConfig(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    throttling_level: 'NORMAL',
    max_concurrent_requests: 10,
    max_requests_per_minute: 100,
    request_delay_ms: 100,
    circuit_breaker_open: false,
    emergency_mode_active: false,
    health: 'HEALTHY',
    reasons: [],
    instance: 'a1b2',
    revision: 42,
    poll_after_seconds: 30,
    valid_for_seconds: 90,
    retry_after_seconds: 0,
    ...changes,
  };
}

export const EMERGENCY = {
  throttling_level: 'EMERGENCY',
  max_concurrent_requests: 1,
  max_requests_per_minute: 5,
  request_delay_ms: 2000,
  emergency_mode_active: true,
  health: 'CRITICAL',
  reasons: ['usage'],
  revision: 43,
};
