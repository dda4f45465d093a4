import { describe, expect, it } from 'vitest';
import { slowBody } from '../fake-server.ts';
import { settle } from '../stepped-time.ts';
import { APP, fixture, watch } from './fixture.ts';

const URL = `${APP}/api/dashboard`;

describe('identical GETs in flight', () => {
  it('share one request, and each caller reads a body of its own', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => Response.json({ rows: 3 });
    const responses = await Promise.all([
      client.fetch(URL),
      client.fetch(URL),
      client.fetch(new Request(URL)),
    ]);
    for (const response of responses) expect(await response.json()).toEqual({ rows: 3 });
    expect(server.requests).toHaveLength(1);
  });

  it('share its failure too', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => Promise.reject(new TypeError('network down'));
    const outcomes = await Promise.allSettled([client.fetch(URL), client.fetch(URL)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['another URL', `${URL}?page=2`, {}],
    ['another header', URL, { headers: { Accept: 'text/csv' } }],
    ['another cache mode', URL, { cache: 'reload' }],
    ['another method', URL, { method: 'HEAD' }],
    ['dedupe switched off', URL, { dedupe: false }],
  ] as const)('are not identical with %s', async (_, url, init) => {
    const { client, server, time } = await fixture();
    server.onRequest = () => new Promise(() => {});
    watch(client.fetch(URL));
    watch(client.fetch(url, init));
    await time.advance(100);
    expect(server.requests).toHaveLength(2);
  });

  it('do not outlive the headers: who comes later asks anew', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = () => slowBody().response;
    await client.fetch(URL);
    watch(client.fetch(URL));
    await time.advance(100);
    expect(server.requests).toHaveLength(2);
  });

  it('go on for the others when one caller gives up, and end with the last', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => new Promise(() => {});
    const [one, other] = [new AbortController(), new AbortController()];
    const first = watch(client.fetch(URL, { signal: one.signal }));
    const second = watch(client.fetch(URL, { signal: other.signal }));
    await settle();
    one.abort('first');
    await settle();
    expect(first.error).toBe('first');
    expect(second.error).toBeUndefined();
    expect(server.requests[0]!.signal.aborted).toBe(false);

    other.abort('second');
    expect(server.requests[0]!.signal.aborted).toBe(true);
  });

  it('are not joined any more once all have given up', async () => {
    const { client, server, time } = await fixture();
    const patience = new AbortController();
    server.onRequest = () => new Promise(() => {});
    watch(client.fetch(URL, { signal: patience.signal }));
    await settle();
    patience.abort();
    server.onRequest = () => new Response('fresh');
    const next = watch(client.fetch(URL));
    await time.advance(100);
    expect(await next.value?.text()).toBe('fresh');
  });

  it('are not joined across a change at the server, whose old state they may show', async () => {
    const { client, server, time } = await fixture();
    server.onRequest = ({ method }) => (method === 'GET' ? new Promise(() => {}) : new Response());
    watch(client.fetch(URL));
    watch(client.fetch(`${APP}/api/notes`, { method: 'POST' }));
    await time.advance(100);
    watch(client.fetch(URL));
    await time.advance(100);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });
});
