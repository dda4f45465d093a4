import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPoolwarden } from '../../src/index.ts';
import {
  createFakeClock,
  createFakeServer,
  fakeConfig,
  fakeRefusal,
  settle,
} from '../../src/testing/index.ts';
import { BREAKER_OPEN, EMERGENCY, forEver, watch } from '../helpers.ts';
import { APP, CONFIG_URL, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('../../src/tabs/index.ts');
  vi.resetModules();
});

describe('those who subscribe', () => {
  it('hear of each change without being told more, until they leave', async () => {
    const { client, server, time } = await fixture();
    const heard: unknown[][] = [];
    const listener = (...them: unknown[]) => void heard.push(them);
    const leaveOne = client.subscribe(listener);
    const leaveOther = client.subscribe(listener);
    await time.advance(30_000);
    expect(heard).toEqual([[], []]);
    leaveOne();
    server.publish(EMERGENCY);
    await time.advance(30_000);
    expect(heard).toHaveLength(3);
    leaveOther();
    await time.advance(30_000);
    expect(heard).toHaveLength(3);
  });

  it('hear of it as an event too', async () => {
    const { client, time } = await fixture();
    const types: string[] = [];
    client.addEventListener('change', ({ type }) => types.push(type));
    await time.advance(30_000);
    expect(types).toEqual(['change']);
  });

  it('who throw disturb neither the others nor the polls, and the error is not lost', async () => {
    const { client, server, time } = await fixture();
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const uncaught: unknown[] = [];
    process.on('uncaughtException', (error) => uncaught.push(error));
    const levels: string[] = [];
    client.subscribe(() => {
      throw new Error('broken listener');
    });
    client.subscribe(() => levels.push(client.getSnapshot().config.throttling_level));
    server.publish(EMERGENCY);
    await time.advance(60_000);
    process.removeAllListeners('uncaughtException');
    others.forEach((other) => process.on('uncaughtException', other));
    expect(levels).toEqual(['EMERGENCY', 'EMERGENCY']);
    expect(server.polls).toHaveLength(3);
    expect(uncaught).toEqual([new Error('broken listener'), new Error('broken listener')]);
  });

  it('get a snapshot that is the same until it changes, from functions that need no object', async () => {
    const { client, time } = await fixture();
    const { getSnapshot, refresh } = client;
    const snapshot = getSnapshot();
    await client.fetch(PAGE);
    expect(getSnapshot()).toBe(snapshot);
    await time.advance(1000);
    expect(await refresh()).toBe(getSnapshot());
    expect(getSnapshot()).not.toBe(snapshot);
  });
});

describe('a client that is disposed of', () => {
  it('refuses those who wait and those who come, and lets what is in flight end', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    let answer = (_: Response) => {};
    server.onRequest = () => new Promise((resolve) => (answer = resolve));
    const flying = watch(client.fetch(`${APP}/flying`));
    const waiting = watch(client.fetch(`${APP}/waiting`));
    await settle();
    client.dispose();
    await settle();
    expect(waiting.error).toMatchObject({ code: 'disposed' });
    await expect(client.fetch(PAGE)).rejects.toMatchObject({ code: 'disposed' });
    answer(new Response('done'));
    await settle();
    expect(await flying.value?.text()).toBe('done');
    expect(time.pendingTimers).toBe(0);
    expect(client.getFigures()).toEqual({ inFlight: 0, started: 1, waiting: 0 });
  });

  it('sends nothing again: who waits for that hears of it at once', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => fakeRefusal(null, '30');
    const outcome = watch(client.fetch(PAGE));
    await settle();
    client.dispose();
    await settle();
    expect(outcome.error).toMatchObject({ code: 'disposed' });
    expect(time.pendingTimers).toBe(0);
    await time.advance(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it('polls no more, changes no more, and can be disposed of again', async () => {
    const { client, server, time } = await fixture();
    client.dispose();
    client.dispose();
    const snapshot = client.getSnapshot();
    client.subscribe(() => expect.fail('changed'));
    await time.advance(600_000);
    expect(server.polls).toHaveLength(1);
    expect(client.getSnapshot()).toBe(snapshot);
  });

  it('before its first request never begins', async () => {
    const [time, server] = [createFakeClock(), createFakeServer()];
    const client = createPoolwarden({ configUrl: CONFIG_URL, fetch: server.fetch, time, tabs: 'off' });
    client.dispose();
    await expect(client.fetch(PAGE)).rejects.toMatchObject({ code: 'disposed' });
    await client.refresh();
    expect([server.polls.length, time.pendingTimers]).toEqual([0, 0]);
  });

  it('still sends what it does not guard', async () => {
    const { client } = await fixture();
    client.dispose();
    expect((await client.fetch('http://elsewhere.test/')).status).toBe(200);
  });
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
