import { ConfigFeed } from '../../src/index.ts';
import { FakeServer } from '../fake-server.ts';
import { SteppedTime, settle } from '../stepped-time.ts';

export const URL = 'http://app.test/api/v1/health/database/throttling-config';

export const failToPoll = () => Promise.reject(new TypeError('network down'));

/** A feed that has not been started, its server, and their time. */
export function fixture() {
  const time = new SteppedTime();
  const server = new FakeServer();
  const feed = new ConfigFeed({ url: URL, clientId: 'tab-1', fetch: server.fetch }, time);
  const started = () => {
    feed.start();
    return settle();
  };
  const seconds = (count: number) => time.advance(count * 1000);
  return { time, server, feed, started, seconds };
}

export type Fixture = ReturnType<typeof fixture>;
