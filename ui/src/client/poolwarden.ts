import type { CleanupAnswer, CleanupRequest } from '../contract/cleanup.ts';
import { PoolwardenError, type PoolwardenErrorCode } from '../error.ts';
import { asker } from '../feed/ask.ts';
import { configFeed } from '../feed/config-feed.ts';
import { browserPage } from '../feed/page.ts';
import type { Snapshot } from '../feed/snapshot.ts';
import { createLimiter, type LimiterFigures } from '../limiter/limiter.ts';
import { PRIORITIES, type Priority } from '../limiter/priority.ts';
import { startWaitMs } from '../limiter/start-window.ts';
import { tabBudget } from '../limiter/tab-budget.ts';
import type { Tabs } from '../tabs/index.ts';
import { pause, systemTime } from '../time.ts';
import type { PoolwardenInit } from './call.ts';
import { randomClientId } from './client-id.ts';
import { flights } from './flights.ts';
import type { PoolwardenOptions } from './options.ts';
import { sender } from './sender.ts';

/** Requests wait meanwhile; a file that does not come must not keep them. */
const LONGEST_JOIN_MS = 5000;

/**
 * A `fetch` that does what the server asks of its frontends, and what is known of the server. Dispatches `change` after
 * each change of the snapshot. All functions may be passed on without their object.
 */
export interface Poolwarden extends EventTarget {
  /**
   * Takes and gives what the platform's `fetch` does. What is not guarded goes straight through.
   *
   * @throws PoolwardenError when the request is not sent; see its `code`
   * @throws the signal's reason when it aborts, and TypeError when the network fails, as `fetch` does
   */
  readonly fetch: (input: RequestInfo | URL, init?: PoolwardenInit) => Promise<Response>;
  readonly getSnapshot: () => Snapshot;
  /** Calls the listener after each change of the snapshot; the function returned ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks for the config now; resolves to what is known then, also when there was no answer. */
  readonly refresh: () => Promise<Snapshot>;
  /**
   * Asks the server to take connections back, past the limiter.
   *
   * @param init what `fetch` takes besides, such as `headers` with an operator's `Authorization`
   */
  readonly forceCleanup: (request?: CleanupRequest, init?: RequestInit) => Promise<CleanupAnswer>;
  /** Of this tab. */
  readonly getFigures: () => LimiterFigures;
  /** Ends polling, and all that waits; what is in flight may end. */
  readonly dispose: () => void;
}

/**
 * One a page: what it knows and counts is worth sharing. In a page or a worker it begins to poll at once, elsewhere with
 * the first request, subscription or refresh.
 */
export function createPoolwarden(options: PoolwardenOptions = {}): Poolwarden {
  const {
    fetch = (input, init) => globalThis.fetch(input, init),
    time = systemTime,
    page = browserPage,
    configUrl: configPath = '/api/v1/health/database/throttling-config',
    cleanup,
  } = options;
  const base = globalThis.location?.href;
  // Undefined in server rendering, where a path has no base: nothing is guarded there.
  const configUrl = resolve(configPath);
  const { guards = ({ origin }) => origin === configUrl?.origin } = options;
  const disposal = new AbortController();
  const { signal } = disposal;
  const target = new EventTarget();
  let { clientId } = options;
  let tabs: Tabs | void;
  let opening: Promise<void> | undefined;

  /** What cannot be resolved the platform itself refuses, in its own words. */
  function resolve(url: string | URL): URL | undefined {
    try {
      return new URL(url, base);
    } catch {
      return undefined;
    }
  }

  /** Names the browser only now, since its name may take a moment to find out. */
  const labelled = (request: Request, init: RequestInit, priority?: Priority) => {
    const { url, headers } = request;
    if (options.labels === 'all' || !base || new URL(url).origin === location.origin) {
      headers.set('Poolwarden-Client', clientId!);
      // RFC 9218: u=0, 3 or 6. Interactive says so too: browsers name an urgency of their own where nobody does.
      if (priority && !headers.has('Priority'))
        headers.set('Priority', `u=${PRIORITIES.indexOf(priority) * 3}`);
    }
    return fetch(request, init);
  };
  const errorOf = (code: PoolwardenErrorCode) => new PoolwardenError(code, getSnapshot().config);
  const feed = configFeed(asker(`${configUrl}`, labelled), page, time, changed, signal);
  const getSnapshot = feed.snapshot;
  const limiter = createLimiter(getSnapshot().config, options.maxWaiting ?? 200, errorOf, time);
  const shared = flights(sender(labelled, feed, limiter, time, options.maxRetries ?? 2, errorOf, signal));

  function changed(): void {
    const { config } = getSnapshot();
    if (config.circuit_breaker_open) limiter.dismiss('essential', 'breaker_open');
    if (config.emergency_mode_active) limiter.dismiss('interactive', 'emergency');
    limiter.obey(config);
    target.dispatchEvent(new Event('change'));
  }

  const open = async () => configUrl && !signal.aborted && (opening ??= join());

  async function join(): Promise<void> {
    // Where tabs cannot share they have a budget each, and the server decides.
    if (options.tabs !== 'off' && globalThis.navigator?.locks) {
      const scope = `${options.scope ?? configUrl}`;
      const late = new AbortController();
      const disposed = AbortSignal.any([signal, late.signal]);
      const joined = import('../tabs/index.ts').then(({ openTabs }) =>
        openTabs(scope, randomClientId(), startWaitMs, feed.hear, disposed),
      );
      const found = new AbortController();
      const tooLong = pause(time, LONGEST_JOIN_MS, AbortSignal.any([signal, found.signal]));
      tabs = await Promise.race([joined, tooLong]).catch(() => {});
      found.abort();
      if (!tabs) late.abort();
    }
    clientId ??= tabs?.clientId ?? randomClientId();
    if (signal.aborted) return;
    limiter.use(tabs?.budget ?? tabBudget(time));
    feed.start(tabs?.peers);
    // A file that does not come leaves out what it would have added.
    addExtras().catch(() => {});
  }

  async function addExtras(): Promise<void> {
    if (cleanup) (await import('./cleanup.ts')).cleanUpWhenSevere(client, cleanup, time, tabs?.peers);
    if (options.push !== 'sse' || !globalThis.EventSource) return;
    const { listenToEvents } = await import('../feed/push.ts');
    const url = new URL(options.eventsUrl ?? 'events', configUrl);
    listenToEvents(url.href, page, time, tabs?.peers, feed.offer, signal);
  }

  const client: Poolwarden = Object.assign(target, {
    async fetch(input: RequestInfo | URL, init?: PoolwardenInit) {
      const url = resolve((input as Request).url ?? input);
      if (!url || !configUrl || !guards(url)) return fetch(input, init);
      const {
        priority = 'interactive',
        maxWaitMs = options.maxWaitMs ?? 90_000,
        dedupe = true,
      } = init?.poolwarden ?? {};
      if (!PRIORITIES.includes(priority)) throw new TypeError(`No priority: ${priority}`);
      const request = new Request(input, init);
      void open();
      const isGet = request.method === 'GET';
      try {
        return await shared.board({ request, priority, maxWaitMs }, dedupe && isGet);
      } finally {
        // Nobody may be given an answer from before a change.
        if (!isGet) shared.close();
      }
    },
    getSnapshot,
    subscribe(listener: () => void) {
      const call = () => listener();
      target.addEventListener('change', call);
      void open();
      return () => target.removeEventListener('change', call);
    },
    async refresh() {
      await open();
      if (opening) await feed.refresh();
      return getSnapshot();
    },
    async forceCleanup(request?: CleanupRequest, init?: RequestInit) {
      const { cleanUp } = await import('./cleanup.ts');
      await open();
      clientId ??= randomClientId();
      return cleanUp(fetch, new URL('force-cleanup', configUrl), clientId, request, init);
    },
    getFigures: limiter.figures,
    dispose() {
      disposal.abort();
      limiter.dismiss('essential', 'disposed');
      limiter.obey(getSnapshot().config);
    },
  });
  if (base) void open();
  return client;
}
