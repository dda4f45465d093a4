import { parseConfig } from '../contract/parse-config.ts';
import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import { localThrottle } from '../limiter/local-throttle.ts';
import type { Time } from '../time.ts';
import type { Ask } from './ask.ts';
import { CAUTIOUS, fallbackAfter } from './fallback.ts';
import { nextPollMs } from './pace.ts';
import type { Page } from './page.ts';
import type { News, Peers } from './peers.ts';
import type { Snapshot } from './snapshot.ts';

const LONGEST_POLL_MS = 10_000;
/** Who becomes visible asks at once, unless somebody did a moment ago. */
const FRESH_MS = 1000;

/** What is known of polls after one that ended well. */
const GOOD = { failures: 0, problem: undefined };

/**
 * Keeps the throttling config up to date by polling, and keeps the last good one when that fails. A config that the
 * server has not confirmed for `valid_for_seconds` gives way to a cautious one until it speaks again.
 */
export interface ConfigFeed {
  snapshot(): Snapshot;
  /** What the other tabs would be told now. */
  known(): News;
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
  const throttle = localThrottle();
  let known: News = { failures: 0, severePolls: 0 };
  let peers: Peers | undefined;
  let polling: Promise<void> | undefined;
  let nextPollAt: number | undefined;
  let callOffPoll = () => {};
  let callOffExpiry = () => {};
  let snapshot: Snapshot = {
    config: CAUTIOUS,
    source: 'default',
    confirmedAt: undefined,
    throttledSince: undefined,
    nextPollAt,
    problem: undefined,
  };

  /** A clock that was set back makes nothing younger. */
  const ageMs = () => Math.abs(time.now() - (known.confirmedAt ?? -Infinity));
  const freshForMs = () => Math.max(0, (known.config?.valid_for_seconds ?? 0) * 1000 - ageMs());
  const rejectShare = () => (freshForMs() ? 0 : throttle.rejectShare(time.now()));

  /** The same revision confirms what is held; what is stale says nothing any more, not even how new it was. */
  const isNews = ({ instance, revision }: ThrottlingConfig) =>
    instance !== known.config?.instance || revision >= known.config.revision || !freshForMs();

  function learn(news: Partial<News>): void {
    if (disposal.aborted) return;
    known = { ...known, ...news };
    peers?.tell(known);
    schedule();
  }

  const learnGood = (news: Partial<News>) =>
    learn({ etag: undefined, ...news, confirmedAt: time.now(), ...GOOD });

  async function poll(): Promise<void> {
    const tooLong = new AbortController();
    const callOff = time.after(LONGEST_POLL_MS, () => tooLong.abort(new Error('No answer in time')));
    try {
      const { config, etag } = await ask(known, AbortSignal.any([disposal, tooLong.signal]));
      const severePolls = config!.health === 'CRITICAL' ? known.severePolls + 1 : 0;
      // A refusal may have brought a newer config meanwhile, about which this answer says nothing.
      if (isNews(config!)) learnGood({ config: config!, etag, severePolls });
      else learn(GOOD);
    } catch (problem) {
      learn({ failures: known.failures + 1, problem: problem as Error });
    }
    callOff();
    polling = undefined;
  }

  const refresh = () => (polling ??= poll());

  async function pollAlone(): Promise<void> {
    await (peers?.alone('poll', refresh).catch(() => {}) ?? refresh());
    // It may have been another tab's turn.
    schedule();
  }

  function wake(): void {
    if (page.isActive() && ageMs() >= FRESH_MS) void pollAlone();
    else schedule();
  }

  function schedule(): void {
    callOffPoll();
    nextPollAt = undefined;
    if (page.isActive() && !disposal.aborted) {
      const waitMs = nextPollMs(known.config ?? CAUTIOUS, known.failures, time.random());
      nextPollAt = time.now() + waitMs;
      callOffPoll = time.after(waitMs, () => void pollAlone());
    }
    publish();
  }

  /** Says what is known now, and again when that will be too old. */
  function publish(): void {
    const { config: held, confirmedAt, failures, problem } = known;
    const freshMs = freshForMs();
    const config = freshMs ? held! : held ? fallbackAfter(held) : CAUTIOUS;
    const isThrottled =
      (held || problem) && (config.throttling_level !== 'NORMAL' || config.circuit_breaker_open);
    const next: Snapshot = {
      config,
      source: freshMs ? (failures ? 'last_good' : 'server') : rejectShare() ? 'adaptive' : 'default',
      confirmedAt,
      throttledSince: isThrottled ? (snapshot.throttledSince ?? time.now()) : undefined,
      nextPollAt,
      problem,
    };
    callOffExpiry();
    if (freshMs && !disposal.aborted) callOffExpiry = time.after(freshMs, publish);
    if (JSON.stringify(next) === JSON.stringify(snapshot) && problem === snapshot.problem) return;
    snapshot = next;
    changed();
  }

  disposal.addEventListener('abort', () => {
    callOffPoll();
    callOffExpiry();
  });

  return {
    snapshot: () => snapshot,
    known: () => known,
    start(others) {
      peers = others;
      page.listen(wake, disposal);
      wake();
    },
    refresh,
    offer(document, isDoubtful) {
      try {
        const config = parseConfig(document);
        if (!isNews(config)) return;
        const { revision, instance } = known.config ?? {};
        const isNew = config.revision !== revision || config.instance !== instance;
        const isDue = isDoubtful && isNew && ageMs() >= FRESH_MS;
        learnGood({ config });
        if (isDue) void pollAlone();
      } catch (problem) {
        // No word from the server: polls come when they would have come.
        known = { ...known, problem: problem as Error };
        publish();
      }
    },
    hear(news) {
      if ((news.confirmedAt ?? 0) < (known.confirmedAt ?? 0)) return;
      known = news;
      schedule();
    },
    count(isAccepted) {
      throttle.count(time.now(), isAccepted);
      if (!freshForMs()) publish();
    },
    rejectShare,
  };
}
