import { bounded } from './bounded.ts';
import type { CdpEvent, Connection, Params } from './connection.ts';

/** One attached target: a tab or one of its workers. */
export class Session {
  readonly #connection: Connection;
  readonly #id: string;
  readonly #name: string;
  #life = new AbortController();

  constructor(connection: Connection, id: string, name: string) {
    this.#connection = connection;
    this.#id = id;
    this.#name = name;
  }

  get isAlive(): boolean {
    return !this.#ended.aborted;
  }

  /** What waits for this target fails now. */
  end(why: string): void {
    this.#life.abort(new Error(`${this.#name} ${why}`));
  }

  /** A crashed tab that is loaded again. */
  revive(): void {
    if (this.#life.signal.aborted) this.#life = new AbortController();
  }

  send(method: string, params: Params = {}): Promise<Params> {
    return this.#connection.send(this.#id, method, params, this.#ended);
  }

  /** The returned function ends it. */
  on(method: string, listener: (params: Params) => void): () => void {
    return this.#connection.listen(this.#id, (event) => {
      if (event.method === method) listener(event.params);
    });
  }

  /** The first event from now on that is meant. Ask before sending the command that causes it. */
  next(what: string, isMeant: (event: CdpEvent) => boolean): Promise<CdpEvent> {
    const waiting = bounded<CdpEvent>(what, this.#ended, (resolve) =>
      this.#connection.listen(this.#id, (event) => {
        if (isMeant(event)) resolve(event);
      }),
    );
    // Where the command fails first, that failure is told and nobody comes back for this one.
    waiting.catch(() => undefined);
    return waiting;
  }

  get #ended(): AbortSignal {
    return AbortSignal.any([this.#connection.ended, this.#life.signal]);
  }
}
