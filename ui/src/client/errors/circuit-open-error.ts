import { PoolwardenError } from '../../error.ts';

/** The server's circuit breaker is open, so the request was not sent: tell the user and try again later. */
export class CircuitOpenError extends PoolwardenError {
  override readonly name = 'CircuitOpenError';
  readonly code = 'circuit_open';

  /** @param retryAfterSeconds when the server expects another try to be of use, 0 to 3600 */
  constructor(readonly retryAfterSeconds: number) {
    super(`the server's circuit breaker is open; try again in ${retryAfterSeconds} s`);
  }
}
