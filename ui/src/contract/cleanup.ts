/** What `POST /force-cleanup` may be asked for; all optional. */
export interface CleanupRequest {
  /** `idle`, the default, is the harmless one; the others are for operators. */
  readonly mode?: 'idle' | 'leaked' | 'graceful' | 'all';
  /** Only the plan; nothing is taken back. */
  readonly dry_run?: boolean;
  /** For the log and the audit, 500 characters at most. */
  readonly reason?: string;
  /** Connections to take back, 1 to 10000. */
  readonly max?: number;
  readonly override_cooldown?: boolean;
}

/** What was planned and done; who may not know more gets no holders and no names. */
export interface CleanupReport {
  readonly id: number;
  /** When it ended, ISO 8601. */
  readonly at: string;
  readonly mode: string;
  readonly dry_run: boolean;
  /** Who asked, and why; null for those who may not know. */
  readonly by: string | null;
  readonly reason: string | null;
  readonly plan: readonly CleanupStep[];
  readonly spared: readonly CleanupSpared[];
  readonly outcome: {
    readonly retired: number;
    readonly reclaimed: number;
    readonly pending: number;
    readonly spared: number;
  };
  readonly failure: string | null;
  readonly before: CleanupCounts;
  readonly after: CleanupCounts;
  readonly cooldown_seconds: number | null;
}

export interface CleanupStep {
  readonly pid: number;
  readonly evidence: string;
  readonly action: string;
  readonly borrowed: boolean;
  readonly idle_ms: number | null;
  readonly holder: CleanupHolder;
}

export interface CleanupSpared {
  readonly pid: number;
  readonly why: string;
  readonly holder: CleanupHolder;
}

/** As in `GET /holders`; null for those who may not know, and where there is none. */
export type CleanupHolder = Readonly<Record<string, unknown>> | null;

export interface CleanupCounts {
  readonly established: number;
  readonly in_use: number;
  readonly idle: number;
}

/** A report, or why there is none: 401 and 403 (may not), 429 (too soon), 503 (no answer from the database). */
export type CleanupAnswer =
  | { readonly ok: true; readonly report: CleanupReport }
  | { readonly ok: false; readonly status: number; readonly retryAfterMs: number | undefined };
