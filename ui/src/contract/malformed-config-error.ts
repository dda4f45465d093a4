import { PoolwardenError } from '../error.ts';

/** A throttling config broke the contract: fix the server, or what rewrites its answers on the way. */
export class MalformedConfigError extends PoolwardenError {
  override readonly name = 'MalformedConfigError';
  readonly code = 'malformed_config';

  /**
   * @param field the field's name on the wire; empty for the document itself
   * @param value what was there; undefined for a missing field
   * @param allowed what may be there, in words
   */
  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(`${field || 'throttling config'} is ${describe(value)}, but must be ${allowed}`);
  }
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
