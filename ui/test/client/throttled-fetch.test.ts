import { describe, expect, it, vi } from 'vitest';
import { QueueFullError } from '../../src/index.ts';
import { slowBody } from '../fake-server.ts';
import { settle } from '../stepped-time.ts';
import { EMERGENCY } from '../wire-config.ts';
import { APP, fixture, watch } from './fixture.ts';

const ONE_AT_A_TIME = { max_concurrent_requests: 1 };

describe('the throttled fetch', () => {
  it('gives what fetch gives', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => Response.json({ text: 'hello' }, { status: 201, headers: { 'X-Own': 'yes' } });
    const response = await client.fetch(`${APP}/api/dashboard`);
    expect(response.status).toBe(201);
    expect(response.headers.get('X-Own')).toBe('yes');
    expect(await response.json()).toEqual({ text: 'hello' });
  });

  it('sends method, headers and body on, from a Request too', async () => {
    const { client, server, time } = await fixture();
    const bodies: string[] = [];
    server.onRequest = async (request) => {
      bodies.push(`${request.method} ${request.headers.get('X-Own')} ${await request.text()}`);
      return new Response();
    };
    const init = { method: 'POST', body: 'hello', headers: { 'X-Own': 'yes' } };
    await client.fetch(`${APP}/api/notes`, init);
    const second = client.fetch(new Request(`${APP}/api/notes`, init));
    await time.advance(100);
    await second;
    expect(bodies).toEqual(['POST yes hello', 'POST yes hello']);
  });

  it('passes on errors of the network as they are', async () => {
    const { client, server } = await fixture();
    const error = new TypeError('network down');
    server.onRequest = () => Promise.reject(error);
    await expect(client.fetch(`${APP}/api/dashboard`)).rejects.toBe(error);
    expect(client.limiter.figures().inFlight).toBe(0);
  });

  it('keeps concurrency and delay of the config', async () => {
    const { client, server, time } = await fixture({ max_concurrent_requests: 2, request_delay_ms: 500 });
    server.onRequest = () => new Promise(() => {});
    for (let i = 0; i < 3; i++) watch(client.fetch(`${APP}/api/${i}`));
    await time.advance(499);
    expect(server.requests).toHaveLength(1);
    await time.advance(60_000);
    expect(server.requests).toHaveLength(2);
  });

  it('keeps its place until the body has ended, and no longer, though nobody reads it', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    const slow = slowBody();
    server.onRequest = ({ url }) => (url.endsWith('/slow') ? slow.response : new Response());
    const first = watch(client.fetch(`${APP}/slow`));
    watch(client.fetch(`${APP}/next`));
    await time.advance(10_000);
    expect(first.value?.status).toBe(200);
    expect(server.requests).toHaveLength(1);

    await slow.end('late');
    await settle();
    expect(server.requests).toHaveLength(2);
  });

  it('falls to the new rate when a poll brings EMERGENCY', async () => {
    const { client, server, time } = await fixture();
    for (let i = 0; i < 150; i++) watch(client.fetch(`${APP}/api/${i}`));
    await time.advance(5_000);
    const before = server.requests.length;
    expect(before).toBeGreaterThan(40);
    server.publish(EMERGENCY);
    await time.advance(25_000);
    const atEmergency = server.requests.length;
    await time.advance(60_000);
    expect(server.requests.length - atEmergency).toBeLessThanOrEqual(5);
    await time.advance(60_000);
    expect(server.requests.length - atEmergency).toBeGreaterThanOrEqual(5);
  });

  it('refuses more waiting requests than it has room for', async () => {
    const { client } = await fixture({}, { maxWaiting: 1 });
    for (let i = 0; i < 2; i++) watch(client.fetch(`${APP}/api/${i}`));
    await expect(client.fetch(`${APP}/api/2`)).rejects.toBeInstanceOf(QueueFullError);
  });

  it('gives up its place in the queue when the caller does', async () => {
    const { client, server, time } = await fixture();
    const patience = new AbortController();
    await client.fetch(`${APP}/api/first`);
    const waiting = watch(client.fetch(`${APP}/api/second`, { signal: patience.signal, dedupe: false }));
    patience.abort('bored');
    await time.advance(60_000);
    expect(waiting.error).toBe('bored');
    expect(server.requests).toHaveLength(1);
  });

  it.each([true, false])(
    'aborts the request in flight when the caller gives up, dedupe %s',
    async (dedupe) => {
      const { client, server } = await fixture();
      server.onRequest = () => new Promise(() => {});
      const patience = new AbortController();
      const flying = watch(client.fetch(`${APP}/api/slow`, { signal: patience.signal, dedupe }));
      await settle();
      patience.abort('bored');
      await settle();
      expect(flying.error).toBe('bored');
      expect(server.requests[0]!.signal.aborted).toBe(true);
      expect(client.limiter.figures()).toMatchObject({ inFlight: 0, waiting: 0 });
    },
  );

  it.each([true, false])('passes an abort on while the body still comes, dedupe %s', async (dedupe) => {
    const { client, server } = await fixture();
    server.onRequest = () => slowBody().response;
    const patience = new AbortController();
    await client.fetch(`${APP}/api/slow`, { signal: patience.signal, dedupe });
    patience.abort();
    expect(server.requests[0]!.signal.aborted).toBe(true);
  });

  it('works with a budget that is not its own', async () => {
    const asked: unknown[] = [];
    const limiter = {
      acquire: async () => ({ release: () => asked.push('release') }),
      obey: (limits: unknown) => asked.push(limits),
      figures: () => ({ inFlight: 0, waiting: 0, started: 0, startedLastMinute: 0 }),
    };
    const { client } = await fixture({}, { limiter });
    await client.fetch(`${APP}/api/dashboard`);
    await settle();
    expect(asked).toEqual([{ concurrency: 10, perMinute: 100, delayMs: 100 }, 'release']);
  });
});

describe('what the throttled fetch tells the server', () => {
  it('names the client, the same on requests and polls', async () => {
    const { client, server } = await fixture();
    await client.fetch(`${APP}/api/dashboard`);
    expect(client.clientId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const { headers } of [server.requests[0]!, server.polls[0]!]) {
      expect(headers.get('Poolwarden-Client')).toBe(client.clientId);
    }
  });

  it.each([
    ['essential', 'u=0'],
    ['interactive', null],
    ['background', 'u=6'],
    ['high', null],
    [undefined, null],
  ] as const)('sends priority %s as %s', async (priority, header) => {
    const { client, server } = await fixture();
    await client.fetch(`${APP}/api/dashboard`, priority && { priority });
    expect(server.requests[0]!.headers.get('Priority')).toBe(header);
  });

  it('hands the platform its own priorities only: it refuses others', async () => {
    const { client } = await fixture();
    const seen: unknown[] = [];
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(input: RequestInfo | URL, init?: RequestInit) {
          super(input, init);
          if (init && !init.signal) seen.push(init.priority);
        }
      },
    );
    for (const priority of ['essential', 'low'] as const)
      watch(client.fetch(`${APP}/api/dashboard`, { priority }));
    vi.unstubAllGlobals();
    expect(seen).toEqual([undefined, 'low']);
  });

  it('sends requests to strangers straight on, and tells them nothing', async () => {
    const { client, server } = await fixture({ circuit_breaker_open: true });
    await client.fetch('http://elsewhere.test/', { priority: 'background' });
    expect(server.requests[0]!.headers.has('Poolwarden-Client')).toBe(false);
    expect(server.requests[0]!.headers.has('Priority')).toBe(false);
    expect(client.limiter.figures().started).toBe(0);
  });
});
