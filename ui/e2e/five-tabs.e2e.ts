import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium.ts';
import { eventually, SERVER, untilLevel } from './server.ts';
import { clientOf, EXAMPLE, outcomes, untilHeard, Visitor } from './tabs/visitor.ts';
import { mostEarly, mostInFlight, mostWithin, ofTab } from './tabs/work-log.ts';
import { DELAY_MS, HELD_UP, JITTER_MS, PLACES, POLL_AFTER_MS, QUOTA } from './shared/settings.ts';

const TABS = 5;
/** Of each tab: more than it can have had when fairness is looked at; together more than a minute's. */
const REQUESTS = 16;
/** Of each among the first, once all want some; give or take 20 %. */
const FAIR = 10;
/** So long that the places are scarce and not the delay. */
const WORK_MS = 400;
const MINUTE_MS = 60_000;

let browser: Browser;
let tabs: Page[];
const visitor = new Visitor();
const complaints: string[] = [];

beforeAll(async () => {
  await untilLevel('NORMAL', 60);
  browser = await startChromium();
  const context = await browser.newContext();
  tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
  for (const tab of tabs) {
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await tab.goto(SERVER + EXAMPLE);
    await untilHeard(tab);
  }
});

afterAll(() => browser?.close());

it('five visible tabs share one budget fairly, and one client, one poller and one minute', async () => {
  await Promise.all(
    tabs.map((tab, i) => visitor.ask(tab, `${i}`, REQUESTS, { ms: WORK_MS, maxWaitMs: 90_000 })),
  );
  const atFirst = await visitor.untilEnded(QUOTA);
  expect(mostInFlight(atFirst)).toBe(PLACES);
  expect(mostEarly(DELAY_MS, atFirst, HELD_UP)).toBeLessThan(JITTER_MS);
  // Whoever is asked first takes all places before the next one is asked.
  const allWant = Math.max(...tabs.map((_, i) => atFirst.indexOf(ofTab(atFirst, `${i}`)[0]!)));
  const ofEach = tabs.map((_, i) => ofTab(atFirst.slice(allWant, allWant + TABS * FAIR), `${i}`).length);
  console.log(
    `starts of each, from number ${allWant} on: ${ofEach}; early by ${mostEarly(DELAY_MS, atFirst).toFixed(0)} ms, ${mostEarly(DELAY_MS, atFirst, HELD_UP).toFixed(0)} but for ${HELD_UP}`,
  );
  for (const count of ofEach) expect(Math.abs(count - FAIR)).toBeLessThanOrEqual(0.2 * FAIR);

  const all = await visitor.untilEnded(TABS * REQUESTS, undefined, 90);
  expect(mostWithin(MINUTE_MS, all)).toBe(QUOTA);
  expect(mostInFlight(all)).toBe(PLACES);
  expect(new Set(all.map(({ client }) => client))).toEqual(new Set([await clientOf(tabs[0]!)]));
  for (const tab of tabs) {
    await eventually(
      'all are answered',
      () => outcomes(tab),
      (are) => are['200'] === REQUESTS,
      30,
    );
  }

  const polls = await visitor.polls(tabs[0]!);
  const spanMs = all.at(-1)!.arrived_ms - all[0]!.arrived_ms;
  const during = polls.filter(({ arrived_ms }) => arrived_ms > all[0]!.arrived_ms).length;
  console.log(`${during} polls in ${(spanMs / 1000).toFixed(0)} s`);
  expect(during).toBeLessThan((2 * spanMs) / POLL_AFTER_MS);
  expect(during).toBeGreaterThan(spanMs / POLL_AFTER_MS / 2);
});

it('their worker is a file of its own, and nothing offends the policy', async () => {
  for (const tab of tabs) {
    expect(tab.workers().map((worker) => worker.url())).toEqual([
      expect.stringMatching(`^${SERVER}/assets/alarm-worker-[^/]+\\.js$`),
    ]);
  }
  expect(complaints).toEqual([]);
});
