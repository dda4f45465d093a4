import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ThrottlingConfig } from '../../src/index.ts';
import { eventually, pause, SERVER } from '../server.ts';
import { startChromium } from '../chromium.ts';
import { describeRealTabs } from '../tabs/describe-real-tabs.ts';
import { StreamingProxy } from '../tabs/streaming-proxy.ts';
import { EXAMPLE, untilHeard, untilOutcomes, visitorForEach } from '../tabs/visitor.ts';
import { mostEarly } from '../tabs/work-log.ts';
import { JITTER_MS, POLL_AFTER_MS } from './settings.ts';

/** From the push until the last tab obeys. Measured: 20-60. */
const AT_ONCE_MS = 1000;
const PUSHED_DELAY_MS = 700;

describeRealTabs('server-sent events', () => {
  const visitor = visitorForEach();
  let proxy: StreamingProxy;

  beforeEach(async () => {
    proxy = await StreamingProxy.start();
  });

  afterEach(() => proxy.close());

  const untilStreams = (count: number) =>
    eventually(
      `${count} streams`,
      async () => proxy.streams,
      (are) => are === count,
      30,
      50,
    );

  it('come over one stream a browser, and all tabs obey them at once', async () => {
    const tabs = [];
    for (let i = 0; i < 3; i++) tabs.push(await visitor().open('?push=sse', proxy.url));
    await untilStreams(1);

    const response = await fetch(`${SERVER}/api/v1/health/database/throttling-config`);
    const config: ThrottlingConfig = await response.json();
    const begun = performance.now();
    proxy.push({ ...config, revision: config.revision + 1000, request_delay_ms: PUSHED_DELAY_MS });
    for (const tab of tabs)
      await tab.until(
        'it obeys',
        'example.client.getSnapshot().config.request_delay_ms',
        (is) => is === PUSHED_DELAY_MS,
      );
    expect(performance.now() - begun).toBeLessThan(AT_ONCE_MS);
    expect(proxy.streams).toBe(1);

    await visitor().ask(tabs.at(-1)!, 'after', 4);
    await untilOutcomes(tabs.at(-1)!, { 200: 4 });
    expect(mostEarly(PUSHED_DELAY_MS, await visitor().arrivals())).toBeLessThan(JITTER_MS);
  });

  it('end when all tabs are hidden, and come again when one is visible', async () => {
    const first = await visitor().open('?push=sse', proxy.url);
    const second = await visitor().open('?push=sse', proxy.url);
    await untilStreams(1);
    await first.activate();
    await untilStreams(1);
    await first.hide();
    await untilStreams(0);
    await pause(POLL_AFTER_MS);
    expect(proxy.streams).toBe(0);
    await second.activate();
    await untilStreams(1);
  });
});

it('one of several visible tabs has the stream, and another when that is gone', async () => {
  const proxy = await StreamingProxy.start();
  const browser = await startChromium();
  try {
    const context = await browser.newContext();
    const tabs = [];
    for (let i = 0; i < 3; i++) {
      const tab = await context.newPage();
      await tab.goto(`${proxy.url}${EXAMPLE}?push=sse`);
      await untilHeard(tab);
      tabs.push(tab);
    }
    while (tabs.length > 0) {
      await eventually(
        'one stream',
        async () => proxy.streams,
        (are) => are === 1,
        30,
        50,
      );
      // Time enough for the others to open theirs, had they not to wait.
      await pause(POLL_AFTER_MS / 2);
      expect(proxy.streams).toBe(1);
      await tabs.shift()!.close();
    }
  } finally {
    await browser.close();
    proxy.close();
  }
});
