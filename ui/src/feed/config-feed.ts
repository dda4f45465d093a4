import { parseThrottlingConfig } from '../contract/parse-throttling-config.ts';
import type { Time } from '../time.ts';
import { ask, type Answer, type Source } from './ask.ts';
import { CAUTIOUS, fallbackAfter } from './fallback.ts';
import type { FeedListener, FeedState } from './feed-state.ts';
import { isOlder, isSame, validForMs, type HeldConfig } from './held-config.ts';
import { nextPollMs } from './pace.ts';
import { asProblem, noAnswer } from './poll-failed-error.ts';

const LONGEST_POLL_MS = 10_000;
const nothing = () => {};

/**
 * Keeps the throttling config up to date by polling, and keeps the last good one when that fails. A config that the
 * server has not confirmed for `validForSeconds` gives way to a cautious fallback until it speaks again.
 */
export class ConfigFeed {
  readonly #source: Source;
  readonly #time: Time;
  readonly #listeners = new Set<FeedListener>();
  #state: FeedState = { config: CAUTIOUS, stale: true, problem: undefined };
  #held: HeldConfig | undefined;
  #running: AbortController | undefined;
  #failures = 0;
  #callOffPoll = nothing;
  #callOffExpiry = nothing;

  constructor(source: Source, time: Time) {
    this.#source = source;
    this.#time = time;
  }

  get state(): FeedState {
    return this.#state;
  }

  /** Calls the listener after each change of the state; the function returned ends that. */
  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Polls now and from now on; does nothing when it does already. */
  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#watchExpiry();
    void this.#poll(this.#running.signal);
  }

  /** Ends polling and leaves no timer behind; the state stays as it is. */
  stop(): void {
    this.#callOffPoll();
    this.#callOffExpiry();
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Takes a config that came by another way, such as in a refusal. A malformed one changes only `problem`. */
  offer(document: unknown): void {
    try {
      this.#take({ config: parseThrottlingConfig(document), etag: undefined });
      if (this.#running) this.#schedulePoll(this.#running.signal);
    } catch (cause) {
      this.#become({ ...this.#state, problem: asProblem(this.#source.url, cause) });
    }
  }

  async #poll(running: AbortSignal): Promise<void> {
    const etag = this.#held?.etag;
    const tooLong = new AbortController();
    const callOff = this.#time.after(LONGEST_POLL_MS, () => tooLong.abort(noAnswer(this.#source.url)));
    try {
      const answer = await ask(this.#source, etag, AbortSignal.any([running, tooLong.signal]));
      if (!running.aborted) this.#succeed(answer, etag);
    } catch (cause) {
      if (!running.aborted) this.#fail(cause);
    } finally {
      callOff();
    }
    if (!running.aborted) this.#schedulePoll(running);
  }

  #succeed(answer: Answer | 'unchanged', etag: string | undefined): void {
    this.#failures = 0;
    if (answer !== 'unchanged') this.#take(answer);
    // A refusal may have brought a newer config meanwhile, about which this 304 says nothing.
    else if (this.#held?.etag === etag) this.#hold(this.#held!);
    this.#become({ ...this.#state, problem: undefined });
  }

  #fail(cause: unknown): void {
    this.#failures++;
    this.#become({ ...this.#state, problem: asProblem(this.#source.url, cause) });
  }

  #schedulePoll(running: AbortSignal): void {
    const waitMs = nextPollMs(this.#state.config, this.#failures, this.#time.random());
    this.#callOffPoll();
    this.#callOffPoll = this.#time.after(waitMs, () => void this.#poll(running));
  }

  #take(answer: Answer): void {
    const held = this.#held;
    if (!held) return this.#hold(answer);
    // What is stale says nothing any more, not even how new it was.
    if (validForMs(held, this.#time.now()) > 0 && isOlder(answer.config, held.config)) return;
    if (!isSame(answer.config, held.config)) return this.#hold(answer);
    this.#hold({ config: held.config, etag: answer.etag ?? held.etag });
  }

  #hold({ config, etag }: Answer): void {
    this.#held = { config, etag, confirmedAt: this.#time.now() };
    this.#watchExpiry();
    this.#become({ config, stale: false, problem: undefined });
  }

  #watchExpiry(): void {
    this.#callOffExpiry();
    if (!this.#held) return;
    const { config } = this.#held;
    const expire = () => this.#become({ ...this.#state, config: fallbackAfter(config), stale: true });
    this.#callOffExpiry = this.#time.after(Math.max(0, validForMs(this.#held, this.#time.now())), expire);
  }

  #become(next: FeedState): void {
    const last = this.#state;
    this.#state = next;
    if (last.config === next.config && last.stale === next.stale && last.problem === next.problem) return;
    for (const listener of [...this.#listeners]) this.#tell(listener, next);
  }

  /** As with DOM events, one listener's error is reported and does not keep the news from the others. */
  #tell(listener: FeedListener, state: FeedState): void {
    try {
      listener(state);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
