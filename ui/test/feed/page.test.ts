import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserPage } from '../../src/feed/page.ts';
import { settle } from '../../src/testing/index.ts';
import { fixture } from './fixture.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the feed of a page that nobody sees', () => {
  it('pauses, and says that it does', async () => {
    const { page, server, feed, time, started, seconds } = fixture();
    await started();
    page.become(false);
    expect(feed.snapshot().nextPollAt).toBeUndefined();
    await seconds(600);
    expect(server.polls).toHaveLength(1);
    expect(time.pendingTimers).toBe(0);
  });

  it('polls at once when it is seen again', async () => {
    const { page, server, started, seconds } = fixture();
    await started();
    page.become(false);
    await seconds(5);
    page.become(true);
    await settle();
    expect(server.polls).toHaveLength(2);
  });

  it('does not for a glance that is shorter than a second, but goes on as before', async () => {
    const { page, server, started, seconds } = fixture();
    await started();
    page.become(false);
    page.become(true);
    await settle();
    expect(server.polls).toHaveLength(1);
    await seconds(30);
    expect(server.polls).toHaveLength(2);
  });

  it('does not poll at its start either', async () => {
    const { page, server, started } = fixture();
    page.become(false);
    await started();
    expect(server.polls).toHaveLength(0);
  });

  it('becomes cautious in time nevertheless', async () => {
    const { page, feed, started, seconds } = fixture();
    await started();
    page.become(false);
    await seconds(90);
    expect(feed.snapshot().source).toBe('default');
  });

  it('lets go of the page when disposed of', async () => {
    const { page, disposal, started } = fixture();
    await started();
    disposal.abort();
    expect(page.listeners.size).toBe(0);
  });
});

describe('the page of a browser', () => {
  it.each([
    ['outside of a page', undefined, undefined, true],
    ['in Node, which has a navigator without a network', undefined, {}, true],
    ['in a page that is seen', { hidden: false }, { onLine: true }, true],
    ['in one that is hidden', { hidden: true }, { onLine: true }, false],
    ['offline', { hidden: false }, { onLine: false }, false],
  ])('%s is active: %4$s', (_, document, navigator, isActive) => {
    vi.stubGlobal('document', document);
    vi.stubGlobal('navigator', navigator);
    expect(browserPage.isActive()).toBe(isActive);
  });

  it('says when that may have changed, until the signal aborts', () => {
    const target = new EventTarget();
    vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
    const heard: number[] = [];
    const ending = new AbortController();
    browserPage.listen(() => heard.push(1), ending.signal);
    for (const type of ['visibilitychange', 'pageshow', 'online', 'offline'])
      target.dispatchEvent(new Event(type));
    expect(heard).toHaveLength(4);
    ending.abort();
    target.dispatchEvent(new Event('online'));
    expect(heard).toHaveLength(4);
  });

  it('asks nothing of an environment without events', () => {
    vi.stubGlobal('addEventListener', undefined);
    browserPage.listen(() => {}, new AbortController().signal);
  });
});
