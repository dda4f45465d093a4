import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Wishes } from '../../src/index.ts';
import { eventually, SERVER, untilLevel } from '../server.ts';
import { RealChromium } from './real-chromium.ts';
import type { Tab } from './tab.ts';
import { ofTab, readLog, type Arrival, type Poll } from './work-log.ts';

export const EXAMPLE = '/examples/tabs.html';

/** A page in which an expression can be evaluated, whoever drives it. */
interface Runs {
  evaluate<Result>(expression: string): Promise<Result>;
}

export interface Work extends Wishes {
  /** How long each takes at the server. */
  readonly ms?: number;
}

/** Somebody with a browser of their own, in which the example page is open in tabs. The server's log tells them apart. */
export class Visitor {
  readonly #name = randomUUID().slice(0, 8);
  readonly #tabs: Tab[] = [];
  readonly #browser: RealChromium | undefined;

  static async come(): Promise<Visitor> {
    return new Visitor(await RealChromium.start());
  }

  /** Without one the tabs come from elsewhere. */
  constructor(browser?: RealChromium) {
    this.#browser = browser;
  }

  /** A new tab that is visible, and knows the server's config. */
  async open(query = '', server = SERVER): Promise<Tab> {
    const tab = await this.#browser!.openTab(server + EXAMPLE + query);
    this.#tabs.push(tab);
    await untilHeard(tab);
    return tab;
  }

  /** Has a tab ask for work so many times at once; settles when it has begun to. */
  async ask(tab: Runs, label: string, count: number, { ms = 0, ...wishes }: Work = {}): Promise<void> {
    const url = `/test/work?tab=${this.nameOf(label)}&ms=${ms}&key=`;
    await tab.evaluate(
      `for (let i = 0; i < ${count}; i++) void example.ask('${url}' + i, ${JSON.stringify(wishes)})`,
    );
  }

  /** What the server's log calls a tab. */
  nameOf(label: string): string {
    return `${this.#name}.${label}`;
  }

  /** What has come to the server from this browser, oldest first. */
  async arrivals(label?: string): Promise<Arrival[]> {
    const all = (await readLog()).requests.filter(({ tab }) => tab.startsWith(`${this.#name}.`));
    return label === undefined ? all : ofTab(all, label);
  }

  untilArrived(count: number, label?: string, seconds = 30): Promise<Arrival[]> {
    const what = `${count} requests of ${label ?? 'all tabs'} have come`;
    return eventually(
      what,
      () => this.arrivals(label),
      (all) => all.length >= count,
      seconds,
      50,
    );
  }

  untilEnded(count: number, label?: string, seconds = 30): Promise<Arrival[]> {
    const isEnded = ({ ended_ms }: Arrival) => ended_ms !== null;
    const what = `${count} requests of ${label ?? 'all tabs'} have ended`;
    return eventually(
      what,
      () => this.arrivals(label),
      (all) => all.filter(isEnded).length >= count,
      seconds,
      50,
    );
  }

  /** This browser's polls; it must have asked for work before, or the server does not know who it is. */
  async polls(tab: Runs): Promise<Poll[]> {
    const client = await clientOf(tab);
    return (await readLog()).polls.filter((poll) => poll.client === client);
  }

  complaints(): string[] {
    return this.#tabs.flatMap(({ errors, cspViolations }) => [...errors, ...cspViolations]);
  }

  async leave(): Promise<void> {
    await this.#browser?.close();
  }
}

/** What a browser calls itself to the server, as all its tabs find it in their database. */
export const clientOf = (tab: Runs): Promise<string> =>
  tab.evaluate(`new Promise((resolve, reject) => {
    const request = indexedDB.open('poolwarden');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const states = request.result.transaction('states').objectStore('states').getAll();
      states.onsuccess = () => {
        request.result.close();
        resolve(states.result[0].clientId);
      };
    };
  })`);

/** Until the page obeys what the server says. */
export const untilHeard = (tab: Runs) =>
  eventually(
    'the server is heard',
    () => tab.evaluate<string>('example.client.getSnapshot().source'),
    (source) => source === 'server',
    30,
    50,
  );

/** How the requests of a tab ended, by status or code. */
export const outcomes = (tab: Runs): Promise<Record<string, number>> => tab.evaluate('example.outcomes');

export const waiting = (tab: Tab, count: number): Promise<number> =>
  tab.until(`${count} wait`, 'example.client.getFigures().waiting', (is) => is === count);

export const untilOutcomes = (tab: Tab, wanted: Record<string, number>, seconds = 30) =>
  tab.until<Record<string, number>>(
    `outcomes are ${JSON.stringify(wanted)}`,
    'example.outcomes',
    (are) => JSON.stringify(are) === JSON.stringify(wanted),
    seconds,
  );

/** A fresh browser for each test, whose pages must not complain. */
export function visitorForEach(): () => Visitor {
  let visitor: Visitor;
  beforeEach(async () => {
    // Another test may have held connections until a moment ago.
    await untilLevel('NORMAL', 60);
    visitor = await Visitor.come();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.complaints()).toEqual([]);
  });
  return () => visitor;
}
