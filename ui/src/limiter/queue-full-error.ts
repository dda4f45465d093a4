import { PoolwardenError } from '../error.ts';

/** Too many requests wait for their turn in this tab: ask for less, or show the user that it is slow. */
export class QueueFullError extends PoolwardenError {
  override readonly name = 'QueueFullError';
  readonly code = 'queue_full';

  /** @param capacity how many may wait; all those places are taken */
  constructor(readonly capacity: number) {
    super(`${capacity} requests wait already, which is all that may: ask for less, or try later`);
  }
}
