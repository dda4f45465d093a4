import { RealChromium } from '../../e2e/tabs/real-chromium.ts';
import type { Bench } from './page.ts';
import { serveSite, type Arrival } from './site.ts';

declare const bench: Bench;

const REQUESTS = 90;
const LIMITS = { max_concurrent_requests: 10, max_requests_per_minute: 60, request_delay_ms: 100 };
const WORK_MS = 50;

export interface Favour {
  /** Of the visible tab's requests, in milliseconds. */
  readonly meanWaitMs: number;
  readonly worstWaitMs: number;
  readonly mostInAMinute: number;
  /** Starts of hidden tabs while the visible one waited. */
  readonly hiddenStarts: number;
}

/**
 * A visible tab wants more than a minute's budget at once, and so do hidden ones.
 *
 * @param headStartMs how much earlier the hidden ones begin
 */
export async function favour(hiddenTabs: number, headStartMs: number): Promise<Favour> {
  const site = await serveSite(WORK_MS);
  const browser = await RealChromium.start();
  try {
    const tabs = [];
    for (let i = 0; i <= hiddenTabs; i++) {
      const tab = await browser.openTab(site.url);
      await tab.until('the page is there', `typeof bench`, (type) => type === 'object');
      await tab.evaluate((limits) => bench.join(limits, true), LIMITS);
      tabs.push(tab);
    }
    const visible = tabs.pop()!;
    // They end with the browser.
    for (const tab of tabs) void tab.evaluate(`void bench.burst('hidden', ${REQUESTS})`);
    await new Promise((resolve) => setTimeout(resolve, headStartMs));
    const before = site.takeArrivals();
    await visible.evaluate(`void (waits = bench.burst('visible', ${REQUESTS}))`);
    const arrivals: Arrival[] = [];
    while (arrivals.filter(({ tab }) => tab === 'visible').length < REQUESTS) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      arrivals.push(...site.takeArrivals());
    }
    const waits = await visible.evaluate<number[]>('waits');
    return {
      meanWaitMs: waits.reduce((sum, wait) => sum + wait, 0) / REQUESTS,
      worstWaitMs: Math.max(...waits),
      mostInAMinute: mostInAMinute([...before, ...arrivals]),
      hiddenStarts: arrivals.filter(({ tab }) => tab === 'hidden').length,
    };
  } finally {
    await browser.close();
    site.close();
  }
}

function mostInAMinute(arrivals: readonly Arrival[]): number {
  const inWindow = ({ at }: Arrival) => arrivals.filter((other) => other.at >= at && other.at < at + 60_000);
  return Math.max(...arrivals.map((first) => inWindow(first).length));
}
