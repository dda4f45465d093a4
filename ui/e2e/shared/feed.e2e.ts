import { expect, it } from 'vitest';
import { eventually, pause, SERVER } from '../server.ts';
import { describeRealTabs } from '../tabs/describe-real-tabs.ts';
import type { Tab } from '../tabs/tab.ts';
import { untilHeard, untilOutcomes, visitorForEach } from '../tabs/visitor.ts';
import { POLL_AFTER_MS } from './settings.ts';

/** Sooner than any poll that was due anyway. */
const AT_ONCE_MS = 0.75 * POLL_AFTER_MS;
const SILENCE_MS = 3 * POLL_AFTER_MS;

describeRealTabs('the feed of a browser', () => {
  const visitor = visitorForEach();

  const count = async (tab: Tab) => (await visitor().polls(tab)).length;
  const morePollsThan = (before: number, tab: Tab) =>
    eventually(
      'a poll comes',
      () => count(tab),
      (now) => now > before,
      30,
      20,
    );

  /** No poll comes any more; one that is under way may. */
  async function expectSilence(tab: Tab): Promise<number> {
    await pause(POLL_AFTER_MS / 4);
    const before = await count(tab);
    await pause(SILENCE_MS);
    expect(await count(tab)).toBe(before);
    return before;
  }

  async function expectAtOnce(before: number, tab: Tab, wake: () => Promise<void>): Promise<void> {
    const begun = performance.now();
    await wake();
    await morePollsThan(before, tab);
    expect(performance.now() - begun).toBeLessThan(AT_ONCE_MS);
  }

  it('pauses offline and asks at once when it is online again', async () => {
    const tab = await visitor().open();
    await morePollsThan(1, tab);
    await tab.offline(true);
    const before = await expectSilence(tab);
    await expectAtOnce(before, tab, () => tab.offline(false));
    await untilHeard(tab);
  });

  it('pauses while all tabs are hidden, and asks at once when one is visible again', async () => {
    const tabs = [];
    for (let i = 0; i < 5; i++) tabs.push(await visitor().open());
    const [first] = tabs as [Tab, ...Tab[]];
    await morePollsThan(1, first);
    await first.hide();
    const before = await expectSilence(first);
    await expectAtOnce(before, first, () => first.activate());
    await morePollsThan(before + 1, first);
  });

  it('goes on in a page that comes out of the back-forward cache, as do its requests', async () => {
    const tab = await visitor().open();
    await tab.evaluate("addEventListener('pageshow', ({ persisted }) => (example.persisted = persisted))");
    await visitor().ask(tab, 'before', 2);
    await untilOutcomes(tab, { 200: 2 });
    await tab.navigate(`${SERVER}/test/log`);
    expect(await tab.back()).toEqual({ restored: true, reasons: [] });
    expect(await tab.evaluate('example.persisted')).toBe(true);
    await visitor().ask(tab, 'after', 4, { ms: 100 });
    await untilOutcomes(tab, { 200: 6 });
    await morePollsThan((await count(tab)) + 1, tab);
  });
});
