import type { Browser, Page } from 'playwright-core';
import { createElement, type FunctionComponent } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Poolwarden } from '../src/index.ts';
import { fakeConfig } from '../src/testing/index.ts';
import { markup } from '../test/readme/manual.ts';
import { bundle, runBlock } from '../test/readme/run-block.ts';
import { startChromium } from './chromium.ts';

declare global {
  interface Window {
    poolwarden: Poolwarden;
  }
}

const HOME = 'https://app.example/';
const SLOW = { throttling_level: 'MODERATE', revision: 43 } as const;

let browser: Browser;
let page: Page;
let config: Parameters<typeof fakeConfig>[0];
let complaints: string[];

beforeAll(async () => {
  browser = await startChromium();
});

beforeEach(async () => {
  page = await browser.newPage();
  config = SLOW;
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  // Where hydration differs, React says so here.
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});

afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

afterAll(() => browser?.close());

/** Opens a page with this body that runs this code, which imports examples as `manual:name`. */
async function open(body: string, code: string): Promise<void> {
  const define = { 'process.env.NODE_ENV': '"development"' };
  const script = await bundle(
    `import { poolwarden } from 'manual:poolwarden'; window.poolwarden = poolwarden; ${code}`,
    { platform: 'browser', define, logLevel: 'error' },
  );
  const html = `<!doctype html><link rel="icon" href="data:," /><body>${body}<script type="module" src="/page.js"></script>`;
  await page.route(`${HOME}**`, (route, request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    if (pathname === '/page.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (pathname.endsWith('/throttling-config')) return route.fulfill({ json: fakeConfig(config) });
    return route.fulfill({ status: 404 });
  });
  await page.goto(HOME);
}

async function becomeWell(): Promise<void> {
  config = { revision: 44 };
  await page.evaluate(() => window.poolwarden.refresh());
}

it('the React example takes over what a server rendered, and follows the client', async () => {
  const { SlowNotice } = await runBlock<{ SlowNotice: FunctionComponent }>('slow-notice');
  await open(
    `<div id="root">${renderToString(createElement(SlowNotice))}</div>`,
    `import { createElement } from 'react';
     import { hydrateRoot } from 'react-dom/client';
     import { SlowNotice } from 'manual:slow-notice';
     hydrateRoot(document.querySelector('#root'), createElement(SlowNotice));`,
  );
  await page.getByText('We are slow right now (MODERATE).').waitFor();
  await becomeWell();
  await page.getByRole('status').waitFor({ state: 'detached' });
});

it('the example of the element shows the client’s state, in German where that is set', async () => {
  await open(markup, "import 'manual:status';");
  await page.getByText('We are a little slow right now').waitFor();
  await open(markup, "import 'manual:status'; import 'manual:german';");
  await page.getByText('Gerade geht alles etwas langsamer (seit ').waitFor();
});

it('React hands the element its client', async () => {
  await open(
    '<div id="root"></div>',
    `import { createElement } from 'react';
     import { createRoot } from 'react-dom/client';
     import { defineStatusElement } from 'poolwarden-client/element';
     defineStatusElement();
     createRoot(document.querySelector('#root')).render(createElement('poolwarden-status', { client: poolwarden }));`,
  );
  await page.getByText('We are a little slow right now').waitFor();
});

it('only the database that the manual names is left in the browser', async () => {
  await open('', '');
  await page.evaluate(() => window.poolwarden.refresh());
  const left = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    caches: await caches.keys(),
  }));
  expect(left).toEqual({ databases: ['poolwarden'], cookies: '', local: 0, session: 0, caches: [] });
});
