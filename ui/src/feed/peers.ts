import type { ThrottlingConfig } from '../contract/throttling-config.ts';

/** What a tab knows of the server, for the others to know as well. */
export interface News {
  /** The last good config, and when the server confirmed it last, in milliseconds since 1970. */
  readonly config?: ThrottlingConfig;
  readonly confirmedAt?: number;
  readonly etag?: string | undefined;
  /** Why the last poll failed or the last config was refused. */
  readonly problem?: Error | undefined;
  /** Polls failed in a row. */
  readonly failures: number;
  /** Polls in a row that found the server CRITICAL. */
  readonly severePolls: number;
}

/** The feed's view of the other tabs of this browser. */
export interface Peers {
  /** Does it, unless another tab does the same at this moment. */
  alone(what: string, action: () => Promise<unknown>): Promise<unknown>;
  /** Does it once no other tab does, which may be never, unless the signal aborts before. */
  inTurn(what: string, signal: AbortSignal, action: () => Promise<unknown>): Promise<unknown>;
  tell(news: News): void;
  /** True for whoever asks first, and then for nobody of this browser within the cooldown. */
  claim(what: string, cooldownMs: number): Promise<boolean>;
}
