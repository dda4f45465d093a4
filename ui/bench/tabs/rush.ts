import { startChromium } from '../../e2e/chromium.ts';
import type { Bench } from './page.ts';
import { serveSite } from './site.ts';

declare const bench: Bench;

const TABS = 5;
const REQUESTS = 30;
const WORK_MS = 100;
const CONCURRENCY = 3;

export interface Rush {
  readonly mostInFlight: number;
  readonly totalMs: number;
  readonly idealMs: number;
  /** Starts of each tab among the first half of all. */
  readonly firstHalf: readonly number[];
}

/** Five tabs, all of them visible, want thirty answers each at the same moment. */
export async function rush(isShared: boolean): Promise<Rush> {
  const site = await serveSite(WORK_MS);
  const browser = await startChromium();
  try {
    const context = await browser.newContext();
    const pages = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
    const limits = {
      max_concurrent_requests: CONCURRENCY,
      max_requests_per_minute: 1e9,
      request_delay_ms: 0,
    };
    for (const page of pages) {
      await page.goto(site.url);
      await page.waitForFunction(() => 'bench' in globalThis);
      await page.evaluate(([limits, isShared]) => bench.join(limits, isShared), [limits, isShared] as const);
    }
    // The first locks, database and worker of a tab are opened here.
    await Promise.all(pages.map((page) => page.evaluate(() => bench.burst('warm-up', 2))));
    site.takeArrivals();
    const start = performance.now();
    await Promise.all(
      pages.map((page, i) =>
        page.evaluate(([tab, requests]) => bench.burst(tab, requests), [`${i}`, REQUESTS] as const),
      ),
    );
    const totalMs = performance.now() - start;
    const arrivals = site.takeArrivals();
    const half = arrivals.slice(0, (TABS * REQUESTS) / 2);
    return {
      mostInFlight: Math.max(...arrivals.map(({ inFlight }) => inFlight)),
      totalMs,
      idealMs: (TABS * REQUESTS * WORK_MS) / CONCURRENCY,
      firstHalf: pages.map((_, i) => half.filter(({ tab }) => tab === `${i}`).length),
    };
  } finally {
    await browser.close();
    site.close();
  }
}
