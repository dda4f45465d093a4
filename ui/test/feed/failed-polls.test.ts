import { describe, expect, it } from 'vitest';
import { fakeConfig } from '../../src/testing/index.ts';
import { BREAKER_OPEN } from '../helpers.ts';
import { failToPoll, fixture } from './fixture.ts';

describe('the feed when polls fail', () => {
  it('keeps the last good config with its age, and says what is wrong', async () => {
    const { time, server, feed, started, seconds } = fixture();
    const start = time.now();
    await started();
    server.onPoll = failToPoll;
    await seconds(30);
    expect(feed.snapshot()).toMatchObject({
      source: 'last_good',
      config: { revision: 42 },
      confirmedAt: start,
      problem: new TypeError('network down'),
    });
    server.publish({});
    await seconds(2);
    expect(feed.snapshot()).toMatchObject({ source: 'server', problem: undefined });
  });

  it('returns to its usual pace with the first good answer', async () => {
    const { server, started, seconds } = fixture();
    server.onPoll = failToPoll;
    await started();
    server.publish({});
    await seconds(2);
    expect(server.polls).toHaveLength(2);
    await seconds(29.9);
    expect(server.polls).toHaveLength(2);
    await seconds(0.1);
    expect(server.polls).toHaveLength(3);
  });

  it('has no problem any more when the answer is good but old', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.onPoll = failToPoll;
    await seconds(30);
    server.publish({ revision: 41 });
    await seconds(2);
    expect(feed.snapshot()).toMatchObject({ problem: undefined, config: { revision: 42 } });
    await seconds(29.9);
    expect(server.polls).toHaveLength(3);
  });

  it.each<[string, () => Response, RegExp]>([
    ['a malformed config', () => Response.json(fakeConfig({ request_delay_ms: -1 })), /request_delay_ms: -1/],
    ['no JSON', () => new Response('<html>'), /JSON/],
    ['an error', () => new Response('', { status: 500 }), /throttling-config answered 500/],
    ['304 without having been asked', () => new Response(null, { status: 304 }), /answered 304/],
  ])('takes %s for a failed poll', async (_, answer, message) => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.onPoll = answer;
    await seconds(30);
    expect(feed.snapshot()).toMatchObject({ source: 'last_good', config: { revision: 42 } });
    expect(feed.snapshot().problem?.message).toMatch(message);
  });

  it('goes on when an error is one that refers to itself, as those of some clients do', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    const problem = Object.assign(new Error('timed out'), { request: {} });
    problem.request = { problem };
    server.onPoll = () => Promise.reject(problem);
    await seconds(30);
    expect(feed.snapshot()).toMatchObject({ source: 'last_good', problem });
    server.publish();
    await seconds(2);
    expect(feed.snapshot()).toMatchObject({ source: 'server', problem: undefined });
  });

  it('backs off from 2 s, twice as long each time, up to a minute', async () => {
    const { time, server, started } = fixture();
    server.onPoll = failToPoll;
    await started();
    const waits: number[] = [];
    for (let last = time.now(); waits.length < 7; await time.advance(1000)) {
      if (server.polls.length <= waits.length + 1) continue;
      waits.push((time.now() - last) / 1000);
      last = time.now();
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60]);
  });

  it('becomes cautious when the config is older than it is valid for', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.onPoll = failToPoll;
    await seconds(89.9);
    expect(feed.snapshot()).toMatchObject({ source: 'last_good', config: { throttling_level: 'NORMAL' } });
    await seconds(0.1);
    expect(feed.snapshot()).toMatchObject({
      source: 'default',
      config: { throttling_level: 'MODERATE', max_requests_per_minute: 70 },
    });
  });

  it('never becomes less strict by that, but lets go of breaker and emergency', async () => {
    const { server, feed, started, seconds } = fixture();
    server.publish(BREAKER_OPEN);
    await started();
    server.onPoll = failToPoll;
    await seconds(90);
    expect(feed.snapshot().config).toMatchObject({
      throttling_level: 'EMERGENCY',
      max_concurrent_requests: 1,
      max_requests_per_minute: 5,
      request_delay_ms: 2000,
      circuit_breaker_open: false,
      emergency_mode_active: false,
    });
  });

  it('believes any revision once its own config is stale', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.onPoll = failToPoll;
    await seconds(90);
    server.publish({ revision: 1 });
    await seconds(60);
    expect(feed.snapshot()).toMatchObject({ source: 'server', config: { revision: 1 } });
  });

  it('takes a stale config up again when the server confirms it', async () => {
    const { server, feed, started, seconds } = fixture();
    server.publish({}, { ETag: '"42"' });
    await started();
    server.onPoll = failToPoll;
    await seconds(90);
    server.onPoll = () => new Response(null, { status: 304 });
    await seconds(60);
    expect(feed.snapshot()).toMatchObject({ source: 'server', config: { throttling_level: 'NORMAL' } });
  });
});

describe('the feed without any word from the server', () => {
  it('says that the application is slowed down since the first poll failed', async () => {
    const { server, feed, time, started } = fixture();
    server.onPoll = failToPoll;
    await started();
    expect(feed.snapshot()).toMatchObject({ source: 'default', throttledSince: time.now() });
  });

  it('sheds part of the requests once most of them fail, and says so', async () => {
    const { server, feed, started } = fixture();
    server.onPoll = failToPoll;
    await started();
    for (let i = 0; i < 10; i++) feed.count(true);
    expect([feed.rejectShare(), feed.snapshot().source]).toEqual([0, 'default']);
    for (let i = 0; i < 20; i++) feed.count(false);
    expect(feed.rejectShare()).toBeCloseTo(10 / 31, 12);
    expect(feed.snapshot().source).toBe('adaptive');
  });

  it('knows how requests fared before that, and sheds none while the server speaks', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    server.onPoll = failToPoll;
    await seconds(80);
    for (let i = 0; i < 20; i++) feed.count(false);
    expect([feed.rejectShare(), feed.snapshot().source]).toEqual([0, 'last_good']);
    await seconds(10);
    expect(feed.snapshot().source).toBe('adaptive');
    expect(feed.rejectShare()).toBeGreaterThan(0.9);
    server.publish({});
    await seconds(60);
    expect([feed.rejectShare(), feed.snapshot().source]).toEqual([0, 'server']);
  });
});
