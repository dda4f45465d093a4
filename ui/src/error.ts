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
  /**
   * Milliseconds after which another try may be of use: as the server says, else after the next poll; for the queue's
   * own errors the delay between two starts, and 0 when none will be.
   */
  declare readonly retryAfterMs: number;
  /** What was obeyed at that moment. */
  declare readonly config: ThrottlingConfig;

  constructor(code: PoolwardenErrorCode, config: ThrottlingConfig) {
    const { request_delay_ms: delayMs, retry_after_seconds: retry, poll_after_seconds: poll } = config;
    const retryAfterMs =
      code === 'disposed' ? 0 : code.startsWith('queue') ? delayMs : (retry || poll) * 1000;
    super(`Not sent: ${code}; try again in ${retryAfterMs} ms`);
    Object.assign(this, { name: 'PoolwardenError', code, retryAfterMs, config });
  }
}
