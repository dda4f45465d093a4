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
  /** Reads and changes the state as one step among all tabs. */
  update<Result>(change: (state: SharedState) => Result): Promise<Result>;
  /** Lets go of the database until the next update: an open one keeps a page out of the back-forward cache. */
  close(): void;
}

const DATABASE = 'poolwarden';
const STATES = 'states';

/** Where the database cannot be had any more, this tab goes on with what it knew last. */
export function openStore(scope: string, first: SharedState): Store {
  let last = first;
  let opened: Promise<IDBDatabase> | undefined;
  let running: IDBTransaction | undefined;

  const close = () => {
    try {
      // In a page that is frozen in the middle of one it would keep all others waiting.
      running?.abort();
    } catch {
      // It has just ended.
    }
    void opened?.then((database) => database.close()).catch(() => {});
    opened = undefined;
  };

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
      const step = (running = database.transaction(STATES, 'readwrite', { durability: 'relaxed' }));
      const states = step.objectStore(STATES);
      const read = states.get(scope);
      let result: Result;
      read.onsuccess = () => {
        last = read.result ?? first;
        result = change(last);
        states.put(last, scope);
      };
      const end = () => {
        if (running === step) running = undefined;
      };
      step.oncomplete = () => {
        end();
        resolve(result);
      };
      step.onabort = () => {
        end();
        reject(step.error);
      };
    });

  return {
    close,
    async update(change) {
      try {
        return await inOneStep(await open(), change);
      } catch {
        opened = undefined;
        return change(last);
      }
    },
  };
}
