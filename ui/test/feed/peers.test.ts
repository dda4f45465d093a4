import { describe, expect, it } from 'vitest';
import type { News } from '../../src/feed/peers.ts';
import { fakeConfig, settle } from '../../src/testing/index.ts';
import { EMERGENCY } from '../helpers.ts';
import { failToPoll, fakePeers, fixture } from './fixture.ts';

describe('the feed among other tabs', () => {
  it('tells what it has learnt, good and bad', async () => {
    const { server, seconds, started, time } = fixture();
    const told: News[] = [];
    const start = time.now();
    await started(fakePeers({ tell: (news) => told.push(news) }));
    server.onPoll = failToPoll;
    await seconds(30);
    expect(told).toMatchObject([
      { config: fakeConfig(), confirmedAt: start, failures: 0 },
      { config: fakeConfig(), confirmedAt: start, failures: 1, problem: { message: 'network down' } },
    ]);
  });

  it('leaves the poll to another tab that is at it, and tries again in its turn', async () => {
    const { server, seconds, started } = fixture();
    await started(fakePeers({ alone: async () => undefined }));
    await seconds(70);
    expect(server.polls).toHaveLength(0);
  });

  it('goes on when nobody can say whether another tab is at it', async () => {
    const { server, seconds, started } = fixture();
    let tries = 0;
    const peers = fakePeers({
      alone: (_, action) => (tries++ ? action() : Promise.reject(new DOMException('frozen', 'AbortError'))),
    });
    await started(peers);
    expect(server.polls).toHaveLength(0);
    await seconds(30);
    expect(server.polls).toHaveLength(1);
  });

  it('obeys what another has heard, and polls no earlier than that one would', async () => {
    const { server, feed, time, seconds, started } = fixture();
    await started();
    await seconds(20);
    const config = fakeConfig(EMERGENCY);
    feed.hear({ config, confirmedAt: time.now(), failures: 0, severePolls: 1 });
    expect(feed.snapshot()).toMatchObject({ config, source: 'server' });
    await seconds(29.9);
    expect(server.polls).toHaveLength(1);
    await seconds(0.1);
    expect(server.polls).toHaveLength(2);
  });

  it('knows better than one who has heard the server less lately', async () => {
    const { server, feed, time, seconds, started } = fixture();
    await started();
    await seconds(20);
    const config = fakeConfig({ ...EMERGENCY, instance: 'before' });
    feed.hear({ config, confirmedAt: time.now() - 30_000, failures: 3, severePolls: 0 });
    expect(feed.snapshot()).toMatchObject({ source: 'server', config: { revision: 42 } });
    await seconds(10);
    expect(server.polls).toHaveLength(2);
  });

  it.each([
    ['keeps a newer config than the one that another tab’s later poll has brought', 43, 42],
    ['takes a newer config from a tab that has heard it earlier than an older one came here', 42, 43],
  ])('%s', async (_, held, heard) => {
    const { feed, time, started } = fixture();
    await started();
    feed.offer(fakeConfig({ revision: held }));
    const confirmedAt = time.now() + (held - heard) * 10;
    feed.hear({ config: fakeConfig({ revision: heard }), confirmedAt, failures: 0, severePolls: 0 });
    expect(feed.snapshot()).toMatchObject({ source: 'server', config: { revision: 43 } });
  });

  it('counts no severe polls of days ago', async () => {
    const { server, feed, time, started } = fixture();
    const config = fakeConfig(EMERGENCY);
    feed.hear({ config, confirmedAt: time.now() - 864e5, failures: 0, severePolls: 7 });
    expect(feed.snapshot().severePolls).toBe(0);
    server.publish(EMERGENCY);
    await started();
    expect(feed.snapshot().severePolls).toBe(1);
  });

  it('does not ask when it starts right after another has', async () => {
    const { server, feed, time, seconds, started } = fixture();
    feed.hear({ config: fakeConfig(), confirmedAt: time.now() - 900, failures: 0, severePolls: 0 });
    await started(fakePeers());
    expect(server.polls).toHaveLength(0);
    await seconds(30);
    expect(server.polls).toHaveLength(1);
  });

  it('tells nothing after it was disposed of', async () => {
    const { feed, disposal, started } = fixture();
    const told: News[] = [];
    await started(fakePeers({ tell: (news) => told.push(news) }));
    disposal.abort();
    feed.offer(fakeConfig(EMERGENCY));
    await settle();
    expect(told).toHaveLength(1);
  });
});
