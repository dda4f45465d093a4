import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium.ts';
import { eventually, holdConnections, pause, SERVER, tabRequestsAnswered, untilLevel } from './server.ts';
import { EXAMPLE, untilHeard } from './tabs/visitor.ts';

/** Enough to want more than all of the gate's 25 places. */
const HOLDERS = Number(process.env.POOLWARDEN_HOLDERS ?? 60);
/** Requests that the page wants answered at any time; what is answered is followed by the next. */
const WANTED = 20;
const NORMAL_SECONDS = 10;
/** A little less than the quota's minute, so that reading the counter twice does not stretch it beyond one. */
const EMERGENCY_SECONDS = 58;
const EMERGENCY_QUOTA = 5;

let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  await untilLevel('NORMAL', 120);
  browser = await startChromium();
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(SERVER + EXAMPLE);
  await untilHeard(page);
});

afterAll(() => browser?.close());

const untilObeyed = (level: string, seconds: number) =>
  eventually(
    `the page obeys ${level}`,
    () => page.evaluate<string>('example.client.getSnapshot().config.throttling_level'),
    (obeyed) => obeyed === level,
    seconds,
  );

async function answeredWithin(seconds: number): Promise<number> {
  const before = await tabRequestsAnswered();
  await pause(seconds * 1000);
  return (await tabRequestsAnswered()) - before;
}

it('a page that wants much more gets what the config says, under a load that holds connections', async () => {
  await untilObeyed('NORMAL', 30);
  await page.evaluate(`{
    example.wants = true;
    for (let i = 0; i < ${WANTED}; i++) {
      void (async () => {
        while (example.wants) {
          const outcome = await example.ask('/api/dashboard', { priority: 'essential', maxWaitMs: 90_000 });
          // Who is refused at once and asked again at once would leave the page no turn for anything else.
          if (outcome !== '200') await new Promise((resolve) => setTimeout(resolve, 1000));
        }
      })();
    }
  }`);
  const before = await answeredWithin(NORMAL_SECONDS);

  const letGo = holdConnections(HOLDERS);
  try {
    await untilLevel('EMERGENCY', 60);
    await untilObeyed('EMERGENCY', 60);
    // What was in flight when the config came may end: it is not part of the new rate.
    await eventually(
      'nothing is in flight',
      () => page.evaluate<number>('example.client.getFigures().inFlight'),
      (inFlight) => inFlight === 0,
      60,
    );

    const after = await answeredWithin(EMERGENCY_SECONDS);
    console.log(
      `requests at the server: ${before} in ${NORMAL_SECONDS} s of NORMAL, ${after} in ${EMERGENCY_SECONDS} s of EMERGENCY`,
    );
    await untilObeyed('EMERGENCY', 0);
    expect(after).toBeLessThanOrEqual(EMERGENCY_QUOTA);
    expect((before / NORMAL_SECONDS) * 60).toBeGreaterThan(2 * EMERGENCY_QUOTA);

    const soFar = await tabRequestsAnswered();
    await eventually('the page still gets its few answers', tabRequestsAnswered, (sum) => sum > soFar, 90);
    await page.evaluate('example.wants = false');
  } finally {
    await letGo();
  }

  await untilLevel('NORMAL', 180);
  await untilObeyed('NORMAL', 90);
  expect(complaints).toEqual([]);
});
