import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startChromium } from '../chromium.ts';
import { serveElementPage } from './serve.ts';
import { Stage } from './stage.ts';

/** A fresh page with the element for each test, which must not offend the Content-Security-Policy. */
export function stageForEach() {
  let server: Awaited<ReturnType<typeof serveElementPage>>;
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    server = await serveElementPage();
    browser = await startChromium();
  });

  beforeEach(async () => {
    stage = await Stage.open(browser, server.url);
  });

  afterEach(async () => {
    expect(await stage.page.evaluate(() => window.shown.violations)).toEqual([]);
    await stage.page.context().close();
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  return { stage: () => stage };
}
