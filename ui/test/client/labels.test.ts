import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPoolwarden, type PoolwardenOptions } from '../../src/index.ts';
import { createFakeClock, createFakeServer, settle } from '../../src/testing/index.ts';
import { APP, CONFIG_URL, fixture, PAGE } from './fixture.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => vi.unstubAllGlobals());

const inPage = (href: string) => vi.stubGlobal('location', new URL(href));

async function labelsIn(href: string, options: PoolwardenOptions = {}) {
  inPage(href);
  const { client, server } = await fixture({}, { clientId: 'me', ...options });
  await client.fetch(PAGE, { poolwarden: { priority: 'background' } });
  client.dispose();
  const of = ({ headers }: Request) => [headers.get('Poolwarden-Client'), headers.get('Priority')];
  return [...of(server.requests[0]!), of(server.polls[0]!)[0]];
}

describe('what the client tells the server', () => {
  it('is the same name on requests and polls, a random UUID unless given one', async () => {
    const { client, server } = await fixture();
    await client.fetch(PAGE);
    const name = server.requests[0]!.headers.get('Poolwarden-Client');
    expect(name).toMatch(UUID);
    expect(server.polls[0]!.headers.get('Poolwarden-Client')).toBe(name);
    const other = await fixture({}, { clientId: 'me' });
    expect(other.server.polls[0]!.headers.get('Poolwarden-Client')).toBe('me');
  });

  it.each([
    ['essential', 'u=0'],
    ['interactive', 'u=3'],
    ['background', 'u=6'],
    [undefined, 'u=3'],
  ] as const)('is priority %s as %s', async (priority, header) => {
    const { client, server } = await fixture();
    await client.fetch(PAGE, { poolwarden: priority ? { priority } : {} });
    expect(server.requests[0]!.headers.get('Priority')).toBe(header);
  });

  it('is the application’s own header where it sets one', async () => {
    const { client, server } = await fixture();
    await client.fetch(PAGE, { headers: { Priority: 'u=5, i' } });
    expect(server.requests[0]!.headers.get('Priority')).toBe('u=5, i');
  });

  it('goes to the page’s own origin', async () => {
    expect(await labelsIn(`${APP}/page`)).toEqual(['me', 'u=6', 'me']);
  });

  it('does not go to another one, where it would cost a preflight', async () => {
    expect(await labelsIn('http://other.test/')).toEqual([null, null, null]);
  });

  it('goes there too when the application says so', async () => {
    expect(await labelsIn('http://other.test/', { labels: 'all' })).toEqual(['me', 'u=6', 'me']);
  });
});

describe('where the client runs', () => {
  const create = (options: PoolwardenOptions) => {
    const [time, server] = [createFakeClock(), createFakeServer()];
    return { time, server, client: createPoolwarden({ fetch: server.fetch, time, tabs: 'off', ...options }) };
  };

  it('in a page it polls at once, by default below the page’s own origin', async () => {
    inPage(`${APP}/some/page?x=1`);
    const { client, server } = create({});
    await settle();
    expect(server.polls.map(({ url }) => url)).toEqual([CONFIG_URL]);
    client.dispose();
  });

  it('in a page a path is guarded as well', async () => {
    inPage(`${APP}/some/page`);
    const seen: unknown[] = [];
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(input: RequestInfo | URL, init?: RequestInit) {
          super(typeof input === 'string' ? new URL(input, APP) : input, init);
        }
      },
    );
    const { client } = create({
      fetch: async (input) => (seen.push((input as Request).url ?? input), Response.json({})),
    });
    await client.fetch('/api/dashboard');
    expect(client.getFigures().started).toBe(1);
    expect(seen).toContain(PAGE);
    client.dispose();
  });

  it('elsewhere it polls from the first request, subscription or refresh on', async () => {
    const { client, server } = create({ configUrl: CONFIG_URL });
    await settle();
    expect(server.polls).toHaveLength(0);
    client.subscribe(() => {});
    await settle();
    expect(server.polls).toHaveLength(1);
    await client.fetch(PAGE);
    expect(server.polls).toHaveLength(1);
    client.dispose();
  });

  it('in server rendering a path has no server: nothing is guarded, polled or thrown', async () => {
    const seen: unknown[] = [];
    const { client, time } = create({
      configUrl: '/api/v1/health/database/throttling-config',
      fetch: async (input) => (seen.push(input), new Response('rendered')),
    });
    const snapshot = client.getSnapshot();
    client.subscribe(() => expect.fail('nothing changes'))();
    client.subscribe(() => expect.fail('nothing changes'));
    expect(await client.refresh()).toBe(snapshot);
    expect(snapshot.source).toBe('default');
    expect(snapshot.throttledSince).toBeUndefined();
    expect(await (await client.fetch(PAGE)).text()).toBe('rendered');
    expect(await (await client.fetch('/relative')).text()).toBe('rendered');
    expect(seen).toEqual([PAGE, '/relative']);
    expect(time.pendingTimers).toBe(0);
    client.dispose();
  });
});
