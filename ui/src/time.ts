/** The environment's clock, timers and dice, behind one object so that tests can step time by hand. */
export interface Time {
  /** Milliseconds since 1970. May jump when somebody sets the clock, yet it is the only one that all tabs share. */
  now(): number;
  /** Runs `action` once, `ms` milliseconds from now; the function returned calls it off. */
  after(ms: number, action: () => void): () => void;
  /** A number from 0 up to, not including, 1: for jitter. */
  random(): number;
}

export const systemTime: Time = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export const pause = (time: Time, ms: number): Promise<void> =>
  new Promise((resolve) => void time.after(ms, resolve));
