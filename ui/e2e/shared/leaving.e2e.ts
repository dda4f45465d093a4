import { expect, it } from 'vitest';
import { SERVER } from '../server.ts';
import { describeRealTabs } from '../tabs/describe-real-tabs.ts';
import type { Tab } from '../tabs/tab.ts';
import { untilOutcomes, visitorForEach, waiting } from '../tabs/visitor.ts';
import { PLACES, QUOTA } from './settings.ts';

/** Longer than any test: only its end frees the place of such a request. */
const FOR_EVER_MS = 60_000;
/** From the end of the leaver's requests at the server to the first that had waited for their places. Measured: 10-120. */
const AT_ONCE_MS = 1000;
/** A page that goes gives its places back, and then the browser cuts its requests off. Measured: 20-120. */
const CUT_OFF_MS = 600;

describeRealTabs('a tab that leaves while it has all places', () => {
  const visitor = visitorForEach();

  const ways: [string, (tab: Tab) => Promise<unknown>][] = [
    ['closed', (tab) => tab.close()],
    ['crashed', (tab) => tab.crash()],
    ['reloaded', (tab) => tab.reload()],
    ['taken elsewhere', (tab) => tab.navigate(`${SERVER}/`)],
  ];

  it.each(ways)('leaves none behind when it is %s, and the others go on at once', async (_, leave) => {
    const leaver = await visitor().open();
    await visitor().ask(leaver, 'leaver', 2 * PLACES, { ms: FOR_EVER_MS });
    await visitor().untilArrived(PLACES, 'leaver');
    const stayer = await visitor().open();
    await visitor().ask(stayer, 'stayer', PLACES, { ms: 100 });
    await waiting(stayer, PLACES);
    expect(await visitor().arrivals('stayer')).toEqual([]);

    await leave(leaver);
    await untilOutcomes(stayer, { 200: PLACES });
    const ofLeaver = await visitor().arrivals('leaver');
    const ofStayer = await visitor().arrivals('stayer');
    const endedMs = Math.min(...ofLeaver.map(({ ended_ms }) => ended_ms ?? Infinity));
    const gapMs = ofStayer[0]!.arrived_ms - endedMs;
    expect(gapMs).toBeLessThan(AT_ONCE_MS);
    expect(gapMs).toBeGreaterThan(-CUT_OFF_MS);
    expect(ofLeaver).toHaveLength(PLACES);
    expect(ofStayer).toHaveLength(PLACES);
  });

  it('gets a new budget neither by a reload nor by the way back', async () => {
    const tab = await visitor().open();
    await visitor().ask(tab, 'before', QUOTA - 2);
    await visitor().untilEnded(QUOTA - 2, 'before');
    await tab.reload();
    await visitor().ask(tab, 'reloaded', 1);
    await untilOutcomes(tab, { 200: 1 });
    await tab.navigate(`${SERVER}/test/log`);
    expect(await tab.back()).toEqual({ restored: true, reasons: [] });
    await visitor().ask(tab, 'back', 3, { maxWaitMs: 2000 });
    await untilOutcomes(tab, { 200: 2, queue_timeout: 2 });
    expect(await visitor().arrivals()).toHaveLength(QUOTA);
  });
});
