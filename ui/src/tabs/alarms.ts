/** Timers that are on time in hidden tabs as well. */
export interface Alarms {
  /** Waits `ms` milliseconds, or until the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Lets go of the worker until the next sleep. */
  close(): void;
}

/** A worker keeps the time; where there is none (no file, a policy against it), the page's own timers have to do. */
export function openAlarms(): Alarms {
  const sleepers = new Map<number, { ms: number; wake: () => void }>();
  let worker: Worker | undefined;
  let isBroken = false;
  let ids = 0;

  function breakDown(): void {
    isBroken = true;
    worker = undefined;
    for (const { ms, wake } of sleepers.values()) setTimeout(wake, ms);
  }

  function start(): void {
    if (worker || isBroken) return;
    try {
      worker = new Worker(new URL('./alarm-worker.js', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }) => sleepers.get(data)?.wake();
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
          sleepers.delete(id);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        signal.addEventListener('abort', wake);
        start();
        sleepers.set(id, { ms, wake });
        if (worker) worker.postMessage([id, ms]);
        else setTimeout(wake, ms);
      }),
    close() {
      worker?.terminate();
      worker = undefined;
    },
  };
}
