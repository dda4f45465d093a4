/** How long a single command or event may take; generous, because it only decides how late a failure is told. */
export const WAIT_SECONDS = 30;

type Start<Value> = (resolve: (value: Value) => void, reject: (error: Error) => void) => () => void;

/**
 * Settles as `start` says, or fails when `ended` aborts or the seconds are over; the error names `what` was awaited.
 * `start` returns what takes its listeners away again; it is called however the wait ends.
 */
export function bounded<Value>(
  what: string,
  ended: AbortSignal,
  start: Start<Value>,
  seconds = WAIT_SECONDS,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => settle(() => reject(new Error(`${what}: ${why}`)));
    if (ended.aborted) return reject(new Error(`${what}: ${reasonOf(ended)}`));
    const onEnd = () => fail(reasonOf(ended));
    const timer = setTimeout(() => fail(`not within ${seconds} s`), seconds * 1000);
    ended.addEventListener('abort', onEnd);
    const stop = start(
      (value) => settle(() => resolve(value)),
      (error) => fail(error.message),
    );

    function settle(how: () => void): void {
      clearTimeout(timer);
      ended.removeEventListener('abort', onEnd);
      stop();
      how();
    }
  });
}

const reasonOf = (ended: AbortSignal) =>
  ended.reason instanceof Error ? ended.reason.message : String(ended.reason);
