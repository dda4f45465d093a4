/** What may be started, whoever asks. */
export interface Limits {
  /** Permits out at once, at least 1. */
  readonly concurrency: number;
  /** Starts in any 60 seconds, at least 1. */
  readonly perMinute: number;
  /** Milliseconds between two starts, at least 0. */
  readonly delayMs: number;
}

/** The right to one request. */
export interface Permit {
  /** Gives the place back; calls after the first do nothing. */
  release(): void;
}

export interface LimiterFigures {
  readonly inFlight: number;
  readonly waiting: number;
  readonly started: number;
  readonly startedLastMinute: number;
}

/**
 * Says when a request may start. A tab's own one is {@link TabLimiter}; one whose budget is shared by all tabs of a
 * browser takes its place behind this interface, which is why `acquire` is asynchronous.
 */
export interface Limiter {
  /**
   * Resolves in the order of the calls, as soon as the limits allow one more start.
   *
   * @throws QueueFullError when too many wait already
   * @throws the signal's reason when it aborts first; the place in the queue is free at once
   */
  acquire(signal?: AbortSignal): Promise<Permit>;

  /** Applies from now on: lowered limits let what is in flight end, raised ones wake waiters at once. */
  obey(limits: Limits): void;

  figures(): LimiterFigures;
}
