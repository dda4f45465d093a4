import type { Column, ColumnName, History } from '../../src/dashboard/model/history.ts';
import type { Status } from '../../src/dashboard/model/status.ts';

export const STATUS: Status = {
  health: 'HEALTHY',
  since: '2026-01-01T12:00:00Z',
  reasons: [],
  throttling_level: 'NORMAL',
  usage_percent: 23.3,
  sample_age_ms: 400,
  pool: { size: 20, max_overflow: 10, established: 22, in_use: 7, idle: 15 },
  gate: { limit: 25, in_flight: 7, waiting: 0 },
  breaker: { state: 'CLOSED' },
  database: { reachable: true, latency_ms: 0.4 },
  holders: { reclaimable: 0, oldest_ms: 12 },
  last_cleanup: null,
  clients: { polled_last_minute: 3, in_sync: 3 },
};

type Samples = Partial<Record<ColumnName | 'at_ms', Column>>;

/** One sample a second from second 1 on; a column that is not given is zero throughout. */
export function historyOf(length: number, columns: Samples = {}, instance = 'a1b2'): History {
  const zeros = Array.from({ length }, () => 0);
  const names = ['level', 'usage_percent', 'in_use', 'idle', 'waiting', 'capacity', 'limit'] as const;
  const flows = ['wait_p50_ms', 'wait_p99_ms', 'admitted', 'rejected', 'timed_out', 'latency_ms'] as const;
  return {
    instance,
    step_ms: 1000,
    levels: ['NORMAL', 'MODERATE', 'AGGRESSIVE', 'EMERGENCY'],
    thresholds_percent: [70, 80, 90],
    at_ms: zeros.map((_, i) => (i + 1) * 1000),
    marks: [],
    ...Object.fromEntries([...names, ...flows].map((name) => [name, zeros])),
    ...columns,
  } as History;
}
