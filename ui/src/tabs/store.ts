import type { News } from '../feed/peers.ts';

/** What all tabs of a scope share; it outlives them. */
export interface SharedState {
  readonly clientId: string;
  /** When the last requests were started, oldest first, in milliseconds since 1970. */
  readonly starts: number[];
  /** Starts of visible tabs since a hidden one had its turn. */
  visibleTurns: number;
  /** When whoever claimed something did so. */
  readonly claims: Record<string, number>;
  news?: News;
}

export interface Store {
  /** @throws where the database cannot be had at all */
  open(): Promise<unknown>;
  /** Reads and changes the state as one step among all tabs. */
  update<Result>(change: (state: SharedState) => Result): Promise<Result>;
  /** Lets go of the database until the next update: an open one keeps a page out of the back-forward cache. */
  close(): void;
}

const DATABASE = 'poolwarden';
const STATES = 'states';
/** A page that hangs in the middle of a transaction keeps all others waiting; they then go on alone for a while. */
const LONGEST_MS = 3000;
const ALONE_MS = 30_000;

/** Where the database cannot be had, or not in time, this tab goes on with what it knew last. */
export function openStore(scope: string, first: SharedState): Store {
  let last = first;
  let opened: Promise<IDBDatabase> | undefined;
  let aloneUntil = 0;
  const running = new Set<IDBTransaction>();

  function close(): void {
    // In a page that is frozen in the middle of one it would keep all others waiting.
    for (const step of running) abort(step);
    void opened?.then((database) => database.close()).catch(() => {});
    opened = undefined;
  }

  const open = () =>
    (opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STATES);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        // Closed by the browser, or in the way of whoever deletes it.
        database.onclose = () => (opened = undefined);
        database.onversionchange = close;
        resolve(database);
      };
    }));

  const inOneStep = <Result>(database: IDBDatabase, change: (state: SharedState) => Result) =>
    new Promise<Result>((resolve, reject) => {
      // Not flushed to the disk: it need outlive tabs, not the machine.
      const step = database.transaction(STATES, 'readwrite', { durability: 'relaxed' });
      const states = step.objectStore(STATES);
      const read = states.get(scope);
      let result: Result;
      running.add(step);
      read.onsuccess = () => {
        last = { ...first, ...read.result };
        result = change(last);
        states.put(last, scope);
      };
      step.oncomplete = () => {
        running.delete(step);
        resolve(result);
      };
      step.onabort = () => {
        running.delete(step);
        reject(step.error);
      };
    });

  return {
    open,
    close,
    async update(change) {
      if (Date.now() < aloneUntil) return change(last);
      let giveUp: ReturnType<typeof setTimeout> | undefined;
      try {
        const tooLong = new Promise<never>((_, reject) => {
          giveUp = setTimeout(() => {
            aloneUntil = Date.now() + ALONE_MS;
            reject();
          }, LONGEST_MS);
        });
        return await Promise.race([open().then((database) => inOneStep(database, change)), tooLong]);
      } catch {
        close();
        return change(last);
      } finally {
        clearTimeout(giveUp);
      }
    },
  };
}

function abort(step: IDBTransaction): void {
  try {
    step.abort();
  } catch {
    // It has just ended.
  }
}
