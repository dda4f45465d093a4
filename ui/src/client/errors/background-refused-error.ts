import { PoolwardenError } from '../../error.ts';

/** The server is in its emergency mode, so a background request was not sent: skip this round, or try later. */
export class BackgroundRefusedError extends PoolwardenError {
  override readonly name = 'BackgroundRefusedError';
  readonly code = 'background_refused';

  /**
   * @param retryAfterSeconds when the server expects another try to be of use, 0 to 3600
   * @param reasons the server's codes for its state
   */
  constructor(
    readonly retryAfterSeconds: number,
    readonly reasons: readonly string[],
  ) {
    super(
      `background requests wait for the end of the emergency (${reasons.join(', ') || 'no reason given'})`,
    );
  }
}
