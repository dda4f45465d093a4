import type { News, Peers } from '../feed/peers.ts';
import type { OpenBudget, Release } from '../limiter/budget.ts';
import type { WaitMs } from '../limiter/start-window.ts';
import { openAlarms } from './alarms.ts';
import { lockKeeper } from './locks.ts';
import { callTheRoll } from './roll-call.ts';
import { sharedBudget } from './shared-budget.ts';
import { openStore } from './store.ts';

export interface Tabs {
  /** The same in all tabs. */
  readonly clientId: string;
  readonly peers: Peers;
  readonly budget: OpenBudget;
}

/** What tabs say to each other: what it is about, and what they know of it. */
type Message = 'want' | 'roll-call' | { readonly here: string } | { readonly news: News };

/**
 * Joins the tabs of this browser and origin that have the same scope.
 *
 * @param tab a name for this one, unlike all others
 * @param startWaitMs the rule by which starts keep their limits
 * @param hear takes what another tab knows
 * @param disposal leaves them for good
 * @throws what the platform says where tabs cannot share
 */
export async function openTabs(
  scope: string,
  tab: string,
  startWaitMs: WaitMs,
  hear: (news: News) => void,
  disposal: AbortSignal,
): Promise<Tabs> {
  // No name of one scope begins like those of another.
  const prefix = `poolwarden:${encodeURIComponent(scope)}:`;
  const alarms = openAlarms();
  const locks = lockKeeper();
  const store = openStore(scope, { clientId: tab, starts: [], visibleTurns: 0, claims: {} });
  // Locks and storage that are there may be denied: in a sandbox, or to a user who refuses cookies.
  await Promise.all([navigator.locks.query(), store.open()]);
  const { clientId, news } = await store.update((state) => ({ ...state }));
  let update = () => {};
  const present = new Set<string>();
  let session: AbortController | undefined;
  let channel: BroadcastChannel | undefined;
  let stopShowing: Release | undefined;

  const isHidden = () => globalThis.document?.hidden ?? false;
  const say = (message: Message) => channel?.postMessage(message);

  function take({ data }: MessageEvent<Message>): void {
    if (data === 'want') {
      if (isHidden()) update();
    } else if (data === 'roll-call') say({ here: tab });
    else if ('news' in data) hear(data.news);
    else present.add(data.here);
  }

  /** Hidden tabs look whether a visible one holds this. */
  async function show(): Promise<void> {
    stopShowing?.();
    stopShowing = undefined;
    if (isHidden() || !session) return;
    const stop = await locks.hold(`${prefix}visible`, { mode: 'shared', signal: session.signal });
    // It may have been hidden, or hidden and shown, meanwhile.
    if (isHidden() || stopShowing) stop();
    else stopShowing = stop;
  }

  function shownOrHidden(): void {
    show().then(
      () => update(),
      () => {},
    );
  }

  /** Keeps this from being awaited by a page that was put away. */
  const untilAway = (action: Promise<unknown>) =>
    new Promise((resolve, reject) => {
      const signal = session?.signal;
      signal?.addEventListener('abort', resolve);
      action.then(resolve, reject).finally(() => signal?.removeEventListener('abort', resolve));
    });

  function enter(): void {
    if (session || disposal.aborted) return;
    session = new AbortController();
    channel = new BroadcastChannel(prefix);
    channel.onmessage = take;
    locks.hold(`${prefix}tab:${tab}`, { signal: session.signal }).catch(() => {});
    shownOrHidden();
  }

  /** Before the page is frozen or put away: it could answer nobody, and what it holds would be missing. */
  function leave(): void {
    session?.abort();
    session = undefined;
    locks.releaseAll();
    channel?.close();
    channel = undefined;
    store.close();
    alarms.close();
  }

  const events = {
    freeze: leave,
    // Who is closed keeps its places until the browser has cut its requests off, and frees them itself.
    pagehide: ({ persisted }: PageTransitionEvent) => persisted && leave(),
    resume: enter,
    pageshow: enter,
    visibilitychange: shownOrHidden,
  };
  for (const [event, action] of Object.entries(events)) {
    globalThis.addEventListener?.(event, action as EventListener, { signal: disposal, capture: true });
  }
  disposal.addEventListener('abort', leave);
  enter();
  if (news) hear(news);

  return {
    clientId,
    budget: sharedBudget({
      prefix,
      startWaitMs,
      store,
      alarms,
      locks,
      isHidden,
      signal: () => session?.signal,
      listen: (listener) => (update = listener),
      sayWant: () => say('want'),
      async callTheRoll(signal) {
        present.clear();
        present.add(tab);
        await callTheRoll(prefix, () => say('roll-call'), present, alarms, signal);
      },
    }),
    peers: {
      alone: async (what, action) =>
        navigator.locks.request(
          prefix + what,
          { ifAvailable: true },
          async (lock) => lock && untilAway(action()),
        ),
      inTurn: async (what, signal, action) =>
        navigator.locks.request(prefix + what, { signal }, async () => untilAway(action())),
      tell(known) {
        // Not every browser can hand over every kind of error.
        const told = { ...known, problem: known.problem && new Error(known.problem.message) };
        say({ news: told });
        void store.update((state) => void (state.news = told)).catch(() => {});
      },
      claim: (what, cooldownMs) =>
        store.update(({ claims }) => {
          const now = Date.now();
          const isFree = Math.abs(now - (claims[what] ?? -Infinity)) >= cooldownMs;
          if (isFree) claims[what] = now;
          return isFree;
        }),
    },
  };
}
