import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeClock, createFakeServer, fakeConfig, settle } from '../../src/testing/index.ts';
import { BREAKER_OPEN, forEver, watch } from '../helpers.ts';
import { APP, CONFIG_URL, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('../../src/tabs/index.ts');
  vi.resetModules();
});

describe('a client whose tabs cannot share', () => {
  it.each([
    [
      'since their part cannot be loaded',
      () => {
        throw new Error('gone after a deployment');
      },
    ],
    ['since the browser refuses', () => ({ openTabs: () => Promise.reject(new DOMException('no')) })],
  ])('%s has a budget of its own', async (_, tabs) => {
    vi.resetModules();
    vi.doMock('../../src/tabs/index.ts', tabs);
    vi.stubGlobal('navigator', { locks: {} });
    const { createPoolwarden: create } = await import('../../src/index.ts');
    const [time, server] = [createFakeClock(), createFakeServer(ONE_AT_A_TIME)];
    const client = create({ configUrl: CONFIG_URL, fetch: server.fetch, time });
    server.onRequest = forEver;
    watch(client.fetch(`${APP}/one`));
    watch(client.fetch(`${APP}/two`));
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    await time.advance(1000);
    expect(client.getFigures()).toEqual({ inFlight: 1, started: 1, waiting: 1 });
    client.dispose();
  });
});

describe('a client whose tabs take their time to find together', () => {
  async function opening() {
    let open = (_: unknown) => {};
    vi.resetModules();
    vi.doMock('../../src/tabs/index.ts', () => ({ openTabs: () => new Promise((them) => (open = them)) }));
    vi.stubGlobal('navigator', { locks: {} });
    const { createPoolwarden: create } = await import('../../src/index.ts');
    const { tabBudget } = await import('../../src/limiter/tab-budget.ts');
    const [time, server] = [createFakeClock(), createFakeServer()];
    const client = create({ configUrl: CONFIG_URL, fetch: server.fetch, time });
    const found = () => open({ clientId: 'all-tabs', budget: tabBudget(time), peers: undefined });
    return { client, time, server, found };
  }

  it('keeps requests waiting until then, and names them as the tabs do', async () => {
    const { client, server, found } = await opening();
    const asked = watch(client.fetch(PAGE));
    await vi.dynamicImportSettled();
    await settle();
    expect([server.requests.length, server.polls.length]).toEqual([0, 0]);
    found();
    await settle();
    expect(asked.value?.status).toBe(200);
    const names = [...server.requests, ...server.polls].map(({ headers }) =>
      headers.get('Poolwarden-Client'),
    );
    expect(names).toEqual(['all-tabs', 'all-tabs']);
    client.dispose();
  });

  it('lets those who wait give up, be late, or be sent away meanwhile', async () => {
    const { client, time, server, found } = await opening();
    const patience = new AbortController();
    const given = watch(client.fetch(`${APP}/given-up`, { signal: patience.signal }));
    const late = watch(client.fetch(`${APP}/late`, { poolwarden: { maxWaitMs: 100 } }));
    const waiting = watch(client.fetch(`${APP}/waiting`));
    await vi.dynamicImportSettled();
    patience.abort('bored');
    await time.advance(100);
    expect(given.error).toBe('bored');
    expect(late.error).toMatchObject({ code: 'queue_timeout' });
    expect(waiting.error).toBeUndefined();
    client.dispose();
    found();
    await settle();
    expect(waiting.error).toMatchObject({ code: 'disposed' });
    expect([server.requests.length, server.polls.length, time.pendingTimers]).toEqual([0, 0, 0]);
  });
});

describe('a client that is pushed to', () => {
  it('obeys what comes, beside the events it asked for', async () => {
    const streams: (EventTarget & { url: string })[] = [];
    vi.stubGlobal(
      'EventSource',
      class extends EventTarget {
        constructor(readonly url: string) {
          super();
          streams.push(this);
        }
        close() {}
      },
    );
    const { client } = await fixture({}, { push: 'sse' });
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    expect(streams[0]!.url).toBe(`${APP}/api/v1/health/database/events`);
    const data = JSON.stringify(fakeConfig(BREAKER_OPEN));
    streams[0]!.dispatchEvent(new MessageEvent('config', { data }));
    await expect(client.fetch(PAGE)).rejects.toMatchObject({ code: 'breaker_open' });
    client.dispose();
  });

  it('goes without where there are no events', async () => {
    vi.stubGlobal('EventSource', undefined);
    const { client } = await fixture({}, { push: 'sse' });
    expect((await client.fetch(PAGE)).status).toBe(200);
    client.dispose();
  });
});
