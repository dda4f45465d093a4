import { asker } from '../feed/ask.ts';
import { configFeed, type ConfigFeed } from '../feed/config-feed.ts';
import { browserPage } from '../feed/page.ts';
import { listenToEvents } from '../feed/push.ts';
import type { Snapshot } from '../feed/snapshot.ts';
import { systemTime } from '../time.ts';
import { BASE } from './server.ts';

/**
 * What the server tells its frontends, heard as the project's client hears it: polled, pushed, and with caution where neither
 * comes. Nothing of this page is throttled, so it needs no more of the client; and it gives no name: a page that watches is none
 * of the frontends that are counted.
 *
 * @param changed hears each change of the snapshot
 */
export function followConfig(changed: (snapshot: Snapshot) => void): ConfigFeed {
  const { signal } = new AbortController(); // for as long as the page is open
  const ask = asker(`${BASE}throttling-config`, (request, init) => fetch(request, init));
  const feed = configFeed(ask, browserPage, systemTime, () => changed(feed.snapshot()), signal);
  feed.start();
  listenToEvents(`${BASE}events`, browserPage, systemTime, undefined, feed.offer, signal);
  return feed;
}
