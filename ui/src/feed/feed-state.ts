import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import type { PoolwardenError } from '../error.ts';

/** What the feed knows; immutable. */
export interface FeedState {
  /** What to obey now; always usable. */
  readonly config: ThrottlingConfig;
  /** True when `config` is the cautious fallback because the server's is too old or has never come. */
  readonly stale: boolean;
  /** Why the last poll failed or the last offer was refused; undefined after a good one. */
  readonly problem: PoolwardenError | undefined;
}

export type FeedListener = (state: FeedState) => void;
