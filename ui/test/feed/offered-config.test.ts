import { beforeEach, describe, expect, it } from 'vitest';
import { MalformedConfigError } from '../../src/index.ts';
import { EMERGENCY, wireConfig } from '../wire-config.ts';
import { failToPoll, fixture, type Fixture } from './fixture.ts';

let server: Fixture['server'];
let feed: Fixture['feed'];
let started: Fixture['started'];
let seconds: Fixture['seconds'];

beforeEach(() => {
  ({ server, feed, started, seconds } = fixture());
});

describe('the feed and a config that came in a refusal', () => {
  it('obeys it at once, and polls as that one says', async () => {
    await started();
    await seconds(20);
    feed.offer(wireConfig({ ...EMERGENCY, poll_after_seconds: 15 }));
    expect(feed.state.config.level).toBe('EMERGENCY');
    await seconds(14.9);
    expect(server.polls).toHaveLength(1);
    await seconds(0.1);
    expect(server.polls).toHaveLength(2);
  });

  it('ignores an older one', async () => {
    await started();
    feed.offer(wireConfig({ ...EMERGENCY, revision: 41 }));
    expect(feed.state.config.level).toBe('NORMAL');
  });

  it('refuses a malformed one and says so', async () => {
    await started();
    feed.offer({ throttling_level: 'EMERGENCY' });
    expect(feed.state.config.level).toBe('NORMAL');
    expect(feed.state.problem).toBeInstanceOf(MalformedConfigError);
  });

  it('does not name an old config when it asks for news', async () => {
    server.publish({}, { ETag: '"42"' });
    await started();
    feed.offer(wireConfig(EMERGENCY));
    await seconds(30);
    expect(server.polls[1]!.headers.has('If-None-Match')).toBe(false);
  });

  it('keeps the name of a config that is merely repeated', async () => {
    server.publish({}, { ETag: '"42"' });
    await started();
    feed.offer(wireConfig());
    await seconds(30);
    expect(server.polls[1]!.headers.get('If-None-Match')).toBe('"42"');
  });

  it('does not let a 304 for the old one make the new one last longer', async () => {
    server.publish({}, { ETag: '"42"' });
    await started();
    let answer = (_: Response) => {};
    server.onPoll = () => new Promise((resolve) => (answer = resolve));
    await seconds(30);
    feed.offer(wireConfig({ ...EMERGENCY, valid_for_seconds: 20 }));
    await seconds(5);
    server.onPoll = failToPoll;
    answer(new Response(null, { status: 304 }));
    await seconds(15);
    expect(feed.state.stale).toBe(true);
  });
});
