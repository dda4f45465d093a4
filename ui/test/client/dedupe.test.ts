import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../src/testing/index.ts';
import { forEver, slowBody, watch } from '../helpers.ts';
import { APP, fixture, PAGE } from './fixture.ts';

afterEach(() => vi.restoreAllMocks());

describe('identical GETs in flight', () => {
  it('share one request, and each caller reads a body of its own', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => Response.json({ rows: 3 });
    const asked = [client.fetch(PAGE), client.fetch(PAGE), client.fetch(new Request(PAGE))];
    for (const response of await Promise.all(asked)) expect(await response.json()).toEqual({ rows: 3 });
    expect(server.requests).toHaveLength(1);
    expect(client.getFigures()).toEqual({ inFlight: 0, started: 1, waiting: 0 });
  });

  it('need no copy of the body for a single caller, nor for the last of several', async () => {
    const { client, server, time } = await fixture();
    const clone = vi.spyOn(Response.prototype, 'clone');
    server.onRequest = () => new Response('hello');
    await client.fetch(PAGE);
    expect(clone).not.toHaveBeenCalled();
    const asked = Promise.all([client.fetch(PAGE), client.fetch(PAGE), client.fetch(PAGE)]);
    await time.advance(100);
    await asked;
    expect(clone).toHaveBeenCalledTimes(2);
  });

  it('can be cancelled by one caller though nobody reads the other’s', async () => {
    const { client } = await fixture();
    const [one, other] = await Promise.all([client.fetch(PAGE), client.fetch(PAGE)]);
    const cancelled = watch(one.body!.cancel().then(() => 'cancelled'));
    await settle();
    expect(cancelled.value).toBe('cancelled');
    expect(await other.text()).toBe('{}');
  });

  it('share its failure too', async () => {
    const { client, server } = await fixture({}, { maxRetries: 0 });
    server.onRequest = () => Promise.reject(new TypeError('network down'));
    const outcomes = await Promise.allSettled([client.fetch(PAGE), client.fetch(PAGE)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['another URL', `${PAGE}?page=2`, {}],
    ['another header', PAGE, { headers: { Accept: 'text/csv' } }],
    ['another cache mode', PAGE, { cache: 'reload' }],
    ['other credentials', PAGE, { credentials: 'omit' }],
    ['another method', PAGE, { method: 'HEAD' }],
    ['another priority', PAGE, { poolwarden: { priority: 'background' } }],
    ['another longest wait', PAGE, { poolwarden: { maxWaitMs: 30_000 } }],
    ['dedupe switched off', PAGE, { poolwarden: { dedupe: false } }],
  ] as const)('are not identical with %s', async (_, url, init) => {
    const { client, server, time } = await fixture();
    server.onRequest = forEver;
    watch(client.fetch(PAGE));
    watch(client.fetch(url, init));
    await time.advance(100);
    expect(server.requests).toHaveLength(2);
  });

  it('do not outlive the headers: who comes later asks anew', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => slowBody().response;
    await client.fetch(PAGE);
    watch(client.fetch(PAGE));
    await time.advance(100);
    expect(server.requests).toHaveLength(2);
  });

  it('go on for the others when one caller gives up, and end with the last', async () => {
    const { client, server } = await fixture();
    server.onRequest = forEver;
    const [one, other] = [new AbortController(), new AbortController()];
    const first = watch(client.fetch(PAGE, { signal: one.signal }));
    const second = watch(client.fetch(PAGE, { signal: other.signal }));
    await settle();
    one.abort('first');
    await settle();
    expect(first.error).toBe('first');
    expect(second.error).toBeUndefined();
    expect(server.requests[0]!.signal.aborted).toBe(false);

    other.abort('second');
    await settle();
    expect(second.error).toBe('second');
    expect(server.requests[0]!.signal.reason).toBe('second');
    expect(client.getFigures()).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('go on for who stays when another leaves while the body comes', async () => {
    const { client, server } = await fixture();
    const slow = slowBody();
    server.onRequest = () => slow.response;
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = [one, other].map(({ signal }) => client.fetch(PAGE, { signal }));
    const [, response] = await Promise.all(asked);
    one.abort();
    expect(server.requests[0]!.signal.aborted).toBe(false);
    void slow.end('whole');
    expect(await response!.text()).toBe('whole');
  });

  it('are not joined any more once all have given up', async () => {
    const { client, server, time } = await fixture();
    const patience = new AbortController();
    server.onRequest = forEver;
    watch(client.fetch(PAGE, { signal: patience.signal }));
    await settle();
    patience.abort();
    server.onRequest = () => new Response('fresh');
    const next = watch(client.fetch(PAGE));
    await time.advance(100);
    expect(await next.value?.text()).toBe('fresh');
  });

  it.each(['POST', 'PUT', 'DELETE'])(
    'are not joined across a %s, whose change they may miss',
    async (method) => {
      const { client, server, time } = await fixture();
      server.onRequest = (it) => (it.method === 'GET' ? forEver() : new Response());
      watch(client.fetch(PAGE));
      watch(client.fetch(`${APP}/api/notes`, { method }));
      await time.advance(100);
      watch(client.fetch(PAGE));
      await time.advance(100);
      expect(server.requests.map((it) => it.method)).toEqual(['GET', method, 'GET']);
    },
  );

  it('leave nothing on a signal that lives longer than they do', async () => {
    const { client, server, time } = await fixture({}, { maxRetries: 0 });
    // The platform’s own way from the caller’s signal to a request’s is not ours to clear.
    const request = new Request(PAGE, { signal: new AbortController().signal });
    const signals: AbortSignal[] = [];
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(input: RequestInfo | URL, init?: RequestInit) {
          super(input, init);
          if (input === request) signals.push(this.signal);
        }
      },
    );
    const endings = [() => new Response('hello'), () => Promise.reject(new TypeError('network down'))];
    for (const ending of endings) {
      server.onRequest = ending;
      watch(client.fetch(request));
      await time.advance(1000);
    }
    vi.unstubAllGlobals();
    expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual([0, 0]);
  });
});
