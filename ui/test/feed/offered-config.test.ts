import { describe, expect, it } from 'vitest';
import { fakeConfig, settle } from '../../src/testing/index.ts';
import { EMERGENCY } from '../helpers.ts';
import { failToPoll, fixture } from './fixture.ts';

describe('the feed and a config that came another way', () => {
  it('obeys it at once, and polls as that one says', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    await seconds(20);
    feed.offer(fakeConfig({ ...EMERGENCY, poll_after_seconds: 15 }));
    expect(feed.snapshot().config.throttling_level).toBe('EMERGENCY');
    await seconds(14.9);
    expect(server.polls).toHaveLength(1);
    await seconds(0.1);
    expect(server.polls).toHaveLength(2);
  });

  it('ignores an older one', async () => {
    const { feed, started } = fixture();
    await started();
    const before = feed.snapshot();
    feed.offer(fakeConfig({ ...EMERGENCY, revision: 41 }), true);
    expect(feed.snapshot()).toBe(before);
  });

  it('asks the server at once about a doubtful one that is new, and once', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    await seconds(5);
    for (let i = 0; i < 3; i++) feed.offer(fakeConfig(EMERGENCY), true);
    await settle();
    expect(server.polls).toHaveLength(2);
  });

  it.each([
    ['merely repeats what is known', 5, {}],
    ['came right after a poll', 0.9, EMERGENCY],
  ])('does not ask about one that %s', async (_, after, changes) => {
    const { server, feed, started, seconds } = fixture();
    await started();
    await seconds(after);
    feed.offer(fakeConfig(changes), true);
    await settle();
    expect(server.polls).toHaveLength(1);
  });

  it('refuses a malformed one and says so', async () => {
    const { feed, started } = fixture();
    await started();
    feed.offer({ ...fakeConfig(EMERGENCY), health: 'FINE', revision: -1 });
    expect(feed.snapshot().config.throttling_level).toBe('NORMAL');
    expect(feed.snapshot().problem?.message).toBe('Config refused for health: "FINE",revision: -1');
    expect(feed.snapshot().source).toBe('server');
  });

  it('polls no later for malformed ones, however many come', async () => {
    const { server, feed, started, seconds } = fixture();
    await started();
    for (let second = 0; second < 30; second++) {
      feed.offer({ throttling_level: 'PANIC' });
      await seconds(1);
    }
    expect(server.polls).toHaveLength(2);
    expect(feed.snapshot().problem).toBeUndefined();
  });

  it('does not name an old config when it asks for news', async () => {
    const { server, feed, started, seconds } = fixture();
    server.publish({}, { ETag: '"42"' });
    await started();
    feed.offer(fakeConfig(EMERGENCY));
    await seconds(30);
    expect(server.polls[1]!.headers.has('If-None-Match')).toBe(false);
  });

  it('does not let a 304 for the old one make the new one last longer', async () => {
    const { server, feed, started, seconds } = fixture();
    server.publish({}, { ETag: '"42"' });
    await started();
    let answer = (_: Response) => {};
    server.onPoll = () => new Promise((resolve) => (answer = resolve));
    await seconds(30);
    feed.offer(fakeConfig({ ...EMERGENCY, valid_for_seconds: 20 }));
    await seconds(5);
    server.onPoll = failToPoll;
    answer(new Response(null, { status: 304 }));
    await seconds(15);
    expect(feed.snapshot().source).toBe('default');
  });

  it('counts severe polls in a row, and only polls', async () => {
    const { server, feed, started, seconds } = fixture();
    server.publish({ health: 'CRITICAL' });
    await started();
    feed.offer(fakeConfig(EMERGENCY));
    server.publish(EMERGENCY);
    await seconds(30);
    server.onPoll = failToPoll;
    await seconds(30);
    expect(feed.snapshot()).toMatchObject({ severePolls: 2, source: 'last_good' });
    server.publish({ revision: 44 });
    await seconds(2);
    expect(feed.snapshot()).toMatchObject({ severePolls: 0, source: 'server' });
  });
});

describe('the snapshot', () => {
  it('stays the same object until something in it changes', async () => {
    const { feed, started, time, changes } = fixture();
    await started();
    const snapshot = feed.snapshot();
    const before = changes.length;
    feed.offer(fakeConfig());
    feed.count(true);
    expect(feed.snapshot()).toBe(snapshot);
    expect(changes).toHaveLength(before);
    await time.advance(10);
    feed.offer(fakeConfig());
    expect(feed.snapshot()).not.toBe(snapshot);
    expect(changes).toHaveLength(before + 1);
  });

  it('is there for those who are told that it changed', async () => {
    const { feed, started, changes } = fixture();
    const levels: string[] = [];
    changes.push = () => levels.push(feed.snapshot().config.throttling_level);
    await started();
    feed.offer(fakeConfig(EMERGENCY));
    expect(levels.at(-1)).toBe('EMERGENCY');
  });

  it('says since when the application is slowed down, and that it is no more', async () => {
    const { feed, time, started, seconds } = fixture();
    await started();
    expect(feed.snapshot().throttledSince).toBeUndefined();
    await seconds(3);
    const since = time.now();
    feed.offer(fakeConfig(EMERGENCY));
    await seconds(3);
    feed.offer(fakeConfig({ revision: 44, throttling_level: 'MODERATE' }));
    expect(feed.snapshot().throttledSince).toBe(since);
    feed.offer(fakeConfig({ revision: 45 }));
    expect(feed.snapshot().throttledSince).toBeUndefined();
    feed.offer(fakeConfig({ revision: 46, circuit_breaker_open: true }));
    expect(feed.snapshot().throttledSince).toBe(time.now());
  });
});
