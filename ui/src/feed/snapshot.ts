import type { ThrottlingConfig } from '../contract/throttling-config.ts';

/**
 * Where the obeyed config comes from. `server`: confirmed by the last poll. `last_good`: polls fail, but it is not too
 * old. `default`: no word from the server, or too old a one, so a cautious one is obeyed. `adaptive`: likewise, and
 * since requests fail as well, part of them is not sent.
 */
export type ConfigSource = 'server' | 'last_good' | 'default' | 'adaptive';

/** What the client knows and does; immutable, and the same object until something in it changes. */
export interface Snapshot {
  /** What is obeyed now. */
  readonly config: ThrottlingConfig;
  readonly source: ConfigSource;
  /** When the server last confirmed its config, in milliseconds since 1970; undefined before the first time. */
  readonly confirmedAt?: number | undefined;
  /** Since when this application is slowed down, likewise; undefined while it is not. */
  readonly throttledSince?: number | undefined;
  /** When the server is asked next, likewise; undefined while the page is hidden or offline. */
  readonly nextPollAt?: number | undefined;
  /** Why the last poll failed or the last config was refused; undefined after a good one. */
  readonly problem?: Error | undefined;
  /** Polls in a row that found the server CRITICAL. */
  readonly severePolls: number;
}
