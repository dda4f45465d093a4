import { describe, expect, it } from 'vitest';
import { createPoolwarden } from '../../src/index.ts';
import { settle } from '../../src/testing/index.ts';
import { BREAKER_OPEN, EMERGENCY, forEver, slowBody, watch } from '../helpers.ts';
import { APP, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

describe('the guarded fetch', () => {
  it('gives what fetch gives', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => Response.json({ text: 'hello' }, { status: 201, headers: { 'X-Own': 'yes' } });
    const response = await client.fetch(PAGE);
    expect(response.status).toBe(201);
    expect(response.headers.get('X-Own')).toBe('yes');
    expect(await response.json()).toEqual({ text: 'hello' });
  });

  it('sends method, headers and body on, from a Request and over one too', async () => {
    const { client, server, time } = await fixture();
    const seen: string[] = [];
    server.onRequest = async (request) => {
      seen.push(`${request.method} ${request.headers.get('X-Own')} ${await request.text()}`);
      return new Response();
    };
    const init = { method: 'POST', body: 'hello', headers: { 'X-Own': 'yes' } };
    await client.fetch(PAGE, init);
    watch(client.fetch(new Request(PAGE, init)));
    watch(client.fetch(new Request(PAGE, init), { method: 'PATCH', body: 'other' }));
    watch(client.fetch(new URL(PAGE), init));
    await time.advance(300);
    expect(seen).toEqual(['POST yes hello', 'POST yes hello', 'PATCH yes other', 'POST yes hello']);
  });

  it('keeps what else the platform knows of a request', async () => {
    const { client, server } = await fixture();
    const init = { mode: 'no-cors', credentials: 'include', redirect: 'manual', cache: 'reload' } as const;
    await client.fetch(PAGE, init);
    const { mode, credentials, redirect, cache } = server.requests[0]!;
    expect({ mode, credentials, redirect, cache }).toEqual(init);
  });

  it('passes on errors of the network as they are', async () => {
    const { client, server } = await fixture({}, { maxRetries: 0 });
    const error = new TypeError('network down');
    server.onRequest = () => Promise.reject(error);
    await expect(client.fetch(PAGE)).rejects.toBe(error);
    expect(client.getFigures().inFlight).toBe(0);
  });

  it('leaves to the platform what it cannot understand', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => expect.fail('was sent');
    await expect(client.fetch('http://[')).rejects.toThrow(TypeError);
    await expect(client.fetch(PAGE, { method: 'GET', body: 'no' })).rejects.toThrow(TypeError);
    expect(client.getFigures().started).toBe(0);
  });

  it('refuses a priority that is none', async () => {
    const { client } = await fixture();
    const asked = client.fetch(PAGE, { poolwarden: { priority: 'urgent' as 'essential' } });
    await expect(asked).rejects.toThrow(new TypeError('No priority: urgent'));
  });

  it('keeps concurrency and delay of the config', async () => {
    const { client, server, time } = await fixture({ max_concurrent_requests: 2, request_delay_ms: 500 });
    server.onRequest = forEver;
    for (let i = 0; i < 3; i++) watch(client.fetch(`${APP}/api/${i}`));
    await time.advance(499);
    expect(server.requests).toHaveLength(1);
    await time.advance(50_000);
    expect(server.requests).toHaveLength(2);
  });

  it('falls to the new rate when a poll brings EMERGENCY', async () => {
    const { client, server, time } = await fixture();
    const ask = (i: number) =>
      watch(client.fetch(`${APP}/api/${i}`, { poolwarden: { priority: 'essential', maxWaitMs: 1e6 } }));
    for (let i = 0; i < 150; i++) ask(i);
    await time.advance(5_000);
    expect(server.requests.length).toBeGreaterThan(40);
    server.publish(EMERGENCY);
    await time.advance(25_000);
    const before = server.requests.length;
    await time.advance(60_000);
    expect(server.requests.length - before).toBeLessThanOrEqual(5);
    await time.advance(61_000);
    expect(server.requests.length - before).toBeGreaterThanOrEqual(5);
  });
});

describe('a caller who gives up', () => {
  it.each([true, false])('before asking hears the reason, and nothing is sent, dedupe %s', async (dedupe) => {
    const { client, server } = await fixture();
    const asked = client.fetch(PAGE, { signal: AbortSignal.abort('late'), poolwarden: { dedupe } });
    await expect(asked).rejects.toBe('late');
    const reason = new Request(PAGE, { signal: AbortSignal.abort() });
    await expect(client.fetch(reason)).rejects.toMatchObject({ name: 'AbortError' });
    expect([server.requests.length, client.getFigures().started]).toEqual([0, 0]);
  });

  it('in the line leaves it, and costs nothing', async () => {
    const { client, server, time } = await fixture();
    const patience = new AbortController();
    await client.fetch(`${APP}/api/first`);
    const waiting = watch(client.fetch(PAGE, { signal: patience.signal }));
    await settle();
    expect(client.getFigures().waiting).toBe(1);
    patience.abort('bored');
    await settle();
    expect(waiting.error).toBe('bored');
    expect(client.getFigures()).toEqual({ inFlight: 0, started: 1, waiting: 0 });
    await time.advance(10_000);
    expect(server.requests).toHaveLength(1);
  });

  it.each([true, false])('in flight has the request aborted with the reason, dedupe %s', async (dedupe) => {
    const { client, server, time } = await fixture();
    server.onRequest = forEver;
    const patience = new AbortController();
    const flying = watch(client.fetch(PAGE, { signal: patience.signal, poolwarden: { dedupe } }));
    await settle();
    const reason = new Error('bored');
    patience.abort(reason);
    await settle();
    expect(flying.error).toBe(reason);
    expect(server.requests[0]!.signal.reason).toBe(reason);
    expect(client.getFigures()).toMatchObject({ inFlight: 0, waiting: 0 });
    // The poll and the expiry of the config.
    expect(time.pendingTimers).toBe(2);
  });

  it('while the body comes has the request aborted too', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => slowBody().response;
    const patience = new AbortController();
    await client.fetch(PAGE, { signal: patience.signal });
    patience.abort('enough');
    expect(server.requests[0]!.signal.reason).toBe('enough');
  });
});

describe('a request that is not guarded', () => {
  it('reaches fetch with the very same arguments, whatever the config says', async () => {
    const seen: unknown[][] = [];
    const { client, server } = await fixture(BREAKER_OPEN);
    const other = createPoolwarden({
      configUrl: `${APP}/config`,
      tabs: 'off',
      fetch: async (...them) => (seen.push(them), new Response('other')),
    });
    const request = new Request('http://elsewhere.test/');
    const init = { method: 'PUT', poolwarden: { priority: 'background' } } as const;
    expect(await (await other.fetch(request)).text()).toBe('other');
    await other.fetch('http://elsewhere.test/', init);
    expect(seen).toEqual([
      [request, undefined],
      ['http://elsewhere.test/', init],
    ]);
    expect(seen[0]![0]).toBe(request);
    expect(seen[1]![1]).toBe(init);

    await client.fetch('http://elsewhere.test/', init);
    expect(server.requests[0]!.headers.has('Poolwarden-Client')).toBe(false);
    expect(client.getFigures().started).toBe(0);
  });

  it('does not wake the client: it polls nothing', async () => {
    const { time, server } = await fixture();
    const client = createPoolwarden({ configUrl: `${APP}/config`, fetch: server.fetch, time, tabs: 'off' });
    await client.fetch('http://elsewhere.test/');
    expect(server.requests.map(({ url }) => url)).toEqual(['http://elsewhere.test/']);
  });

  it('is what the application says it is', async () => {
    const guards = (url: URL) => url.hostname === 'elsewhere.test';
    const { client } = await fixture(ONE_AT_A_TIME, { guards });
    await client.fetch(PAGE);
    expect(client.getFigures().started).toBe(0);
    await client.fetch('http://elsewhere.test/');
    expect(client.getFigures().started).toBe(1);
  });
});
