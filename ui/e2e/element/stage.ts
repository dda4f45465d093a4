import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { snapshot } from '../../test/element/snapshot.ts';
import type {} from './page.ts';

/** What the snapshots of these tests are dated around, in a page that lives in Berlin. */
export const at = (time: string) => Date.parse(`2025-06-02T${time}+02:00`);
export const NOW = at('14:04:00');

export const SLOW = {
  asked: { throttling_level: 'MODERATE' },
  throttledSince: at('13:30:59'),
  nextPollAt: at('14:04:20'),
} as const;
export const EMERGENCY = {
  ...SLOW,
  asked: { throttling_level: 'EMERGENCY', emergency_mode_active: true },
} as const;

/** A page with the element, whose time is stepped by hand. */
export class Stage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Stage> {
    const page = await browser.newPage({
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      viewport: { width: 720, height: 220 },
      ...options,
    });
    await page.clock.install({ time: NOW });
    await page.goto(url);
    await page.clock.pauseAt(NOW + 1000);
    await page.waitForFunction(() => 'shown' in window, undefined, { polling: 50 });
    return new Stage(page);
  }

  become(changes: Parameters<typeof snapshot>[0] = {}): Promise<void> {
    return this.page.evaluate((next) => window.shown.client.become(window.shown.snapshot(next)), changes);
  }

  pass(ms: number): Promise<void> {
    return this.page.clock.runFor(ms);
  }

  get text() {
    return this.page.locator('poolwarden-status p');
  }

  /** What is to be seen; empty while the element is hidden. */
  async words(): Promise<string> {
    return (await this.text.isVisible()) ? ((await this.text.textContent()) ?? '') : '';
  }

  listeners(): Promise<number> {
    return this.page.evaluate(() => window.shown.client.listeners);
  }
}
