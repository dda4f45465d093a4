/** The environment's clock, timers and dice, behind one object so that tests can step time by hand. */
export interface Time {
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  now(): number;
  /** Runs `action` once, `ms` milliseconds from now; the function returned calls it off. */
  after(ms: number, action: () => void): () => void;
  /** A number from 0 up to, not including, 1: for jitter. */
  random(): number;
}

export const systemTime: Time = {
  now: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** Waits `ms` milliseconds; rejects with the signal's reason as soon as that aborts. */
export function pause(time: Time, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      callOff();
      reject(signal?.reason);
    };
    const callOff = time.after(ms, () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    });
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}
