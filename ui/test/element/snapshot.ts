import type { StatusSnapshot } from '../../src/element/index.ts';

/** A snapshot of a client that the server lets go at full speed, with some of it changed. */
export function snapshot(
  changes: Partial<StatusSnapshot> & { readonly asked?: Partial<StatusSnapshot['config']> } = {},
): StatusSnapshot {
  const { asked, ...rest } = changes;
  return {
    config: {
      throttling_level: 'NORMAL',
      circuit_breaker_open: false,
      emergency_mode_active: false,
      retry_after_seconds: 0,
      ...asked,
    },
    source: 'server',
    confirmedAt: Date.UTC(2025, 5, 2, 12, 0),
    throttledSince: undefined,
    nextPollAt: undefined,
    ...rest,
  };
}
