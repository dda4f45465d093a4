import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigFeed, type FeedState } from '../../src/index.ts';
import { settle } from '../stepped-time.ts';
import { wireConfig } from '../wire-config.ts';
import { fixture, URL, type Fixture } from './fixture.ts';

let time: Fixture['time'];
let server: Fixture['server'];
let feed: Fixture['feed'];
let started: Fixture['started'];
let seconds: Fixture['seconds'];

beforeEach(() => {
  ({ time, server, feed, started, seconds } = fixture());
});

describe('the feed at its start', () => {
  it('is cautious before the server has spoken', () => {
    expect(feed.state).toMatchObject({ stale: true, problem: undefined });
    expect(feed.state.config).toMatchObject({
      level: 'MODERATE',
      maxConcurrentRequests: 7,
      requestDelayMs: 400,
    });
  });

  it('obeys the server from the first answer on', async () => {
    await started();
    expect(feed.state).toMatchObject({ stale: false, config: { level: 'NORMAL', revision: 42 } });
  });

  it('names its client and keeps the browser cache out of it', async () => {
    await started();
    expect(server.polls[0]!.headers.get('Poolwarden-Client')).toBe('tab-1');
    expect(server.polls[0]!.cache).toBe('no-store');
  });

  it('polls once however often it is started', async () => {
    await started();
    await started();
    expect(server.polls).toHaveLength(1);
  });
});

describe('the feed on its way', () => {
  it.each([
    [0, 24],
    [0.5, 30],
    [1, 36],
  ])('with dice at %d polls again after %d s', async (dice, interval) => {
    time.dice = dice;
    await started();
    await seconds(interval - 0.001);
    expect(server.polls).toHaveLength(1);
    await seconds(0.001);
    expect(server.polls).toHaveLength(2);
  });

  it('asks only for news, and keeps its config at 304', async () => {
    server.publish({}, { ETag: '"42"' });
    await started();
    const { config } = feed.state;
    server.onPoll = () => new Response(null, { status: 304 });
    for (let minute = 0; minute < 5; minute++) await seconds(60);
    expect(server.polls[0]!.headers.has('If-None-Match')).toBe(false);
    expect(server.polls.at(-1)!.headers.get('If-None-Match')).toBe('"42"');
    expect(feed.state).toEqual({ config, stale: false, problem: undefined });
  });

  it('takes a higher revision and ignores a lower one of the same instance', async () => {
    await started();
    server.publish({ revision: 43, max_concurrent_requests: 3 });
    await seconds(30);
    expect(feed.state.config.maxConcurrentRequests).toBe(3);
    server.publish({ revision: 41, max_concurrent_requests: 9 });
    await seconds(30);
    expect(feed.state.config.maxConcurrentRequests).toBe(3);
  });

  it('takes any revision of another instance', async () => {
    await started();
    server.publish({ instance: 'c3d4', revision: 1, max_concurrent_requests: 9 });
    await seconds(30);
    expect(feed.state.config).toMatchObject({ instance: 'c3d4', maxConcurrentRequests: 9 });
  });

  it('tells its listeners of changes and of nothing else, until they leave', async () => {
    const heard: FeedState[] = [];
    const leave = feed.subscribe((state) => heard.push(state));
    await started();
    await seconds(30);
    server.publish({ revision: 43 });
    await seconds(30);
    leave();
    server.publish({ revision: 44 });
    await seconds(30);
    expect(heard.map(({ config }) => config.revision)).toEqual([42, 43]);
  });

  it('stops for good and leaves no timer behind', async () => {
    await started();
    feed.stop();
    expect(time.pendingTimers).toBe(0);
    await seconds(300);
    expect(server.polls).toHaveLength(1);
  });

  it('forgets the answer to a poll that was stopped, even one that no longer heeds it', async () => {
    const fetch = async () => Response.json(wireConfig());
    feed = new ConfigFeed({ url: URL, clientId: 'tab-1', fetch }, time);
    feed.start();
    feed.stop();
    await settle();
    expect(feed.state.stale).toBe(true);
    expect(time.pendingTimers).toBe(0);
  });
});

describe('the feed while the breaker is open', () => {
  it.each([
    [0, 1],
    [5, 5],
    [300, 30],
  ])('told to retry after %d s polls after %d s', async (retryAfter, interval) => {
    server.publish({ circuit_breaker_open: true, retry_after_seconds: retryAfter });
    await started();
    await seconds(interval - 0.1);
    expect(server.polls).toHaveLength(1);
    await seconds(0.1);
    expect(server.polls).toHaveLength(2);
  });
});
