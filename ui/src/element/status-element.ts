import { languageOf } from './language.ts';
import type { StatusSource } from './status-source.ts';
import { ENGLISH, type Texts } from './texts.ts';
import { attachView } from './view.ts';
import { wordsFor, type Words } from './words.ts';

/** How long, in ms, something better, or a silence at the start, has to last before it shows. */
const CALM_MS = 5000;

/** The element's own properties; the rest is HTMLElement's. */
export interface PoolwardenStatusElement extends HTMLElement {
  /** Whose status is shown; nothing is without one. */
  client: StatusSource | undefined;
  /** The application's words; what is missing is said in English. */
  texts: Partial<Texts>;
}

/** The class, made on demand: HTMLElement does not exist where pages are rendered on a server. */
export function statusElementClass(): new () => PoolwardenStatusElement {
  return class extends HTMLElement implements PoolwardenStatusElement {
    readonly #view = attachView(this);
    #client: StatusSource | undefined;
    #texts: Partial<Texts> = {};
    #shown: Words | undefined;
    #unsubscribe: (() => void) | undefined;
    #timer: ReturnType<typeof setTimeout> | undefined;

    constructor() {
      super();
      // What was set before the upgrade is a property of the instance, which hides the class's accessor.
      const early: Partial<PoolwardenStatusElement> = this;
      const { client, texts } = early;
      delete early.client;
      delete early.texts;
      Object.assign(early, { texts, client });
    }

    get client() {
      return this.#client;
    }

    set client(client) {
      this.disconnectedCallback();
      this.#client = client;
      this.connectedCallback();
    }

    get texts() {
      return this.#texts;
    }

    set texts(texts) {
      this.#texts = texts ?? {};
      if (this.#shown) this.#show(this.#words());
    }

    connectedCallback() {
      if (!this.isConnected) return;
      this.#unsubscribe ??= this.#client?.subscribe(() => this.#look());
      this.#look();
    }

    disconnectedCallback() {
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      this.#show(undefined);
    }

    /** What gets worse shows at once; everything else when it is still so in a while, lest the page flicker. */
    #look() {
      const words = this.#words();
      const isFirstPoll = words?.situation === 'unknown' && !words.since;
      if (rank(words) > rank(this.#shown) && !isFirstPoll) this.#show(words);
      else if (JSON.stringify(words) === JSON.stringify(this.#shown)) this.#stopTimer();
      else this.#timer ??= setTimeout(() => this.#show(this.#words()), CALM_MS);
    }

    #words() {
      return this.#client && wordsFor(this.#client.getSnapshot(), this.#texts, languageOf(this), Date.now());
    }

    #show(words: Words | undefined) {
      this.#stopTimer();
      this.#shown = words;
      this.#view(words);
    }

    #stopTimer() {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  };
}

function rank(words: Words | undefined): number {
  return Object.keys(ENGLISH).indexOf(words?.situation ?? '');
}
