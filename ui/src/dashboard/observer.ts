import { extend, type History } from './model/history.ts';
import { Refusal, type Server } from './server.ts';
import type { Sight } from './sight.ts';
import type { Time } from '../time.ts';
import { whileVisible, type Visibility } from './while-visible.ts';

const LOOK_EVERY_MS = 1000;
const OPERATORS_LOOK_EVERY_MS = 2000;
const KEPT_MS = 15 * 60_000;

/** Looks at the server again and again while anybody can see the page, and tells what it sees. */
export class Observer {
  readonly #server: Server;
  readonly #time: Time;
  readonly #listeners = new Set<() => void>();
  #sight: Sight = {};
  #looking: Promise<void> | undefined;

  constructor(server: Server, time: Time) {
    this.#server = server;
    this.#time = time;
  }

  get sight(): Sight {
    return this.#sight;
  }

  /** Calls the listener after each look, new or not; the function returned ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(page: Visibility): void {
    whileVisible(page, this.#time, LOOK_EVERY_MS, this.look);
    whileVisible(page, this.#time, OPERATORS_LOOK_EVERY_MS, this.lookAsOperator);
    void this.identify();
  }

  /** Status and history, once; who asks meanwhile gets the look that is under way. */
  readonly look = (): Promise<void> =>
    (this.#looking ??= this.#lookOnce().finally(() => (this.#looking = undefined)));

  /** A look that begins after this call: for who knows of something new. */
  async lookAfresh(): Promise<void> {
    await this.#looking;
    await this.look();
  }

  async #lookOnce(): Promise<void> {
    try {
      const before = this.#sight.history;
      const [status, newer] = await Promise.all([
        this.#server.status(),
        this.#server.history(before?.at_ms.at(-1)),
      ]);
      const now = this.#time.now();
      if (!this.#sight.session || this.#sight.failingSince) void this.identify();
      this.#see({
        status,
        sampledAt: now - status.sample_age_ms,
        history: before ? extend(before, newer, KEPT_MS) : newer,
        failingSince: undefined,
        isClosed: false,
        ...restartOf(before, newer, now),
      });
    } catch (error) {
      this.#see(
        error instanceof Refusal && error.isForbidden
          ? { isClosed: true, failingSince: undefined }
          : { failingSince: this.#sight.failingSince ?? this.#time.now() },
      );
    }
  }

  /** Who holds what, and what the server makes of it; nothing for others than operators. */
  readonly lookAsOperator = async (): Promise<void> => {
    if (!this.#sight.session?.operator) return;
    try {
      const [holders, { findings }, audit] = await Promise.all([
        this.#server.holders(),
        this.#server.analysis(),
        this.#server.audit(),
      ]);
      if (this.#sight.session?.operator) this.#see({ holders, findings, audit });
    } catch (error) {
      // Where the server is away the other look says so; where it has another mind about the reader, it is asked.
      if (error instanceof Refusal && error.isForbidden) this.signOut();
    }
  };

  /** Asks the server whom it takes the reader for. */
  async identify(): Promise<void> {
    const session = await this.#server.session().catch(() => undefined);
    if (session) this.#see({ session });
    await this.lookAsOperator();
  }

  /** @throws Refusal when name or password are wrong */
  async signIn(name: string, password: string): Promise<void> {
    const session = await this.#server.signIn(name, password);
    this.#see({ session });
    await Promise.all([this.look(), this.lookAsOperator()]);
  }

  signOut(): void {
    this.#server.signOut();
    const { session } = this.#sight;
    this.#see({
      ...(session && { session: { ...session, operator: null } }),
      holders: undefined,
      findings: undefined,
      audit: undefined,
    });
  }

  #see(news: Partial<Sight>): void {
    this.#sight = { ...this.#sight, ...news };
    this.#listeners.forEach((listener) => listener());
  }
}

function restartOf(before: History | undefined, now: History, at: number): Pick<Sight, 'restart'> {
  return before && before.instance !== now.instance
    ? { restart: { at, from: before.instance, to: now.instance } }
    : {};
}
