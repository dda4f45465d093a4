import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { startChromium } from '../chromium.ts';
import { eventually, SERVER, untilLevel } from '../server.ts';
import { EXAMPLE, outcomes, untilHeard, Visitor } from '../tabs/visitor.ts';
import { mostInFlight } from '../tabs/work-log.ts';
import { PLACES } from './settings.ts';

const REQUESTS = 6;
/** No secure context, and so without Web Locks: plain http, and a name that only this browser knows. */
const PLAIN = new URL(SERVER);
PLAIN.hostname = 'frontend.test';

let browser: Browser;

afterEach(() => browser?.close());

async function open(url: string, complaints: string[]): Promise<Page[]> {
  await untilLevel('NORMAL', 60);
  browser = await startChromium([`--host-resolver-rules=MAP ${PLAIN.hostname} 127.0.0.1`]);
  const context = await browser.newContext();
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  for (const tab of tabs) {
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('console', (message) => {
      // Chromium says of each page over plain http that its opener policy counts for nothing there.
      if (message.type() === 'error' && !message.text().includes('Cross-Origin-Opener-Policy'))
        complaints.push(message.text());
    });
    await tab.goto(url);
    await untilHeard(tab);
  }
  return tabs;
}

it.each([
  ['without Web Locks', `${PLAIN.origin}${EXAMPLE}`, false],
  ['that were told to share nothing', `${SERVER}${EXAMPLE}?tabs=off`, true],
])('tabs %s have a budget each, and work', async (_, url, isSecure) => {
  const complaints: string[] = [];
  const tabs = await open(url, complaints);
  const visitor = new Visitor();
  expect(await tabs[0]!.evaluate('[isSecureContext, !!navigator.locks]')).toEqual([isSecure, isSecure]);
  for (const [i, tab] of tabs.entries()) await visitor.ask(tab, `${i}`, REQUESTS, { ms: 1000 });

  const all = await visitor.untilEnded(tabs.length * REQUESTS);
  expect(mostInFlight(all)).toBeGreaterThan(PLACES);
  for (const [i, tab] of tabs.entries()) {
    const own = await visitor.arrivals(`${i}`);
    expect(mostInFlight(own)).toBe(PLACES);
    expect(new Set(own.map(({ client }) => client)).size).toBe(1);
    await eventually(
      'all are answered',
      () => outcomes(tab),
      (are) => are['200'] === REQUESTS,
      30,
    );
  }
  expect(new Set(all.map(({ client }) => client)).size).toBe(tabs.length);
  expect(complaints).toEqual([]);
});
