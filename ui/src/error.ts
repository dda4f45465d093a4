import type { ThrottlingConfig } from './contract/throttling-config.ts';

/**
 * `breaker_open`: the server can answer nothing now, or so it seems without word from it. `emergency`: only essential
 * requests are sent. `queue_full`: too many wait already. `queue_timeout`: its turn did not come in time. `disposed`:
 * the client was disposed of.
 */
export type PoolwardenErrorCode = 'breaker_open' | 'emergency' | 'queue_full' | 'queue_timeout' | 'disposed';

/** A request was not sent, because it could not have helped or would have made things worse. */
export class PoolwardenError extends Error {
  declare readonly code: PoolwardenErrorCode;
  /** Milliseconds after which another try may be of use: as the server says, else after its next poll. */
  declare readonly retryAfterMs: number;
  /** What was obeyed at that moment. */
  declare readonly config: ThrottlingConfig;

  constructor(code: PoolwardenErrorCode, config: ThrottlingConfig) {
    const seconds = config.retry_after_seconds || config.poll_after_seconds;
    super(`Not sent: ${code}; try again in ${seconds} s`);
    Object.assign(this, { name: 'PoolwardenError', code, retryAfterMs: seconds * 1000, config });
  }
}
