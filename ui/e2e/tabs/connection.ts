import type { Readable, Writable } from 'node:stream';
import { bounded } from './bounded.ts';

// What the protocol carries is JSON of a hundred shapes; each caller names the few members it reads.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Params = Record<string, any>;

export interface CdpEvent {
  method: string;
  params: Params;
}

type Listener = (event: CdpEvent) => void;
interface Answer {
  result?: Params;
  error?: { message: string };
}

/** The protocol's messages over Chromium's debugging pipe: JSON, each ended by a zero byte. */
export class Connection {
  readonly #ended = new AbortController();
  readonly #answers = new Map<number, (answer: Answer) => void>();
  /** By session; the browser itself is the session ''. */
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #out: Writable;
  #lastId = 0;
  #unread = '';

  constructor(out: Writable, into: Readable) {
    this.#out = out;
    // A write into a pipe whose reader died is told by the process' exit too, and there with its reason.
    out.on('error', () => undefined);
    into.setEncoding('utf8');
    into.on('data', (text: string) => this.#read(text));
  }

  /** Aborts when the browser is gone; with the reason. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Everything under way fails at once, and so does all that comes later. */
  end(why: string): void {
    this.#ended.abort(new Error(why));
  }

  send(sessionId: string, method: string, params: Params = {}, ended = this.ended): Promise<Params> {
    const id = ++this.#lastId;
    return bounded(method, ended, (resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error ? reject(new Error(error.message)) : resolve(result ?? {}),
      );
      const message = { id, method, params, ...(sessionId && { sessionId }) };
      this.#out.write(JSON.stringify(message) + '\0');
      return () => this.#answers.delete(id);
    });
  }

  /** The returned function ends it. */
  listen(sessionId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(sessionId) ?? new Set();
    this.#listeners.set(sessionId, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #read(text: string): void {
    const messages = (this.#unread + text).split('\0');
    this.#unread = messages.pop() ?? '';
    for (const message of messages) this.#dispatch(JSON.parse(message));
  }

  #dispatch(message: Params): void {
    if (message.id !== undefined) {
      this.#answers.get(message.id)?.(message);
      return;
    }
    const event: CdpEvent = { method: message.method, params: message.params };
    for (const listener of [...(this.#listeners.get(message.sessionId ?? '') ?? [])]) listener(event);
  }
}
