import { describe, expect, it } from 'vitest';
import { createPoolwarden } from '../../src/index.ts';
import { createFakeClock, createFakeServer, fakeRefusal, settle } from '../../src/testing/index.ts';
import { EMERGENCY, watch } from '../helpers.ts';
import { APP, CONFIG_URL, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

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

  it('sends nothing again: who waits for that is handed what came, at once', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => fakeRefusal(null, '30');
    const outcome = watch(client.fetch(PAGE));
    await settle();
    client.dispose();
    await settle();
    expect(outcome.value?.status).toBe(503);
    expect(time.pendingTimers).toBe(0);
    await time.advance(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it('hands on the refusal of what was in flight, and repeats it no more', async () => {
    const { client, server, time } = await fixture();
    let answer = (_: Response) => {};
    server.onRequest = () => new Promise((resolve) => (answer = resolve));
    const flying = watch(client.fetch(PAGE));
    await settle();
    client.dispose();
    answer(fakeRefusal(null, '1'));
    await settle();
    expect(flying.value?.status).toBe(503);
    expect(time.pendingTimers).toBe(0);
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
