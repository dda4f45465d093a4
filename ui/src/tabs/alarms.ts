/** Timers that are on time in hidden tabs as well. */
export interface Alarms {
  /** Waits `ms` milliseconds, or until the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Lets go of the worker until the next sleep. */
  close(): void;
}

/**
 * A worker keeps the time, and so does the page: its timers have to do where there is no worker (no file, a policy against
 * it), or while its file is still to come.
 */
export function openAlarms(): Alarms {
  const sleepers = new Map<number, () => void>();
  let worker: Worker | undefined;
  let isBroken = false;
  let ids = 0;

  function breakDown(): void {
    isBroken = true;
    worker = undefined;
  }

  function start(): void {
    if (worker || isBroken) return;
    try {
      worker = new Worker(new URL('./alarm-worker.js', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }) => sleepers.get(data)?.();
      worker.onerror = breakDown;
    } catch {
      breakDown();
    }
  }

  return {
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const id = ids++;
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(id);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        signal.addEventListener('abort', wake);
        start();
        sleepers.set(id, wake);
        worker?.postMessage([id, ms]);
      }),
    close() {
      worker?.terminate();
      worker = undefined;
    },
  };
}
