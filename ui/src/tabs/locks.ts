import type { Release } from '../limiter/budget.ts';

/** The locks that this page holds, so that all can be let go of at once. */
export interface LockKeeper {
  /**
   * Takes a lock until it is released.
   *
   * @throws AbortError when the signal aborts before it is this tab's turn
   */
  hold(name: string, options?: LockOptions): Promise<Release>;
  /** Takes whichever of these is free first. */
  holdFirst(names: readonly string[], signal: AbortSignal): Promise<Release>;
  releaseAll(): void;
}

export function lockKeeper(): LockKeeper {
  const releases = new Set<Release>();

  const hold = (name: string, options: LockOptions = {}): Promise<Release> =>
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
    });

  return {
    hold,
    async holdFirst(names, signal) {
      const found = new AbortController();
      const either = AbortSignal.any([signal, found.signal]);
      let first: Release | undefined;
      const take = async (name: string) => {
        const release = await hold(name, { signal: either });
        // Several may have been granted before the others were called off.
        if (first) release();
        else first = release;
        found.abort();
      };
      await Promise.any(names.map(take));
      return first!;
    },
    releaseAll() {
      for (const release of [...releases]) release();
    },
  };
}
