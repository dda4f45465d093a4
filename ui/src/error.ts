/** What every error of this library is: `code` is stable and meant for programs, `message` for people. */
export abstract class PoolwardenError extends Error {
  abstract readonly code: string;
}
