import type { Limits, OpenBudget, Release } from '../limiter/budget.ts';
import type { WaitMs } from '../limiter/start-window.ts';
import type { Alarms } from './alarms.ts';
import type { LockKeeper } from './locks.ts';
import type { Store } from './store.ts';

/** While a tab is visible, hidden ones together use up to this part of the budget; its user finds the rest free. */
const HIDDEN_SHARE = 8;
/** While a visible tab waits as well, a hidden one comes after so many of its starts. */
const VISIBLE_TURNS = 19;
/** Who steps back for a visible tab, or met trouble, looks again after this. */
const STEP_BACK_MS = 50;
/** A hidden tab that waits for its part of the budget looks so often whether the visible one is still there. */
const LOOK_AGAIN_MS = 1000;
/** How long somebody waits before the others are asked whether they are alive. */
const PATIENCE_MS = 5000;

/** What a tab's budget knows of this page and the others. */
export interface Scope {
  readonly prefix: string;
  readonly startWaitMs: WaitMs;
  readonly store: Store;
  readonly alarms: Alarms;
  readonly locks: LockKeeper;
  /** Aborts when this page is frozen, put away, or done; undefined from then on until it is back. */
  signal(): AbortSignal | undefined;
  isHidden(): boolean;
  /** Calls back when a visible tab begins to wait, and when this one was shown, hidden, or is back. */
  listen(listener: () => void): void;
  /** Tells hidden tabs that a visible one waits. */
  sayWant(): void;
  /** Takes the locks of those who are not alive. */
  callTheRoll(signal: AbortSignal): Promise<void>;
}

/**
 * Keeps the starts of all tabs together within their limits. Whoever wants to start waits at one gate, first come first
 * served, one request a tab. In the gate it waits for one of as many places as may be in flight, and for the time that
 * the last starts prescribe; then it starts, and the gate is the next one's. Places are locks, so a tab that crashes
 * leaves none behind.
 *
 * Order of locks: hidden or want, gate, place. Only who is in the gate takes a place, and writes starts.
 */
export const sharedBudget =
  (scope: Scope): OpenBudget =>
  (line) => {
    const { prefix, startWaitMs, store, alarms, locks } = scope;
    const placePrefix = `${prefix}place:`;
    let limits: Limits;
    let isServing = false;
    let stopWanting: Release | undefined;
    /** Aborts when whatever this tab waits for had better be looked at again. */
    let step = new AbortController();

    /** One turn after the other, as long as somebody waits. */
    async function serve(): Promise<void> {
      const signal = scope.signal();
      if (isServing || !signal) return;
      isServing = true;
      const serving = new AbortController();
      void watchOthers(AbortSignal.any([signal, serving.signal]));
      while (line.size() > 0 && !signal.aborted) {
        step = new AbortController();
        const turn = AbortSignal.any([signal, step.signal]);
        await (scope.isHidden() ? waitBehind(turn) : waitInFront(turn)).catch(() =>
          alarms.sleep(STEP_BACK_MS, signal),
        );
      }
      stopWanting?.();
      stopWanting = undefined;
      serving.abort();
      isServing = false;
      // It may have been put away and be back by now.
      if (line.size() > 0) void serve();
    }

    async function watchOthers(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await alarms.sleep(PATIENCE_MS, signal);
        if (!signal.aborted) await scope.callTheRoll(signal).catch(() => {});
      }
    }

    async function waitInFront(signal: AbortSignal): Promise<void> {
      if (!stopWanting) {
        stopWanting = await locks.hold(`${prefix}want`, { mode: 'shared', signal });
        scope.sayWant();
      }
      const leaveGate = await locks.hold(`${prefix}gate`, { signal });
      await startOne(false, signal).finally(leaveGate);
    }

    /** Hidden tabs come to the gate one by one, so that a visible one meets one of them there at most. */
    async function waitBehind(signal: AbortSignal): Promise<void> {
      stopWanting?.();
      stopWanting = undefined;
      const leaveLine = await locks.hold(`${prefix}hidden`, { signal });
      try {
        const leaveGate = await locks.hold(`${prefix}gate`, { signal });
        const isInTheWay = await startOne(true, signal).finally(leaveGate);
        if (isInTheWay) await alarms.sleep(STEP_BACK_MS, signal);
      } finally {
        leaveLine();
      }
    }

    /** Starts the line's first one as soon as it may. Returns true when a visible tab should rather be let past. */
    async function startOne(isHidden: boolean, signal: AbortSignal): Promise<boolean> {
      while (line.size() > 0 && !signal.aborted) {
        const { held = [] } = await navigator.locks.query();
        const names = held.map(({ name }) => name!);
        const isBehind = isHidden && names.includes(`${prefix}visible`);
        const { may, waitMs } = await store.update(({ starts, visibleTurns }) => {
          const isShy = isBehind && visibleTurns < VISIBLE_TURNS;
          const may = isShy ? lesser(limits) : limits;
          return { may, waitMs: startWaitMs(starts, Date.now(), may) };
        });
        if (may !== limits && names.includes(`${prefix}want`)) return true;
        if (waitMs > 0) {
          await alarms.sleep(may === limits ? waitMs : Math.min(waitMs, LOOK_AGAIN_MS), signal);
          continue;
        }
        const release = await takePlace(names, may.max_concurrent_requests, signal);
        if (release && line.size() > 0 && !signal.aborted) {
          line.serve(release);
          await store.update((state) => {
            state.starts.push(Date.now());
            state.visibleTurns = isHidden ? 0 : state.visibleTurns + 1;
          });
          return false;
        }
        release?.();
      }
      return false;
    }

    /** Undefined when more are in flight than the limits, which were lowered, allow. */
    async function takePlace(
      names: readonly string[],
      most: number,
      signal: AbortSignal,
    ): Promise<Release | undefined> {
      const taken = names.filter((name) => name.startsWith(placePrefix));
      if (taken.length >= most) {
        const release = await locks.holdFirst(taken, signal);
        if (taken.length === most) return release;
        release();
        return undefined;
      }
      let free = 0;
      while (taken.includes(placePrefix + free)) free++;
      return locks.hold(placePrefix + free, { signal });
    }

    scope.listen(() => {
      step.abort();
      void serve();
    });
    return (next) => {
      if (next !== limits || line.size() === 0) step.abort();
      limits = next;
      void serve();
    };
  };

const lesser = (limits: Limits): Limits => ({
  ...limits,
  max_concurrent_requests: Math.ceil(limits.max_concurrent_requests / HIDDEN_SHARE),
  max_requests_per_minute: Math.ceil(limits.max_requests_per_minute / HIDDEN_SHARE),
});
