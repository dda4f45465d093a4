/** What the element shows, at one moment; the client's snapshot fits. */
export interface StatusSnapshot {
  readonly config: {
    readonly throttling_level: 'NORMAL' | 'MODERATE' | 'AGGRESSIVE' | 'EMERGENCY';
    readonly circuit_breaker_open: boolean;
    readonly emergency_mode_active: boolean;
    /** Seconds until a refused request is worth another try. */
    readonly retry_after_seconds: number;
  };
  /** Where the config comes from; the last two mean that the server has not spoken. */
  readonly source: 'server' | 'last_good' | 'default' | 'adaptive';
  /** Epoch ms at which the server last confirmed the config; undefined before its first word. */
  readonly confirmedAt?: number | undefined;
  /** Epoch ms since which the application is slowed down; undefined while it is not. */
  readonly throttledSince?: number | undefined;
  /** Epoch ms at which the client asks the server next; undefined while it does not poll (hidden, offline). */
  readonly nextPollAt?: number | undefined;
}

/** What the element is given as `client`. */
export interface StatusSource {
  getSnapshot(): StatusSnapshot;
  /** Calls `listener` after each change; the function returned ends that. */
  subscribe(listener: () => void): () => void;
}
