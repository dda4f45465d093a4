import { eventually } from '../server.ts';
import { Complaints } from './complaints.ts';
import type { Connection, Params } from './connection.ts';
import { Session } from './session.ts';

/** What a tab cannot do alone. */
export interface TabStrip {
  activate(): Promise<void>;
  cover(): Promise<void>;
  close(): Promise<void>;
}

/** How going back ended: from the back-forward cache, or loaded anew and for which reasons. */
export interface WentBack {
  restored: boolean;
  reasons: string[];
}

const LOOK_EVERY_MS = 50;

/** Every method fails at once when the tab has crashed or was closed, or the browser is gone. */
export class Tab {
  readonly #session: Session;
  readonly #strip: TabStrip;
  readonly #complaints = new Complaints();
  readonly #workers = new Map<string, Session>();

  constructor(session: Session, strip: TabStrip) {
    this.#session = session;
    this.#strip = strip;
  }

  get isAlive(): boolean {
    return this.#session.isAlive;
  }

  /** Uncaught errors and what was logged with `console.error`, of the page and its workers, since the tab was opened. */
  get errors(): readonly string[] {
    return this.#complaints.errors;
  }

  get cspViolations(): readonly string[] {
    return this.#complaints.cspViolations;
  }

  /** Called once by the browser, before anything is loaded. */
  async listen(connection: Connection): Promise<void> {
    const session = this.#session;
    session.on('Inspector.targetCrashed', () => session.end('has crashed'));
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      void this.#adopt(sessionId, new Session(connection, sessionId, targetInfo.type));
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#workers.get(sessionId)?.end('is gone');
      this.#workers.delete(sessionId);
    });
    await this.#complaints.collect(session);
    await session.send('Page.enable');
    await session.send('Page.setLifecycleEventsEnabled', { enabled: true });
    await session.send('Network.enable');
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    });
  }

  /** Runs in the page; arguments and result travel as JSON. A promise is awaited, an error of the page thrown here. */
  evaluate<Args extends unknown[], Result>(
    page: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>;
  evaluate<Result>(expression: string): Promise<Result>;
  async evaluate(page: string | ((...args: never[]) => unknown), ...args: unknown[]): Promise<unknown> {
    const values = args.map((arg) => String(JSON.stringify(arg)));
    const expression = typeof page === 'string' ? page : `(${page})(${values.join()})`;
    return (await this.#run({ expression, awaitPromise: true, returnByValue: true })).value;
  }

  /** Evaluates again and again until it is so; fails with what it saw last. */
  until<Value>(
    what: string,
    expression: string,
    isSo: (value: Value) => boolean,
    seconds = 30,
  ): Promise<Value> {
    return eventually(what, () => this.evaluate<Value>(expression), isSo, seconds, LOOK_EVERY_MS);
  }

  /** Visible from now on; the others are hidden. */
  activate(): Promise<void> {
    return this.#strip.activate();
  }

  /** Hidden behind a blank tab, as are all others. */
  hide(): Promise<void> {
    return this.#strip.cover();
  }

  /** Only a hidden tab freezes. Its handlers of `freeze` have run when this settles. */
  async freeze(): Promise<void> {
    if ((await this.evaluate<string>('document.visibilityState')) !== 'hidden')
      throw new Error('a visible tab is never frozen: hide it before');
    await this.#setLifecycle('frozen', 'freeze');
  }

  resume(): Promise<void> {
    return this.#setLifecycle('active', 'resume');
  }

  /** Kills the renderer. `reload` and `navigate` bring the tab back. */
  async crash(): Promise<void> {
    // The one who would answer is dead by then: what ends the command is the crash.
    await this.#session.send('Page.crash').catch((error) => {
      if (this.isAlive) throw error;
    });
  }

  async close(): Promise<void> {
    await this.#strip.close();
    this.#session.end('was closed');
  }

  /** Settles when the page has loaded; so do `reload` and `back`. */
  async navigate(url: string): Promise<void> {
    await this.#load(`loading ${url}`, async () => {
      const { errorText } = await this.#session.send('Page.navigate', { url });
      if (errorText) throw new Error(`loading ${url}: ${errorText}`);
    });
  }

  async reload(): Promise<void> {
    await this.#load('reloading', () => this.#session.send('Page.reload'));
  }

  async back(): Promise<WentBack> {
    const { currentIndex, entries } = await this.#session.send('Page.getNavigationHistory');
    const entry = entries[currentIndex - 1];
    if (!entry) throw new Error('there is no page to go back to');
    let reasons: string[] = [];
    const stop = this.#session.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) => {
      reasons = notRestoredExplanations.map(({ reason, context }: Params) =>
        [reason, context].filter(Boolean).join(': '),
      );
    });
    const restored = await this.#load('going back', () =>
      this.#session.send('Page.navigateToHistoryEntry', { entryId: entry.id }),
    ).finally(stop);
    return { restored, reasons };
  }

  /** Cuts the page and its workers off the network, or connects them again; the page hears `offline` and `online`. */
  async offline(isOffline: boolean): Promise<void> {
    const conditions = { offline: isOffline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await this.#session.send('Network.emulateNetworkConditions', conditions);
  }

  /** True if the page came out of the back-forward cache, for which nothing is loaded. */
  async #load(what: string, start: () => Promise<unknown>): Promise<boolean> {
    this.#session.revive();
    let loader: string | undefined;
    let restored = false;
    const loaded = this.#session.next(what, ({ method, params }) => {
      if (method === 'Page.frameNavigated' && !params.frame.parentId) {
        loader = params.frame.loaderId;
        restored = params.type === 'BackForwardCacheRestore';
      }
      return (
        restored || (method === 'Page.lifecycleEvent' && params.name === 'load' && params.loaderId === loader)
      );
    });
    await start();
    await loaded;
    return restored;
  }

  async #setLifecycle(state: 'frozen' | 'active', event: 'freeze' | 'resume'): Promise<void> {
    const expression = `new Promise((told) => document.addEventListener('${event}', () => told(), { once: true }))`;
    // In two steps, so that the page listens before the state changes: the two go different ways.
    const { objectId } = await this.#run({ expression });
    await this.#session.send('Page.setWebLifecycleState', { state });
    await this.#session.send('Runtime.awaitPromise', { promiseObjectId: objectId });
  }

  async #run(params: Params): Promise<Params> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', params);
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? String(exceptionDetails.exception?.value));
    return result!;
  }

  async #adopt(sessionId: string, worker: Session): Promise<void> {
    this.#workers.set(sessionId, worker);
    try {
      await this.#complaints.collect(worker);
      // With this it is offline when its page is; a worker itself cannot be told to be.
      await worker.send('Network.enable');
      await worker.send('Runtime.runIfWaitingForDebugger');
    } catch {
      // It was gone before it was asked anything. One that is not, but waits for us forever, fails its test.
    }
  }
}
