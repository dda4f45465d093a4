/** What operators may read besides: `GET /holders`, `/analysis`, `/audit`, `/session` and the example's storm. */

export interface Session {
  /** Null for who is no operator. */
  readonly operator: string | null;
  /** Whether a name and a password would help. */
  readonly passwords: boolean;
  readonly anonymous_dashboard: boolean;
}

export interface Holder {
  readonly pid: number;
  readonly call_site: string;
  readonly client: string | null;
  readonly held_ms: number;
  readonly state: string;
  readonly idle_ms: number | null;
  readonly evidence: string | null;
}

export type Severity = 'critical' | 'warning' | 'info';

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly evidence: string;
  readonly remedy: string;
}

export interface Analysis {
  /** By weight. */
  readonly findings: readonly Finding[];
}

export interface StormRow {
  readonly rules: boolean;
  readonly requests: number;
  readonly succeeded: number;
  readonly rejected: number;
  readonly failed: number;
  readonly p50_ms: number | null;
  readonly p99_ms: number | null;
  readonly levels: readonly string[];
}

export interface StormPhase {
  readonly running: boolean;
  readonly phase: 'idle' | 'without_rules' | 'recovering' | 'with_rules';
}
