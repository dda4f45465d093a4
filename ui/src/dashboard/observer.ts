import { extend, type History } from './model/history.ts';
import { Refusal, type Server } from './server.ts';
import type { Sight } from './sight.ts';
import type { Time } from '../time.ts';
import { whileVisible, type Visibility } from './while-visible.ts';

const LOOK_EVERY_MS = 1000;
const OPERATORS_LOOK_EVERY_MS = 2000;
const KEPT_MS = 15 * 60_000;

const NO_FIGURES = { status: undefined, sampledAt: undefined, history: undefined };
const NOTHING_FOR_OPERATORS = { holders: undefined, findings: undefined, audit: undefined };

type News = Partial<Sight> | undefined;
type Look = 'figures' | 'operator' | 'session';

/**
 * Looks at the server again and again while anybody can see the page, and tells what it sees. What was asked in the name of one
 * reader is never shown to the next: a sign-in or a sign-out makes all that is under way nobody's.
 */
export class Observer {
  readonly #server: Server;
  readonly #time: Time;
  readonly #listeners = new Set<() => void>();
  #sight: Sight = {};
  /** Counts sign-ins and sign-outs. */
  #reader = 0;
  /** What is under way for this reader. */
  #looks: Partial<Record<Look, Promise<void>>> = {};

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

  /** Status and history, once. Who asks for a look that is under way gets that one; so with the others. */
  readonly look = (): Promise<void> => this.#once('figures', () => this.#figures());

  /** Who holds what, and what the server makes of it; nothing for others than operators. */
  readonly lookAsOperator = (): Promise<void> => this.#once('operator', () => this.#forOperators());

  /** A look that begins after this call: for who knows of something new. */
  async lookAfresh(): Promise<void> {
    await this.#looks.figures;
    await this.look();
  }

  /** So with what is for operators. */
  async lookAfreshAsOperator(): Promise<void> {
    await this.#looks.operator;
    await this.lookAsOperator();
  }

  /** Asks the server whom it takes the reader for. */
  async identify(): Promise<void> {
    await this.#once('session', async () => {
      const session = await this.#server.session().catch(() => undefined);
      return session && { session };
    });
    await this.lookAsOperator();
  }

  /** @throws Refusal when name or password are wrong */
  async signIn(name: string, password: string): Promise<void> {
    const session = await this.#server.signIn(name, password);
    this.#turn({ session });
    await Promise.all([this.look(), this.lookAsOperator()]);
  }

  signOut(): void {
    this.#server.signOut();
    const { session } = this.#sight;
    this.#turn({
      ...(session && { session: { ...session, operator: null } }),
      ...(session?.anonymous_dashboard === false && { ...NO_FIGURES, isClosed: true }),
      ...NOTHING_FOR_OPERATORS,
    });
  }

  async #figures(): Promise<News> {
    const { history: before, failingSince, session } = this.#sight;
    try {
      const [status, newer] = await Promise.all([
        this.#server.status(),
        this.#server.history(before?.at_ms.at(-1)),
      ]);
      const now = this.#time.now();
      if (!session || failingSince) void this.identify(); // whoever answers now may think otherwise of the reader
      return {
        status,
        sampledAt: now - status.sample_age_ms,
        history: before ? extend(before, newer, KEPT_MS) : newer,
        failingSince: undefined,
        isClosed: false,
        ...restartOf(before, newer, now),
      };
    } catch (error) {
      if (!(error instanceof Refusal && error.isForbidden)) {
        return { failingSince: failingSince ?? this.#time.now() };
      }
      if (!session) void this.identify();
      return { ...NO_FIGURES, isClosed: true, failingSince: undefined };
    }
  }

  async #forOperators(): Promise<News> {
    if (!this.#sight.session?.operator) return undefined;
    const reader = this.#reader;
    try {
      const [holders, { findings }, audit] = await Promise.all([
        this.#server.holders(),
        this.#server.analysis(),
        this.#server.audit(),
      ]);
      return { holders, findings, audit };
    } catch (error) {
      // Where the server is away the other look says so; where it has another mind about the reader, he is none any more.
      if (error instanceof Refusal && error.isForbidden && reader === this.#reader) this.signOut();
      return undefined;
    }
  }

  #once(look: Look, ask: () => Promise<News>): Promise<void> {
    const underWay = this.#looks[look];
    if (underWay) return underWay;
    const reader = this.#reader;
    const looks = this.#looks;
    return (looks[look] = ask().then((news) => {
      delete looks[look];
      if (reader === this.#reader) this.#see(news ?? {});
    }));
  }

  /** From now on for another reader. */
  #turn(news: Partial<Sight>): void {
    this.#reader++;
    this.#looks = {};
    this.#see(news);
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
