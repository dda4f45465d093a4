import { describe, expect, it } from 'vitest';
import { BackgroundRefusedError, CircuitOpenError } from '../../src/index.ts';
import { refusal } from '../fake-server.ts';
import { settle } from '../stepped-time.ts';
import { EMERGENCY, wireConfig } from '../wire-config.ts';
import { APP, fixture, watch } from './fixture.ts';

const URL = `${APP}/api/dashboard`;
const OPEN = { ...EMERGENCY, circuit_breaker_open: true, retry_after_seconds: 7 };

describe('while the breaker is open', () => {
  it('requests fail at once, say when to try again, and never reach the network', async () => {
    const { client, server } = await fixture(OPEN);
    const refused = client.fetch(URL, { priority: 'essential' });
    await expect(refused).rejects.toBeInstanceOf(CircuitOpenError);
    await expect(refused).rejects.toMatchObject({ code: 'circuit_open', retryAfterSeconds: 7 });
    expect(server.requests).toHaveLength(0);
    expect(client.limiter.figures().started).toBe(0);
  });

  it('those that wait fail as soon as the config says so', async () => {
    const { client, server } = await fixture({ max_concurrent_requests: 1 });
    server.onRequest = () => new Promise(() => {});
    watch(client.fetch(URL));
    const waiting = watch(client.fetch(`${URL}?page=2`));
    await settle();
    client.feed.offer(wireConfig(OPEN));
    await settle();
    expect(waiting.error).toBeInstanceOf(CircuitOpenError);
    expect(client.limiter.figures()).toMatchObject({ inFlight: 1, waiting: 0 });
  });

  it('no request slips through on the limits of the config that refuses it', async () => {
    const { client, server, time } = await fixture({ max_concurrent_requests: 1 });
    server.onRequest = () => new Promise(() => {});
    watch(client.fetch(URL));
    const waiting = watch(client.fetch(`${URL}?page=2`));
    await time.advance(1000);
    client.feed.offer(wireConfig({ revision: 43, circuit_breaker_open: true, max_concurrent_requests: 2 }));
    await settle();
    expect(waiting.error).toBeInstanceOf(CircuitOpenError);
    expect(server.requests).toHaveLength(1);
  });

  it('a poll that finds it closed lets requests through again', async () => {
    const { client, server, time } = await fixture(OPEN);
    server.publish({ revision: 44 });
    await time.advance(7000);
    expect((await client.fetch(URL)).status).toBe(200);
  });
});

describe('in the emergency mode', () => {
  it('background requests are refused without reaching the network', async () => {
    const { client, server } = await fixture(EMERGENCY);
    const refused = client.fetch(URL, { priority: 'background' });
    await expect(refused).rejects.toBeInstanceOf(BackgroundRefusedError);
    await expect(refused).rejects.toMatchObject({ code: 'background_refused', reasons: ['usage'] });
    expect(server.requests).toHaveLength(0);
  });

  it('other requests wait for their turn under its limits', async () => {
    const { client, server, time } = await fixture(EMERGENCY);
    for (const priority of ['essential', 'interactive'] as const) watch(client.fetch(URL, { priority }));
    await time.advance(1999);
    expect(server.requests).toHaveLength(1);
    await time.advance(1);
    expect(server.requests).toHaveLength(2);
  });
});

describe('a refusal by the server', () => {
  it('is waited out as long as it says and half as long again at most, then repeated', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () =>
      server.requests.length === 1 ? refusal(wireConfig(), '4') : new Response('done');
    const outcome = watch(client.fetch(URL));
    await time.advance(4999);
    expect(server.requests).toHaveLength(1);
    await time.advance(1);
    expect(server.requests).toHaveLength(2);
    expect(await outcome.value?.text()).toBe('done');
  });

  it('gives its place to others meanwhile, and queues again afterwards', async () => {
    const { client, server, time } = await fixture({ max_concurrent_requests: 1 });
    server.onRequest = ({ url }) => (url === URL ? refusal(undefined, '1') : new Promise(() => {}));
    watch(client.fetch(URL));
    watch(client.fetch(`${URL}?page=2`));
    await time.advance(10_000);
    expect(server.requests.map(({ url }) => url)).toEqual([URL, `${URL}?page=2`]);
    expect(client.limiter.figures()).toMatchObject({ inFlight: 1, waiting: 1 });
  });

  it('is handed to the caller when it repeats itself too often', async () => {
    const { client, server, time } = await fixture({}, { maxRetries: 2 });
    server.onRequest = () => refusal(wireConfig(), '1');
    const outcome = watch(client.fetch(URL));
    await time.advance(60_000);
    expect(server.requests).toHaveLength(3);
    expect(outcome.value?.status).toBe(503);
    expect(await outcome.value?.json()).toMatchObject({ title: 'Too busy' });
  });

  it.each<[string, RequestInit, Response]>([
    ['a POST', { method: 'POST' }, refusal(undefined, '1')],
    ['a 503 without Retry-After', {}, refusal(undefined)],
    ['a Retry-After that is a date', {}, refusal(undefined, 'Fri, 31 Dec 1999 23:59:59 GMT')],
    ['a Retry-After of an hour', {}, refusal(undefined, '3600')],
    ['another error', {}, new Response('', { status: 500, headers: { 'Retry-After': '1' } })],
  ])('is not repeated for %s', async (_, init, response) => {
    const { client, server, time } = await fixture();
    server.onRequest = () => response;
    const outcome = watch(client.fetch(URL, init));
    await time.advance(60_000);
    expect(outcome.value?.status).toBe(response.status);
    expect(server.requests).toHaveLength(1);
  });

  it('stops being waited out when the caller gives up', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => refusal(undefined, '30');
    const patience = new AbortController();
    const outcome = watch(client.fetch(URL, { signal: patience.signal, dedupe: false }));
    await time.advance(1000);
    patience.abort('bored');
    await settle();
    expect(outcome.error).toBe('bored');
    await time.advance(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it('brings a config that is obeyed at once', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => refusal(wireConfig(EMERGENCY));
    const response = await client.fetch(URL);
    expect(client.feed.state.config.level).toBe('EMERGENCY');
    expect(await response.json()).toMatchObject({ status: 503 });
  });

  it.each([
    ['without a config', () => refusal(undefined)],
    ['with a malformed one', () => refusal({ throttling_level: 'PANIC' })],
    [
      'that is no JSON',
      () => new Response('<', { status: 503, headers: { 'Content-Type': 'application/problem+json' } }),
    ],
    ['of another media type', () => Response.json({ config: wireConfig(EMERGENCY) }, { status: 503 })],
  ])('%s leaves the config alone', async (_, respond) => {
    const { client, server } = await fixture();
    server.onRequest = respond;
    expect((await client.fetch(URL)).status).toBe(503);
    expect(client.feed.state.config.level).toBe('NORMAL');
  });
});
