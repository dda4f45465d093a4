import type { CleanupAnswer, CleanupRequest } from '../contract/cleanup.ts';
import { PoolwardenError, type PoolwardenErrorCode } from '../error.ts';
import { asker } from '../feed/ask.ts';
import { configFeed } from '../feed/config-feed.ts';
import { browserPage } from '../feed/page.ts';
import type { Snapshot } from '../feed/snapshot.ts';
import { createLimiter, type LimiterFigures } from '../limiter/limiter.ts';
import { PRIORITIES } from '../limiter/priority.ts';
import { tabBudget } from '../limiter/tab-budget.ts';
import type { Tabs } from '../tabs/index.ts';
import { systemTime } from '../time.ts';
import { isSafe, type PoolwardenInit } from './call.ts';
import { randomClientId } from './client-id.ts';
import { flights } from './flights.ts';
import type { AutomaticCleanup, PoolwardenOptions } from './options.ts';
import { sender } from './sender.ts';

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
    cleanup,
  } = options;
  const base = globalThis.location?.href;
  // Undefined in server rendering, where a path has no base: nothing is guarded there.
  const configUrl = resolve(options.configUrl ?? '/api/v1/health/database/throttling-config');
  const disposal = new AbortController();
  const { signal } = disposal;
  let { clientId } = options;
  let tabs: Tabs | undefined;
  let opening: Promise<unknown> | undefined;

  /** What cannot be resolved the platform itself refuses, in its own words. */
  function resolve(url: string | URL): URL | undefined {
    try {
      return new URL(url, base);
    } catch {
      return undefined;
    }
  }

  const isGuarded = (url: URL | undefined): url is URL =>
    !!url && !!configUrl && (options.guards?.(url) ?? url.origin === configUrl.origin);
  const takesLabels = (url: string) =>
    options.labels === 'all' || !base || new URL(url).origin === location.origin;
  const errorOf = (code: PoolwardenErrorCode) => new PoolwardenError(code, feed.snapshot().config);

  function changed(): void {
    const { config } = feed.snapshot();
    if (config.circuit_breaker_open) limiter.dismiss(PRIORITIES, () => errorOf('breaker_open'));
    if (config.emergency_mode_active) limiter.dismiss(PRIORITIES.slice(1), () => errorOf('emergency'));
    limiter.obey(config);
    target.dispatchEvent(new Event('change'));
  }

  function open(): void {
    if (opening || !configUrl || signal.aborted) return;
    // Where tabs cannot share they have a budget each, and the server decides.
    const isAlone = options.tabs === 'off' || !globalThis.navigator?.locks;
    opening = isAlone ? Promise.resolve(start()) : join(`${options.scope ?? configUrl}`);
  }

  async function join(scope: string): Promise<void> {
    const opened = import('../tabs/index.ts').then((it) => it.openTabs(scope, feed.hear, signal));
    // Not even the file may be there any more, after a deployment.
    start(await opened.catch(() => undefined));
  }

  function start(opened?: Tabs): void {
    if (signal.aborted) return;
    tabs = opened;
    clientId ??= tabs?.clientId ?? randomClientId();
    limiter.use(tabs?.budget ?? tabBudget(time));
    feed.start(tabs?.peers);
    if (options.push === 'sse' && globalThis.EventSource) listen().catch(() => {});
    if (cleanup) cleanUp(cleanup).catch(() => {});
  }

  async function listen(): Promise<void> {
    const { listenToEvents } = await import('../feed/push.ts');
    const url = new URL(options.eventsUrl ?? 'events', configUrl);
    listenToEvents(url.href, page, tabs?.peers, feed.offer, signal);
  }

  async function cleanUp(wanted: AutomaticCleanup): Promise<void> {
    const { cleanUpWhenSevere } = await import('./cleanup.ts');
    cleanUpWhenSevere(target, wanted, feed, time, tabs?.peers);
  }

  /** Only now, since the name may take a moment to find out. */
  const labelled = (request: Request, init: RequestInit) => {
    if (takesLabels(request.url)) request.headers.set('Poolwarden-Client', clientId!);
    return fetch(request, init);
  };

  const ask = asker(`${configUrl}`, labelled);
  const feed = configFeed(ask, page, time, changed, signal);
  const limiter = createLimiter(feed.snapshot().config, options.maxWaiting ?? 200, errorOf, time);
  const shared = flights(sender(labelled, feed, limiter, time, options.maxRetries ?? 2, signal));

  const target: Poolwarden = Object.assign(new EventTarget(), {
    async fetch(input: RequestInfo | URL, init?: PoolwardenInit) {
      const url = resolve((input as Request).url ?? input);
      if (!isGuarded(url)) return fetch(input, init);
      const {
        priority = 'interactive',
        maxWaitMs = options.maxWaitMs ?? 60_000,
        dedupe = true,
      } = init?.poolwarden ?? {};
      if (!PRIORITIES.includes(priority)) throw new TypeError(`No priority: ${priority}`);
      const request = new Request(input, init);
      // Interactive is the server's default and needs no header; RFC 9218.
      if (priority !== 'interactive' && takesLabels(request.url))
        request.headers.set('Priority', priority === 'essential' ? 'u=0' : 'u=6');
      open();
      try {
        return await shared.board({ request, priority, maxWaitMs }, dedupe && request.method === 'GET');
      } finally {
        // Nobody may be given an answer from before a change.
        if (!isSafe(request)) shared.close();
      }
    },
    getSnapshot: feed.snapshot,
    subscribe(listener: () => void) {
      const call = () => listener();
      target.addEventListener('change', call);
      open();
      return () => target.removeEventListener('change', call);
    },
    async refresh() {
      open();
      await opening;
      if (opening) await feed.refresh();
      return feed.snapshot();
    },
    async forceCleanup(request: CleanupRequest = {}, init: RequestInit = {}) {
      const { cleanUp } = await import('./cleanup.ts');
      await opening;
      return cleanUp(
        fetch,
        new URL('force-cleanup', configUrl),
        (clientId ??= randomClientId()),
        request,
        init,
      );
    },
    getFigures: limiter.figures,
    dispose() {
      disposal.abort();
      limiter.dismiss(PRIORITIES, () => errorOf('disposed'));
    },
  });
  if (base) open();
  return target;
}
