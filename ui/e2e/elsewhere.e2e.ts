import { build } from 'esbuild';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { createPoolwarden, Poolwarden } from '../src/index.ts';
import { fakeConfig } from '../src/testing/index.ts';
import { startChromium } from './chromium.ts';
import { eventually } from './server.ts';

declare global {
  interface Window {
    createPoolwarden: typeof createPoolwarden;
    poolwarden: Poolwarden;
  }
}

const PATH = '/api/v1/health/database/throttling-config';
const WORKER = `
  import { createPoolwarden } from './client.js';
  const poolwarden = createPoolwarden();
  const response = await poolwarden.fetch('/work');
  postMessage([response.status, poolwarden.getSnapshot().source]);
`;

let browser: Browser;
let page: Page;
let home: Server;
let elsewhere: Server;
const seen: { home: IncomingMessage[]; elsewhere: IncomingMessage[] } = { home: [], elsewhere: [] };

const urlOf = (server: Server) => `http://localhost:${(server.address() as AddressInfo).port}`;

async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** As the application answers, also to pages of other origins. */
const answer: RequestListener = (request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After, RateLimit-Policy');
  response.setHeader('ETag', '"a1b2-42"');
  response.setHeader('Cache-Control', 'private, no-cache');
  if (request.headers['if-none-match']) response.writeHead(304).end();
  else response.end(request.url === PATH ? JSON.stringify(fakeConfig()) : '{}');
};

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: { client: 'src/index.ts', 'alarm-worker': 'src/tabs/alarm-worker.ts' },
    bundle: true,
    format: 'esm',
    outdir: '/',
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  files.set('/worker.js', WORKER);
  files.set('/page.js', "Object.assign(window, await import('./client.js'))");
  home = await serve((request, response) => {
    seen.home.push(request);
    const file = files.get(request.url!);
    if (!file && request.url !== '/') return answer(request, response);
    response.setHeader('Content-Type', file ? 'text/javascript' : 'text/html');
    response.end(
      file ?? '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    );
  });
  elsewhere = await serve((request, response) => {
    seen.elsewhere.push(request);
    answer(request, response);
  });
  browser = await startChromium();
  page = await browser.newPage();
  await page.goto(urlOf(home));
  await page.waitForFunction(() => 'createPoolwarden' in window);
});

afterAll(async () => {
  await browser?.close();
  for (const server of [home, elsewhere]) server?.close();
});

it('polls another origin on condition, without a preflight, and sends it no label', async () => {
  await page.evaluate(
    async (url) => {
      window.poolwarden = window.createPoolwarden({ configUrl: url });
      await window.poolwarden.refresh();
      await window.poolwarden.refresh();
      await window.poolwarden.fetch(new URL('/work', url));
    },
    urlOf(elsewhere) + PATH,
  );

  expect(seen.elsewhere.map(({ method }) => method)).not.toContain('OPTIONS');
  const polls = seen.elsewhere.filter(({ url }) => url === PATH);
  expect(polls.length).toBeGreaterThanOrEqual(2);
  expect(polls.at(-1)!.headers['if-none-match']).toBe('"a1b2-42"');
  for (const { headers } of seen.elsewhere) expect(headers).not.toHaveProperty('poolwarden-client');
  expect(await page.evaluate(() => window.poolwarden.getSnapshot().source)).toBe('server');
});

it('preflights, and says who it is, where it was told to', async () => {
  seen.elsewhere = [];
  await page.evaluate(
    async (url) => {
      window.poolwarden.dispose();
      window.poolwarden = window.createPoolwarden({ configUrl: url, labels: 'all' });
      await window.poolwarden.fetch(new URL('/work', url));
    },
    urlOf(elsewhere) + PATH,
  );
  expect(seen.elsewhere.map(({ method }) => method)).toContain('OPTIONS');
  const work = seen.elsewhere.filter(({ method, url }) => method === 'GET' && url === '/work');
  expect(work.map(({ headers }) => headers['poolwarden-client'])).toEqual([
    expect.stringMatching(/^[\da-f-]{36}$/),
  ]);
});

it('works in a worker, which shares the budget of its origin', async () => {
  const told = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve(message);
      }),
  );
  expect(told).toEqual([200, 'server']);
  const work = seen.home.filter(({ url }) => url === '/work');
  expect(work.map(({ headers }) => headers['poolwarden-client'])).toEqual([
    expect.stringMatching(/^[\da-f-]{36}$/),
  ]);
  const held = () =>
    page.evaluate(async () => (await navigator.locks.query()).held!.map(({ name }) => name!));
  const scope = `poolwarden:${encodeURIComponent(urlOf(home) + PATH)}:tab:`;
  await eventually(
    'it is one of the tabs',
    held,
    (names) => names.some((name) => name.startsWith(scope)),
    10,
  );
});
