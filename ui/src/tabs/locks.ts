import type { Release } from '../limiter/budget.ts';

/** The locks that this page holds, so that all can be let go of at once. */
export interface LockKeeper {
  /**
   * Takes a lock until it is released.
   *
   * @throws AbortError when the signal aborts before it is this tab's turn
   */
  hold(name: string, options?: LockOptions): Promise<Release>;
  releaseAll(): void;
}

export function lockKeeper(): LockKeeper {
  const releases = new Set<Release>();
  return {
    hold: (name, options = {}) =>
      new Promise((resolve, reject) => {
        const granted = () =>
          new Promise<void>((letGo) => {
            const release = () => {
              releases.delete(release);
              letGo();
            };
            releases.add(release);
            resolve(release);
          });
        // A lock that is stolen rejects as well, but that comes too late to be heard.
        navigator.locks.request(name, options, granted).catch(reject);
      }),
    releaseAll() {
      for (const release of [...releases]) release();
    },
  };
}

/** Waits until any of these locks, all of which somebody holds, is free; takes none. */
export async function untilOneIsFree(names: readonly string[], signal: AbortSignal): Promise<void> {
  const found = new AbortController();
  const either = AbortSignal.any([signal, found.signal]);
  try {
    await Promise.any(names.map((name) => navigator.locks.request(name, { signal: either }, () => {})));
  } finally {
    found.abort();
  }
}
