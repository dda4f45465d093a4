import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../chromium.ts';
import { openDashboard, type Dashboard } from './dashboard.ts';

/** Where the application is killed, frozen and started; `BrowserRestartIT` says it. */
const CONTROL = process.env.POOLWARDEN_CONTROL;

describe.skipIf(!CONTROL)('a server that is away', () => {
  let browser: Browser;
  let dashboard: Dashboard;

  beforeAll(async () => {
    browser = await startChromium();
    dashboard = await openDashboard(browser);
    await dashboard.shows('level', 'NORMAL', 60);
  });

  afterAll(() => browser?.close());

  const told = async (order: string) =>
    expect((await fetch(`${CONTROL}/${order}`, { method: 'POST' })).status).toBe(204);
  const colour = () =>
    dashboard.page.evaluate<string>("getComputedStyle(document.querySelector('.banner')).backgroundColor");

  it('makes the page grey once its figures are old, never green, and all is back with the server', async () => {
    const { shows, text } = dashboard;
    const green = await colour();
    await told('freeze');
    await shows('level', 'UNKNOWN', 30);
    expect(await colour()).not.toBe(green);
    await shows('why', /^The server has not answered for .+; this page keeps trying\.$/, 30);
    expect(await dashboard.page.title()).toBe('UNKNOWN · Poolwarden');
    expect(await text('last-known')).toMatch(/^Last known .+ ago: NORMAL$/);
    await told('thaw');
    await shows('level', 'NORMAL', 60);
    expect(await text('restart')).toBe('');
  });

  it('says that it was started again, and goes on without being reloaded', async () => {
    const { shows, complaints } = dashboard;
    await told('kill');
    await shows('level', 'UNKNOWN', 30);
    await told('start');
    await shows('level', 'NORMAL', 60);
    await shows('restart', /^The server restarted at .+: instance \w+ became \w+\.$/, 30);
    expect(complaints).toEqual([]);
  });
});
