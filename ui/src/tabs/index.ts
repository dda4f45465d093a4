import { randomClientId } from '../client/client-id.ts';
import type { News, Peers } from '../feed/peers.ts';
import type { OpenBudget, Release } from '../limiter/budget.ts';
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

type Message =
  | { readonly kind: 'news'; readonly news: News }
  | { readonly kind: 'want' }
  | { readonly kind: 'roll-call' }
  | { readonly kind: 'here'; readonly tab: string };

/**
 * Joins the tabs of this browser and origin that have the same scope.
 *
 * @param hear takes what another tab knows
 * @param disposal leaves them for good
 * @throws what the platform says where tabs cannot share
 */
export async function openTabs(
  scopeName: string,
  hear: (news: News) => void,
  disposal: AbortSignal,
): Promise<Tabs> {
  const prefix = `poolwarden:${scopeName}:`;
  const tab = randomClientId();
  const alarms = openAlarms();
  const locks = lockKeeper();
  const first = { clientId: randomClientId(), starts: [], visibleTurns: 0, claims: {} };
  const store = openStore(scopeName, first);
  const { clientId, news } = await store.update((state) => ({ ...state }));
  const listeners: (() => void)[] = [];
  const present = new Set<string>();
  let session: AbortController | undefined;
  let channel: BroadcastChannel | undefined;
  let stopShowing: Release | undefined;

  const isHidden = () => globalThis.document?.hidden ?? false;
  const say = (message: Message) => channel?.postMessage(message);
  const update = () => listeners.forEach((listener) => listener());

  function take({ data }: MessageEvent<Message>): void {
    if (data.kind === 'news') hear(data.news);
    if (data.kind === 'want' && isHidden()) update();
    if (data.kind === 'roll-call') say({ kind: 'here', tab });
    if (data.kind === 'here') present.add(data.tab);
  }

  /** Hidden tabs look whether a visible one holds this. */
  async function show(): Promise<void> {
    stopShowing?.();
    stopShowing = isHidden() ? undefined : await locks.hold(`${prefix}visible`, { mode: 'shared' });
  }

  function enter(): void {
    if (session || disposal.aborted) return;
    session = new AbortController();
    channel = new BroadcastChannel(prefix);
    channel.onmessage = take;
    void locks.hold(`${prefix}tab:${tab}`);
    void show();
    update();
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

  const events = { freeze: leave, pagehide: leave, resume: enter, pageshow: enter };
  for (const [event, action] of Object.entries(events)) {
    globalThis.addEventListener?.(event, action, { signal: disposal, capture: true });
  }
  const shownOrHidden = () => void show().then(update);
  globalThis.addEventListener?.('visibilitychange', shownOrHidden, { signal: disposal });
  disposal.addEventListener('abort', leave);
  enter();
  if (news) hear(news);

  return {
    clientId,
    budget: sharedBudget({
      prefix,
      store,
      alarms,
      locks,
      isHidden,
      signal: () => session?.signal,
      listen: (listener) => listeners.push(listener),
      sayWant: () => say({ kind: 'want' }),
      async callTheRoll(signal) {
        present.clear();
        present.add(tab);
        await callTheRoll(prefix, () => say({ kind: 'roll-call' }), present, alarms, signal);
      },
    }),
    peers: {
      alone: async (what, action) =>
        navigator.locks.request(prefix + what, { ifAvailable: true }, async (lock) => lock && action()),
      inTurn: async (what, signal, action) => navigator.locks.request(prefix + what, { signal }, action),
      tell(known) {
        // Not every browser can hand over every kind of error.
        const told = { ...known, problem: known.problem && new Error(known.problem.message) };
        say({ kind: 'news', news: told });
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
