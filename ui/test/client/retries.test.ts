import { describe, expect, it } from 'vitest';
import { fakeConfig, fakeRefusal, settle } from '../../src/testing/index.ts';
import { BREAKER_OPEN, watch } from '../helpers.ts';
import { APP, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

const refuse = (retryAfter?: string, config: unknown = null) => fakeRefusal(config, retryAfter);

describe('a request that the server did not take', () => {
  it.each([
    ['4', 0, 4000],
    ['4', 0.5, 4250],
    [undefined, 0.5, 250],
    ['', 0.5, 250],
    ['soon', 0.5, 250],
    ['-3', 0.5, 250],
    // Time is stepped by hand and begins at 1 000 s after 1970.
    ['Thu, 01 Jan 1970 00:16:50 GMT', 0, 10_000],
    ['Fri, 31 Dec 1965 23:59:59 GMT', 0.5, 250],
  ])('with Retry-After %s and dice at %d is repeated after %d ms', async (told, dice, waitMs) => {
    const { client, server, time } = await fixture();
    time.dice = dice;
    server.onRequest = () => (server.requests.length === 1 ? refuse(told) : new Response('done'));
    const outcome = watch(client.fetch(PAGE));
    await time.advance(waitMs - 1);
    expect(server.requests).toHaveLength(1);
    await time.advance(1);
    expect(server.requests).toHaveLength(2);
    expect(await outcome.value?.text()).toBe('done');
    expect(client.getFigures().inFlight).toBe(0);
  });

  it('waits twice as long after each try, with full jitter', async () => {
    const { client, server, time } = await fixture({}, { maxRetries: 3 });
    const sent: number[] = [];
    server.onRequest = () => (sent.push(time.now()), refuse());
    time.dice = 0.999;
    watch(client.fetch(PAGE));
    await time.advance(10_000);
    expect(sent.map((at, i) => Math.round((at - (sent[i - 1] ?? at)) / 10) * 10)).toEqual([
      0, 500, 1000, 2000,
    ]);
    const start = time.now();
    sent.length = 0;
    time.dice = 0;
    watch(client.fetch(PAGE));
    await time.advance(10_000);
    // Only the delay between starts holds them up.
    expect(sent.map((at) => at - start)).toEqual([0, 100, 200, 300]);
  });

  it.each([429, 502, 503, 504])('is repeated after %d', async (status) => {
    const { client, server, time } = await fixture();
    server.onRequest = () => (server.requests.length === 1 ? new Response('', { status }) : new Response());
    const outcome = watch(client.fetch(PAGE));
    await time.advance(1000);
    expect(outcome.value?.status).toBe(200);
  });

  it('is repeated after the network failed, and its last error is the caller’s', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => Promise.reject(new TypeError(`failure ${server.requests.length}`));
    const outcome = watch(client.fetch(PAGE));
    await time.advance(10_000);
    expect(outcome.error).toEqual(new TypeError('failure 3'));
    expect(client.getFigures()).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('gives its place to others meanwhile, and queues again afterwards', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    server.onRequest = ({ url }) => (url === PAGE ? refuse('1') : new Promise(() => {}));
    watch(client.fetch(PAGE));
    watch(client.fetch(`${PAGE}?page=2`));
    await time.advance(10_000);
    expect(server.requests.map(({ url }) => url)).toEqual([PAGE, `${PAGE}?page=2`]);
    expect(client.getFigures()).toMatchObject({ inFlight: 1, waiting: 1 });
  });

  it('lets go of the answer it does not hand on, however long that is', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    let reason: unknown = 'kept';
    const body = new ReadableStream({ cancel: () => void (reason = 'let go of') });
    server.onRequest = () =>
      server.requests.length === 1 ? new Response(body, { status: 503 }) : new Response();
    const outcome = watch(client.fetch(PAGE));
    await time.advance(1000);
    expect([outcome.value?.status, reason]).toEqual([200, 'let go of']);
  });

  it('is handed to the caller when it repeats itself too often', async () => {
    const { client, server, time } = await fixture({}, { maxRetries: 1 });
    server.onRequest = () => refuse('1');
    const outcome = watch(client.fetch(PAGE));
    await time.advance(50_000);
    expect(server.requests).toHaveLength(2);
    expect(await outcome.value?.json()).toMatchObject({ title: 'Service Unavailable' });
  });

  it.each<[string, RequestInit, Response, number?]>([
    ['a POST', { method: 'POST' }, refuse('1')],
    ['a PATCH', { method: 'PATCH' }, refuse('1')],
    ['a Retry-After of three minutes', {}, refuse('180'), 1e6],
    ['a Retry-After beyond the longest wait', {}, refuse('60')],
    ['another error', {}, new Response('', { status: 500, headers: { 'Retry-After': '1' } })],
    ['a redirect it was not to follow', {}, new Response(null, { status: 302 })],
  ])('is not repeated for %s', async (_, init, response, maxWaitMs = 60_000) => {
    const { client, server, time } = await fixture();
    server.onRequest = () => response;
    const outcome = watch(client.fetch(PAGE, { ...init, poolwarden: { maxWaitMs } }));
    await settle();
    expect(outcome.value?.status).toBe(response.status);
    await time.advance(300_000);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('is repeated for %s', async (method) => {
    const { client, server, time } = await fixture();
    server.onRequest = () => refuse('1');
    watch(client.fetch(PAGE, { method }));
    await time.advance(10_000);
    expect(server.requests.map((it) => it.method)).toEqual([method, method, method]);
  });

  it('is sent with its body again', async () => {
    const { client, server, time } = await fixture();
    const bodies: string[] = [];
    server.onRequest = async (request) => (bodies.push(await request.text()), refuse('1'));
    watch(client.fetch(new Request(PAGE, { method: 'PUT', body: 'hello' })));
    await time.advance(10_000);
    expect(bodies).toEqual(['hello', 'hello', 'hello']);
  });

  it('is repeated no more once a tenth of the requests were', async () => {
    const { client, server, time } = await fixture({ request_delay_ms: 100 }, { maxRetries: 1 });
    server.onRequest = () => refuse();
    for (let i = 0; i < 12; i++) {
      watch(client.fetch(`${APP}/${i}`));
      await time.advance(1000);
    }
    expect(server.requests).toHaveLength(12 + 10);
    server.onRequest = () => new Response();
    for (let i = 0; i < 10; i++) {
      watch(client.fetch(`${APP}/${i}`));
      await time.advance(1000);
    }
    server.onRequest = () => refuse();
    const before = server.requests.length;
    for (let i = 0; i < 2; i++) {
      watch(client.fetch(`${APP}/${i}`));
      await time.advance(1000);
    }
    expect(server.requests).toHaveLength(before + 3);
  });

  it('stops waiting when its caller gives up, and leaves no timer', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => refuse('30');
    const patience = new AbortController();
    const outcome = watch(client.fetch(PAGE, { signal: patience.signal }));
    await time.advance(1000);
    const timers = time.pendingTimers;
    patience.abort('bored');
    await settle();
    expect(outcome.error).toBe('bored');
    expect(time.pendingTimers).toBe(timers - 1);
    await time.advance(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it('is not sent again into an open breaker', async () => {
    const { client, server, time } = await fixture();
    server.publish(BREAKER_OPEN);
    server.onRequest = () => refuse('1', fakeConfig(BREAKER_OPEN));
    const outcome = watch(client.fetch(PAGE));
    await settle();
    expect(outcome.value?.status).toBe(503);
    await time.advance(2000);
    expect(server.requests).toHaveLength(1);
  });
});

it('a request that is refused after its client was disposed of is over at once', async () => {
  const { client, server, time } = await fixture();
  let answer = (_: Response) => {};
  server.onRequest = () => new Promise((resolve) => (answer = resolve));
  const outcome = watch(client.fetch(PAGE));
  await settle();
  client.dispose();
  answer(refuse('30'));
  await settle();
  expect(outcome.value?.status).toBe(503);
  expect(time.pendingTimers).toBe(0);
});
