import { QueryClient, type FetchQueryOptions } from '@tanstack/react-query';
import type { KyInstance } from 'ky';
import { createElement, type FunctionComponent } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Poolwarden } from '../../src/index.ts';
import { fakeRefusal, type FakeServer } from '../../src/testing/index.ts';
import { serveFetch, servePage } from './page-in-node.ts';
import { runBlock } from './run-block.ts';

let poolwarden: Poolwarden | undefined;

afterEach(() => {
  poolwarden?.dispose();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Runs a block beside the client that it imports, which knows its server then. */
async function open<Exports>(name: string): Promise<Exports> {
  const block = await runBlock<Exports & { poolwarden: Poolwarden }>('poolwarden', name);
  ({ poolwarden } = block);
  await poolwarden.refresh();
  return block;
}

const paths = (server: FakeServer) => server.requests.map(({ url }) => new URL(url).pathname);
const priorities = (server: FakeServer) => server.requests.map(({ headers }) => headers.get('Priority'));

describe('the plain example', () => {
  type Dashboard = { loadDashboard(show: (text: string) => void): Promise<void> };

  it('asks by fetch, names its browser, and says what may come later', async () => {
    const server = servePage();
    const { loadDashboard } = await open<Dashboard>('dashboard');
    const show = vi.fn();
    server.onRequest = () => new Response('all is well');
    await loadDashboard(show);
    expect(show.mock.calls).toEqual([['all is well']]);
    expect(paths(server)).toEqual(['/api/dashboard', '/api/activities']);
    expect(priorities(server)).toEqual(['u=3', 'u=6']);
    expect(server.requests[0]!.headers.get('Poolwarden-Client')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says when to come back while the breaker is open', async () => {
    const server = servePage();
    const { loadDashboard } = await open<Dashboard>('dashboard');
    server.publish({ revision: 43, circuit_breaker_open: true, retry_after_seconds: 20 });
    await poolwarden!.refresh();
    const show = vi.fn();
    await loadDashboard(show);
    expect(show.mock.calls).toEqual([['Not now. Try again in 20 s.']]);
    expect(server.requests).toEqual([]);
  });

  it('leaves other errors to the caller', async () => {
    const server = servePage();
    const { loadDashboard } = await open<Dashboard>('dashboard');
    const broken = () => {
      throw new RangeError('the application’s own');
    };
    await expect(loadDashboard(broken)).rejects.toThrow(RangeError);
    expect(paths(server)).toEqual(['/api/dashboard']);
  });
});

describe('the TanStack Query example', () => {
  type Queries = { dashboardQuery: FetchQueryOptions<{ open: number }> };

  it('gives what the server answered', async () => {
    const server = servePage();
    const { dashboardQuery } = await open<Queries>('dashboard-query');
    server.onRequest = () => Response.json({ open: 3 });
    expect(await new QueryClient().fetchQuery(dashboardQuery)).toEqual({ open: 3 });
    expect(paths(server)).toEqual(['/api/dashboard']);
  });

  it('fails without asking again when the server has failed', async () => {
    const server = servePage();
    const { dashboardQuery } = await open<Queries>('dashboard-query');
    server.onRequest = () => new Response('', { status: 500 });
    // What hooks do; fetchQuery alone would not ask again either way.
    const client = new QueryClient({ defaultOptions: { queries: { retry: 3, retryDelay: 0 } } });
    await expect(client.fetchQuery(dashboardQuery)).rejects.toThrow('HTTP 500');
    expect(server.requests).toHaveLength(1);
  });

  it('aborts the request when the query is cancelled', async () => {
    const server = servePage();
    const { dashboardQuery } = await open<Queries>('dashboard-query');
    const client = new QueryClient();
    const asked = new Promise<Request>((resolve) => {
      server.onRequest = (request) => {
        resolve(request);
        return new Promise<Response>(() => {});
      };
    });
    const answer = client.fetchQuery(dashboardQuery).catch((error: Error) => error);
    const { signal } = await asked;
    await client.cancelQueries(dashboardQuery);
    await answer;
    expect(signal.aborted).toBe(true);
  });
});

describe('the React example', () => {
  it('renders on a server, asks for nothing there, and says nothing yet', async () => {
    const server = serveFetch();
    const block = await runBlock<{ SlowNotice: FunctionComponent; poolwarden: Poolwarden }>(
      'poolwarden',
      'slow-notice',
    );
    ({ poolwarden } = block);
    expect(renderToString(createElement(block.SlowNotice))).toBe('');
    expect(server.polls).toEqual([]);
  });

  it('renders the same on a server whose client has heard of trouble', async () => {
    const server = servePage();
    const { SlowNotice } = await open<{ SlowNotice: FunctionComponent }>('slow-notice');
    server.publish({ revision: 43, throttling_level: 'EMERGENCY' });
    await poolwarden!.refresh();
    expect(poolwarden!.getSnapshot().config.throttling_level).toBe('EMERGENCY');
    expect(renderToString(createElement(SlowNotice))).toBe('');
  });
});

describe('the ky example', () => {
  type Api = { api: KyInstance; backgroundApi: KyInstance };

  it('asks through the client, in the background where that is said', async () => {
    const server = servePage();
    const { api, backgroundApi } = await open<Api>('api');
    server.onRequest = () => Response.json({ open: 3 });
    expect(await api.get('/api/dashboard').json()).toEqual({ open: 3 });
    await backgroundApi.post('/api/activities', { json: { seen: true } });
    expect(paths(server)).toEqual(['/api/dashboard', '/api/activities']);
    expect(priorities(server)).toEqual(['u=3', 'u=6']);
    expect(await server.requests[1]!.json()).toEqual({ seen: true });
  });

  it('has one layer of retries, which is the client’s', async () => {
    const server = servePage();
    const { api } = await open<Api>('api');
    // No backoff, so that the three tries come as close as their delay lets them.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    server.onRequest = () => fakeRefusal();
    await expect(api.get('/api/dashboard')).rejects.toMatchObject({ response: { status: 503 } });
    expect(server.requests).toHaveLength(3);
  });

  it('hands on the client’s own errors', async () => {
    const server = servePage();
    const { api } = await open<Api>('api');
    server.publish({ revision: 43, circuit_breaker_open: true });
    await poolwarden!.refresh();
    await expect(api.get('/api/dashboard')).rejects.toMatchObject({ code: 'breaker_open' });
    expect(server.requests).toEqual([]);
  });
});

describe('the Node example', () => {
  it('asks by absolute URLs, polls beside that, and ends with the process', async () => {
    const server = serveFetch();
    const { printReport } = await runBlock<{ printReport(print: (text: string) => void): Promise<void> }>(
      'report',
    );
    expect(server.polls).toEqual([]);
    const print = vi.fn();
    server.onRequest = () => new Response('42');
    await printReport(print);
    expect(print.mock.calls).toEqual([['42']]);
    expect(server.polls).toHaveLength(1);
    await expect(printReport(print)).rejects.toMatchObject({ code: 'disposed' });
  });
});
