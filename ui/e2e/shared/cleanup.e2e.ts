import type { Browser } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Example } from '../../examples/tabs.ts';
import { startChromium } from '../chromium.ts';
import { SERVER } from '../server.ts';
import { EXAMPLE, untilHeard } from '../tabs/visitor.ts';

declare const example: Example;

let browser: Browser;

afterEach(() => browser?.close());

it('a cleanup that is not allowed is answered, and asks nobody to sign in', async () => {
  browser = await startChromium();
  const page = await browser.newPage();
  await page.goto(SERVER + EXAMPLE);
  await untilHeard(page);
  // With the browser's credentials it would wait for what its user types into a dialog.
  const answer = await page.evaluate(() => example.client.forceCleanup());
  expect(answer).toMatchObject({ ok: false, status: 401 });
});
