import { randomClientId } from '../src/client/client-id.ts';
import type { LimiterFigures } from '../src/index.ts';

const MINUTE_MS = 60_000;
const SHOWN = 60;
const GONE_AFTER_MS = 3000;

interface Report {
  readonly tab: string;
  readonly inFlight: number;
  /** When requests were started since the last report, in milliseconds since 1970. */
  readonly starts: readonly number[];
}

/** What the tabs of this page tell each other, so that a person can see them all in one. The client needs none of it. */
export class BrowserStarts {
  readonly #tab = randomClientId().slice(0, 2);
  readonly #channel = new BroadcastChannel('poolwarden-example');
  readonly #inFlight = new Map<string, { count: number; at: number }>();
  #starts: { tab: string; at: number }[] = [];
  #started = 0;

  constructor() {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Report>) => this.#take(data));
  }

  note({ inFlight, started }: LimiterFigures): void {
    const starts = Array.from({ length: started - this.#started }, () => Date.now());
    this.#started = started;
    const report: Report = { tab: this.#tab, inFlight, starts };
    this.#take(report);
    this.#channel.postMessage(report);
  }

  figures() {
    const now = Date.now();
    this.#starts = this.#starts.filter(({ at }) => now - at < MINUTE_MS);
    const alive = [...this.#inFlight.values()].filter(({ at }) => now - at < GONE_AFTER_MS);
    return { lastMinute: this.#starts.length, inFlight: alive.reduce((sum, { count }) => sum + count, 0) };
  }

  show(list: Element): void {
    const latest = this.#starts.slice(-SHOWN).reverse();
    list.replaceChildren(
      ...latest.map(({ tab }) => {
        const item = document.createElement('li');
        item.textContent = tab;
        item.classList.toggle('own', tab === this.#tab);
        return item;
      }),
    );
  }

  #take({ tab, inFlight, starts }: Report): void {
    this.#inFlight.set(tab, { count: inFlight, at: Date.now() });
    this.#starts.push(...starts.map((at) => ({ tab, at })));
  }
}
