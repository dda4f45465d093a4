import { beforeEach, describe, expect, it } from 'vitest';
import { PollFailedError } from '../../src/index.ts';
import { EMERGENCY, wireConfig } from '../wire-config.ts';
import { failToPoll, fixture, type Fixture } from './fixture.ts';

let time: Fixture['time'];
let server: Fixture['server'];
let feed: Fixture['feed'];
let started: Fixture['started'];
let seconds: Fixture['seconds'];

beforeEach(() => {
  ({ time, server, feed, started, seconds } = fixture());
});

describe('the feed when polls fail', () => {
  it('keeps the last good config and says what is wrong', async () => {
    await started();
    server.onPoll = failToPoll;
    await seconds(30);
    expect(feed.state).toMatchObject({ stale: false, config: { revision: 42 } });
    expect(feed.state.problem).toBeInstanceOf(PollFailedError);
    server.publish({});
    await seconds(2);
    expect(feed.state.problem).toBeUndefined();
  });

  it('returns to its usual pace with the first good answer', async () => {
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
    await started();
    server.onPoll = failToPoll;
    await seconds(30);
    server.publish({ revision: 41 });
    await seconds(2);
    expect(feed.state).toMatchObject({ problem: undefined, config: { revision: 42 } });
  });

  it.each<[string, () => Response, string]>([
    ['a malformed config', () => Response.json(wireConfig({ request_delay_ms: -1 })), 'malformed_config'],
    ['no JSON', () => new Response('<html>'), 'poll_failed'],
    ['an error', () => new Response('', { status: 500 }), 'poll_failed'],
    ['304 without having been asked', () => new Response(null, { status: 304 }), 'poll_failed'],
  ])('takes %s for a failed poll', async (_, answer, code) => {
    await started();
    server.onPoll = answer;
    await seconds(30);
    expect(feed.state).toMatchObject({ stale: false, config: { revision: 42 }, problem: { code } });
  });

  it('backs off from 2 s, twice as long each time, up to a minute', async () => {
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

  it('gives up a poll that gets no answer in 10 s', async () => {
    server.onPoll = () => new Promise(() => {});
    await started();
    await seconds(10);
    expect(feed.state.problem?.message).toContain('no answer in time');
    await seconds(2);
    expect(server.polls).toHaveLength(2);
  });

  it('becomes cautious when the config is older than it is valid for', async () => {
    await started();
    server.onPoll = failToPoll;
    await seconds(89);
    expect(feed.state.stale).toBe(false);
    await seconds(1);
    expect(feed.state).toMatchObject({
      stale: true,
      config: { level: 'MODERATE', maxRequestsPerMinute: 70 },
    });
  });

  it('never becomes less strict by becoming stale, but lets go of breaker and emergency', async () => {
    server.publish({ ...EMERGENCY, circuit_breaker_open: true });
    await started();
    server.onPoll = failToPoll;
    await seconds(90);
    expect(feed.state.config).toMatchObject({
      level: 'EMERGENCY',
      maxConcurrentRequests: 1,
      maxRequestsPerMinute: 5,
      requestDelayMs: 2000,
      circuitBreakerOpen: false,
      emergencyModeActive: false,
    });
  });

  it('believes any revision once its own config is stale', async () => {
    await started();
    server.onPoll = failToPoll;
    await seconds(90);
    server.publish({ revision: 1 });
    await seconds(60);
    expect(feed.state).toMatchObject({ stale: false, config: { revision: 1 } });
  });

  it('takes a stale config up again when the server confirms it', async () => {
    server.publish({}, { ETag: '"42"' });
    await started();
    server.onPoll = failToPoll;
    await seconds(90);
    server.onPoll = () => new Response(null, { status: 304 });
    await seconds(60);
    expect(feed.state).toMatchObject({ stale: false, config: { revision: 42, level: 'NORMAL' } });
  });
});
