import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../src/testing/index.ts';
import { forEver } from '../helpers.ts';
import { failToPoll, fixture } from './fixture.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the feed at its start', () => {
  it('is cautious before the server has spoken, and slows nobody down for that', () => {
    const { feed, time } = fixture();
    expect(feed.snapshot()).toMatchObject({
      source: 'default',
      config: { throttling_level: 'MODERATE', max_concurrent_requests: 7, request_delay_ms: 400 },
    });
    const { confirmedAt, throttledSince, nextPollAt, problem } = feed.snapshot();
    expect([confirmedAt, throttledSince, nextPollAt, problem]).toEqual(Array(4).fill(undefined));
    expect(time.pendingTimers).toBe(0);
  });

  it('obeys the server from the first answer on', async () => {
    const { feed, time, started } = fixture();
    await started();
    expect(feed.snapshot()).toMatchObject({
      source: 'server',
      config: { throttling_level: 'NORMAL', revision: 42 },
      confirmedAt: time.now(),
      nextPollAt: time.now() + 30_000,
    });
  });

  it('wants an answer that the server has confirmed', async () => {
    const { server, started } = fixture();
    await started();
    expect(server.polls[0]!.cache).toBe('no-cache');
  });
});

describe('the feed on its way', () => {
  it.each([
    [0, 24],
    [0.5, 30],
    [1, 36],
  ])('with dice at %d polls again after %d s', async (dice, interval) => {
    const { time, server, started, seconds } = fixture();
    time.dice = dice;
    await started();
    await seconds(interval - 0.001);
    expect(server.polls).toHaveLength(1);
    await seconds(0.001);
    expect(server.polls).toHaveLength(2);
  });

  it('asks only for news in Node, and keeps its config at 304', async () => {
    const { server, feed, started, seconds } = fixture();
    server.publish({}, { ETag: '"42"' });
    await started();
    const { config } = feed.snapshot();
    server.onPoll = () => new Response(null, { status: 304 });
    for (let minute = 0; minute < 5; minute++) await seconds(60);
    expect(server.polls[0]!.headers.has('If-None-Match')).toBe(false);
    expect(server.polls.at(-1)!.headers.get('If-None-Match')).toBe('"42"');
    expect(feed.snapshot()).toMatchObject({ config, source: 'server', problem: undefined });
  });

  it('leaves that to the cache in a browser, where a header of its own costs a preflight', async () => {
    vi.stubGlobal('location', new globalThis.URL('http://app.test/'));
    const { server, started, seconds } = fixture();
    server.publish({}, { ETag: '"42"' });
    await started();
    await seconds(30);
    expect(server.polls.map(({ headers }) => headers.has('If-None-Match'))).toEqual([false, false]);
  });

  it('takes a higher revision and ignores a lower one of the same instance', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.publish({ revision: 43, max_concurrent_requests: 3 });
    await seconds(30);
    expect(feed.snapshot().config.max_concurrent_requests).toBe(3);
    server.publish({ revision: 41, max_concurrent_requests: 9 });
    await seconds(30);
    expect(feed.snapshot().config.max_concurrent_requests).toBe(3);
  });

  it('takes any revision of another instance', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.publish({ instance: 'c3d4', revision: 1, max_concurrent_requests: 9 });
    await seconds(30);
    expect(feed.snapshot().config).toMatchObject({ instance: 'c3d4', max_concurrent_requests: 9 });
  });

  it('gives up a poll that gets no answer in 10 s', async () => {
    const { server, feed, started, seconds } = fixture();
    server.onPoll = forEver;
    await started();
    await seconds(10);
    expect(feed.snapshot().problem?.message).toBe('No answer in time');
    expect(server.polls[0]!.signal.aborted).toBe(true);
    await seconds(2);
    expect(server.polls).toHaveLength(2);
  });

  it('joins a poll under way when told to refresh, and is done when that is', async () => {
    const { server, feed, started, seconds } = fixture();
    let answer = (_: Response) => {};
    server.onPoll = () => new Promise((resolve) => (answer = resolve));
    await started();
    let isDone = false;
    void feed.refresh().then(() => (isDone = true));
    await settle();
    expect([server.polls.length, isDone]).toEqual([1, false]);
    answer(new Response('no config'));
    await settle();
    expect([server.polls.length, isDone]).toEqual([1, true]);
    server.onPoll = failToPoll;
    await seconds(1);
    await feed.refresh();
    expect(server.polls).toHaveLength(2);
  });

  it.each([
    [0, 1],
    [5, 5],
    [300, 30],
  ])('with the breaker open and told to retry after %d s polls after %d s', async (retry, interval) => {
    const { server, started, seconds } = fixture();
    server.publish({ circuit_breaker_open: true, retry_after_seconds: retry });
    await started();
    await seconds(interval - 0.1);
    expect(server.polls).toHaveLength(1);
    await seconds(0.1);
    expect(server.polls).toHaveLength(2);
  });
});

describe('a feed that is disposed of', () => {
  it('polls no more and leaves no timer behind', async () => {
    const { time, server, disposal, started, seconds } = fixture();
    await started();
    disposal.abort();
    expect(time.pendingTimers).toBe(0);
    await seconds(300);
    expect(server.polls).toHaveLength(1);
  });

  it('calls off the poll under way, and forgets an answer that comes all the same', async () => {
    const { time, server, feed, disposal, started, changes } = fixture();
    let answer = (_: Response) => {};
    server.onPoll = () => new Promise((resolve) => (answer = resolve));
    await started();
    disposal.abort();
    answer(Response.json({}));
    await settle();
    expect(server.polls[0]!.signal.aborted).toBe(true);
    expect(feed.snapshot().source).toBe('default');
    expect([time.pendingTimers, changes.length]).toEqual([0, 0]);
  });

  it('leaves no timer behind when a peer had told it something before it was started', () => {
    const { time, feed, disposal } = fixture();
    feed.hear({ failures: 0, severePolls: 0 });
    expect(time.pendingTimers).toBe(1);
    disposal.abort();
    expect(time.pendingTimers).toBe(0);
  });
});
