import { asker } from '../../src/feed/ask.ts';
import { configFeed } from '../../src/feed/config-feed.ts';
import type { Peers } from '../../src/feed/peers.ts';
import { createFakeClock, createFakeServer, settle } from '../../src/testing/index.ts';
import { fakePage } from '../helpers.ts';

export const URL = 'http://app.test/api/v1/health/database/throttling-config';

export const failToPoll = () => Promise.reject(new TypeError('network down'));

/** A feed that has not been started, its server, page, time, and how often it has changed. */
export function fixture() {
  const time = createFakeClock();
  const server = createFakeServer();
  const page = fakePage();
  const disposal = new AbortController();
  const changes: number[] = [];
  const ask = asker(URL, server.fetch);
  const feed = configFeed(ask, page.page, time, () => changes.push(time.now()), disposal.signal);
  const started = (peers?: Peers) => {
    feed.start(peers);
    return settle();
  };
  const seconds = (count: number) => time.advance(count * 1000);
  return { time, server, page, feed, changes, disposal, started, seconds };
}

/** What a browser's other tabs do, of which there are none unless the test says so. */
export function fakePeers(changes: Partial<Peers> = {}): Peers {
  return {
    alone: (_, action) => action(),
    inTurn: (_, __, action) => action(),
    tell: () => {},
    claim: async () => true,
    ...changes,
  };
}
