import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium.ts';
import { eventually, holdConnections, pause, SERVER, tabRequestsAnswered, untilLevel } from './server.ts';

/** Enough to want more than all of the gate's 25 places. */
const HOLDERS = Number(process.env.POOLWARDEN_HOLDERS ?? 60);
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
  page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
});

afterAll(() => browser?.close());

const text = async (testId: string) => (await page.getByTestId(testId).textContent()) ?? '';

const shows = (testId: string, expected: string, seconds: number) =>
  eventually(
    `${testId} shows ${expected}`,
    () => text(testId),
    (shown) => shown === expected,
    seconds,
  );

async function shoot(name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function answeredWithin(seconds: number): Promise<number> {
  const before = await tabRequestsAnswered();
  await pause(seconds * 1000);
  return (await tabRequestsAnswered()) - before;
}

it('the page shows a pool that drowns and recovers, and its own load falls to what the config says', async () => {
  await page.goto(SERVER);
  await shows('level', 'NORMAL', 30);
  await shows('obeyed-level', 'NORMAL', 30);

  await page.getByTestId('five-tabs').click();
  const before = await answeredWithin(NORMAL_SECONDS);
  await shoot('normal');

  const letGo = holdConnections(HOLDERS);
  try {
    await shows('level', 'EMERGENCY', 60);
    await shows('obeyed-level', 'EMERGENCY', 60);
    await shoot('emergency');
    // What was in flight when the config came may end: it is not part of the new rate.
    await shows('in-flight', '0', 60);

    const after = await answeredWithin(EMERGENCY_SECONDS);
    console.log(
      `requests at the server: ${before} in ${NORMAL_SECONDS} s of NORMAL, ${after} in ${EMERGENCY_SECONDS} s of EMERGENCY`,
    );
    expect(await text('level')).toBe('EMERGENCY');
    expect(after).toBeLessThanOrEqual(EMERGENCY_QUOTA);
    expect((before / NORMAL_SECONDS) * 60).toBeGreaterThan(2 * EMERGENCY_QUOTA);

    const soFar = await tabRequestsAnswered();
    await eventually('the page still gets its few answers', tabRequestsAnswered, (sum) => sum > soFar, 90);
    await page.getByTestId('five-tabs').click();
  } finally {
    await letGo();
  }

  await shows('level', 'NORMAL', 180);
  await shows('obeyed-level', 'NORMAL', 90);
  expect(complaints).toEqual([]);
});
