import { PoolwardenError } from '../error.ts';

/** The config could not be fetched; the last good one is obeyed on and the poll repeated. See `cause` and the server. */
export class PollFailedError extends PoolwardenError {
  override readonly name = 'PollFailedError';
  readonly code = 'poll_failed';

  /**
   * @param url what was asked
   * @param problem what happened instead of an answer
   */
  constructor(
    readonly url: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${url}: ${problem}`, options);
  }
}

export function noAnswer(url: string): PollFailedError {
  return new PollFailedError(url, 'no answer in time');
}

/** Errors of this library stay what they are; what the network or the JSON parser threw becomes the cause of one. */
export function asProblem(url: string, cause: unknown): PoolwardenError {
  return cause instanceof PoolwardenError ? cause : new PollFailedError(url, String(cause), { cause });
}
