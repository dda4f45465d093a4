import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/index.ts';
import { startChromium } from './chromium.ts';
import { eventually, SERVER, tabRequestsAnswered } from './server.ts';
import { EXAMPLE, outcomes, untilHeard } from './tabs/visitor.ts';

/** Where the application is killed and started; `BrowserRestartIT` says it. */
const CONTROL = process.env.POOLWARDEN_CONTROL;
const ASKED = 6;
/** Polls that fail are further and further apart; together with the time it was away this is generous. */
const BACK_WITHIN_SECONDS = 60;

describe.skipIf(!CONTROL)('an application that is killed and comes back', () => {
  let browser: Browser;
  let tabs: Page[];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    const context = await browser.newContext();
    tabs = await Promise.all([context.newPage(), context.newPage()]);
    for (const tab of tabs) {
      tab.on('pageerror', (error) => complaints.push(String(error)));
      await tab.goto(SERVER + EXAMPLE);
      await untilHeard(tab);
    }
  });

  afterAll(() => browser?.close());

  const told = async (order: string) =>
    expect((await fetch(`${CONTROL}/${order}`, { method: 'POST' })).status).toBe(204);
  const snapshot = (tab: Page) => tab.evaluate<Snapshot>('example.client.getSnapshot()');
  const ask = (tab: Page) => tab.evaluate<string>('example.ask(undefined, { maxWaitMs: 10_000 })');

  it('is missed, waited for with caution, and obeyed again by all tabs', async () => {
    const before = await snapshot(tabs[0]!);
    for (const tab of tabs) {
      for (let i = 0; i < ASKED; i++) expect(await ask(tab)).toBe('200');
      // All that there was, in its order: a moment may be too short to be looked at.
      await tab.evaluate(`{
        const { client } = example;
        const seen = (example.seen = [client.getSnapshot().source]);
        client.subscribe(() => {
          const { source } = client.getSnapshot();
          if (seen.at(-1) !== source) seen.push(source);
        });
      }`);
    }

    await told('kill');
    for (const tab of tabs) expect(await ask(tab)).toContain('Failed to fetch');
    for (const tab of tabs) {
      const last = await eventually(
        'the config is too old',
        () => snapshot(tab),
        ({ source }) => source === 'default',
        BACK_WITHIN_SECONDS,
      );
      expect(last.config).toMatchObject({ throttling_level: 'MODERATE', request_delay_ms: 400 });
      expect(await tab.evaluate('example.seen')).toEqual(['server', 'last_good', 'default']);
    }

    await told('start');
    for (const tab of tabs) {
      const { config } = await eventually(
        'the server is heard again',
        () => snapshot(tab),
        ({ source }) => source === 'server',
        BACK_WITHIN_SECONDS,
      );
      expect(config.instance).not.toBe(before.config.instance);
      expect(config.throttling_level).toBe('NORMAL');
    }
    const answered = await tabRequestsAnswered();
    for (const tab of tabs) expect(await ask(tab)).toBe('200');
    expect((await tabRequestsAnswered()) - answered).toBe(tabs.length);
    for (const tab of tabs) expect(await outcomes(tab)).toMatchObject({ 200: ASKED + 1 });
    expect(complaints).toEqual([]);
  });
});
