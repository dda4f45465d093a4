import { parseConfig } from '../contract/parse-config.ts';
import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import type { Time } from '../time.ts';
import type { Ask } from './ask.ts';
import { CAUTIOUS, fallbackAfter } from './fallback.ts';
import { localThrottle } from './local-throttle.ts';
import { nextPollMs } from './pace.ts';
import type { Page } from './page.ts';
import type { News, Peers } from './peers.ts';
import type { Snapshot } from './snapshot.ts';

const LONGEST_POLL_MS = 10_000;
/** Who becomes visible asks at once, unless somebody did a moment ago. */
const FRESH_MS = 1000;

/**
 * Keeps the throttling config up to date by polling, and keeps the last good one when that fails. A config that the
 * server has not confirmed for `valid_for_seconds` gives way to a cautious one until it speaks again.
 */
export interface ConfigFeed {
  snapshot(): Snapshot;
  /** Polls now, unless a peer did a moment ago, and from now on; without peers this tab is on its own. */
  start(peers?: Peers): void;
  /** Polls once, whoever else does, and resolves when that has ended, well or not. */
  refresh(): Promise<void>;
  /**
   * Takes a config that came by another way: in a refusal, or pushed. A malformed one changes only `problem`.
   *
   * @param isDoubtful whether to ask the server at once if it is a new one
   */
  offer(document: unknown, isDoubtful?: boolean): void;
  /** Takes what another tab knows. */
  hear(news: News): void;
  /** Counts how a request ended, for the time when nothing else is known of the server. */
  count(isAccepted: boolean): void;
  /** The share of requests, 0 to 1, that had better not be sent. */
  rejectShare(): number;
}

/**
 * @param changed called after each change of the snapshot
 * @param disposal ends polling, and leaves no timer behind
 */
export function configFeed(
  ask: Ask,
  page: Page,
  time: Time,
  changed: () => void,
  disposal: AbortSignal,
): ConfigFeed {
  const throttle = localThrottle(time);
  let known: News = { failures: 0, severePolls: 0 };
  let snapshot: Snapshot = { config: CAUTIOUS, source: 'default', severePolls: 0 };
  let peers: Peers | undefined;
  let polling: Promise<void> | undefined;
  let nextPollAt: number | undefined;
  let callOffPoll: (() => void) | undefined;
  let callOffExpiry: (() => void) | undefined;

  /** A clock that was set back makes nothing younger. */
  const ageMs = () => Math.abs(time.now() - (known.confirmedAt ?? -Infinity));
  const freshForMs = () => Math.max(0, (known.config?.valid_for_seconds ?? 0) * 1000 - ageMs());
  const rejectShare = () => (freshForMs() ? 0 : throttle.rejectShare());

  /** By how many revisions it is ahead. What is stale says nothing any more, not even how new it was. */
  const lead = (config: ThrottlingConfig | undefined) =>
    known.config && known.config.instance === config?.instance && freshForMs()
      ? config.revision - known.config.revision
      : 0;

  function learn(news: Partial<News>): void {
    if (disposal.aborted) return;
    known = { ...known, ...news };
    peers?.tell(known);
    schedule();
  }

  function accept(config: ThrottlingConfig, news?: Partial<News>): void {
    const good = { failures: 0, problem: undefined };
    // The same revision confirms what is held.
    learn(lead(config) < 0 ? good : { etag: undefined, ...news, ...good, config, confirmedAt: time.now() });
  }

  async function poll(): Promise<void> {
    const tooLong = new AbortController();
    const callOff = time.after(LONGEST_POLL_MS, () => tooLong.abort(new Error('No answer in time')));
    try {
      const { config, etag } = await ask(known, AbortSignal.any([disposal, tooLong.signal]));
      // A refusal may have brought a newer one meanwhile.
      accept(config!, { etag, severePolls: config!.health === 'CRITICAL' ? snapshot.severePolls + 1 : 0 });
    } catch (problem) {
      learn({ failures: known.failures + 1, problem: problem as Error });
    }
    callOff();
    polling = undefined;
  }

  const refresh = () => (polling ??= poll());

  async function pollAlone(): Promise<void> {
    // It may be another tab's turn.
    await (peers?.alone('poll', refresh).catch(() => {}) ?? refresh());
    schedule();
  }

  function schedule(): void {
    callOffPoll?.();
    callOffExpiry?.();
    if (disposal.aborted) return;
    nextPollAt = undefined;
    if (page.isActive()) {
      const waitMs = nextPollMs(known.config ?? CAUTIOUS, known.failures, time.random());
      nextPollAt = time.now() + waitMs;
      callOffPoll = time.after(waitMs, pollAlone);
    }
    const freshMs = freshForMs();
    if (freshMs) callOffExpiry = time.after(freshMs, publish);
    publish();
  }

  function publish(): void {
    const { config: held, confirmedAt, failures, problem, severePolls } = known;
    const config = freshForMs() ? held! : fallbackAfter(held);
    const isThrottled =
      (held || problem) && (config.throttling_level !== 'NORMAL' || config.circuit_breaker_open);
    const next: Snapshot = {
      config,
      source: freshForMs() ? (failures ? 'last_good' : 'server') : rejectShare() ? 'adaptive' : 'default',
      confirmedAt,
      throttledSince: isThrottled ? (snapshot.throttledSince ?? time.now()) : undefined,
      nextPollAt,
      problem,
      severePolls: freshForMs() ? severePolls : 0,
    };
    if (textOf(next) === textOf(snapshot)) return;
    snapshot = next;
    changed();
  }

  function wake(): void {
    if (page.isActive() && ageMs() >= FRESH_MS) void pollAlone();
    else schedule();
  }

  disposal.addEventListener('abort', schedule);

  return {
    snapshot: () => snapshot,
    start(others) {
      peers = others;
      page.listen(wake, disposal);
      wake();
    },
    refresh,
    offer(document, isDoubtful) {
      const isDue = isDoubtful && ageMs() >= FRESH_MS;
      const before = known.config?.revision;
      try {
        accept(parseConfig(document));
      } catch (problem) {
        // Polls come when they would have come.
        known = { ...known, problem: problem as Error };
        publish();
      }
      if (isDue && before !== known.config?.revision) void pollAlone();
    },
    hear(news) {
      if ((lead(news.config) || (news.confirmedAt ?? 0) - (known.confirmedAt ?? 0)) < 0) return;
      try {
        // A tab of another version may know other configs.
        if (news.config) parseConfig(news.config);
      } catch {
        return;
      }
      known = news;
      schedule();
    },
    count(isAccepted) {
      throttle.count(isAccepted);
      if (!freshForMs()) publish();
    },
    rejectShare,
  };
}

/** Errors, whose fields may go round in circles, by their words. */
const textOf = (snapshot: Snapshot) => JSON.stringify({ ...snapshot, problem: `${snapshot.problem}` });
