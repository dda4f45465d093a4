/** The environment's clock, timers and dice, behind one object so that tests can step time by hand. */
export interface Time {
  /** Milliseconds since 1970. May jump when somebody sets the clock, yet it is the only one that all tabs share. */
  now(): number;
  /** Runs `action` once, `ms` milliseconds from now; the function returned calls it off. */
  after(ms: number, action: () => void): () => void;
  /** A number from 0 up to, not including, 1: for jitter. */
  random(): number;
}

/** 24 days; timers of the platform take a longer one, such as `Infinity`, for none. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemTime: Time = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Resolves when the time is over, or earlier when the signal aborts. */
export const pause = (time: Time, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      callOff();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const callOff = time.after(ms, end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
