import { afterEach, expect, it } from 'vitest';
import { SERVER, untilLevel } from './server.ts';
import { describeRealTabs } from './tabs/describe-real-tabs.ts';
import type { Tab } from './tabs/tab.ts';
import { untilOutcomes, visitorForEach, waiting } from './tabs/visitor.ts';
import { mostEarly, mostInFlight } from './tabs/work-log.ts';
import { JITTER_MS, PLACES } from './shared/settings.ts';

/** All that the gate admits; given back after a minute if this test does not come to it. */
const ALL = '/test/hold?connections=25&seconds=60';
const EMERGENCY_DELAY_MS = 2000;
/** Longer than the delay, or one in flight would be no limit. */
const WORK_MS = 2300;

describeRealTabs('the level', () => {
  const visitor = visitorForEach();

  async function hold(method: 'POST' | 'DELETE'): Promise<void> {
    const path = method === 'POST' ? ALL : '/test/hold';
    const response = await fetch(SERVER + path, { method });
    expect(response.status).toBe(204);
  }

  afterEach(() => hold('DELETE'));

  const obeys = (tab: Tab, level: string) =>
    tab.until(
      `it obeys ${level}`,
      'example.client.getSnapshot().config.throttling_level',
      (is) => is === level,
    );

  it('is obeyed by all tabs, and each of them is back when it is over', async () => {
    await untilLevel('NORMAL', 60);
    const hidden = await visitor().open();
    const visible = await visitor().open();
    const tabs = [hidden, visible];
    for (const tab of tabs) await obeys(tab, 'NORMAL');

    await hold('POST');
    for (const tab of tabs) {
      await obeys(tab, 'EMERGENCY');
      await visitor().ask(tab, 'interactive', 1);
      await visitor().ask(tab, 'background', 1, { priority: 'background' });
      await untilOutcomes(tab, { emergency: 2 });
    }
    expect(await visitor().arrivals()).toEqual([]);

    await visitor().ask(hidden, 'hidden', 1, { priority: 'essential', ms: WORK_MS });
    await visitor().untilArrived(1, 'hidden');
    await visitor().ask(visible, 'visible', 2, { priority: 'essential', ms: WORK_MS });
    await untilOutcomes(hidden, { 200: 1, emergency: 2 });
    await untilOutcomes(visible, { 200: 2, emergency: 2 });
    const essential = await visitor().arrivals();
    expect(essential.map(({ priority }) => priority)).toEqual(['u=0', 'u=0', 'u=0']);
    expect(mostInFlight(essential)).toBe(1);
    expect(mostEarly(EMERGENCY_DELAY_MS, essential)).toBeLessThan(JITTER_MS);

    await hold('DELETE');
    for (const tab of tabs) await obeys(tab, 'NORMAL');
    await visitor().ask(visible, 'after', 2 * PLACES, { ms: 1000 });
    await untilOutcomes(visible, { 200: 2 + 2 * PLACES, emergency: 2 });
    // Nobody looks any more, and so nothing is kept free for a visible tab.
    await visible.hide();
    await visitor().ask(hidden, 'after', 1);
    await untilOutcomes(hidden, { 200: 2, emergency: 2 });
    expect(mostInFlight(await visitor().arrivals('after'))).toBe(PLACES);
  });

  it('reaches those who wait already: they hear of it instead of waiting in vain', async () => {
    await untilLevel('NORMAL', 60);
    const tab = await visitor().open();
    await visitor().ask(tab, 'waiting', 2 * PLACES, { ms: 20_000 });
    await visitor().untilArrived(PLACES);
    await waiting(tab, PLACES);
    await hold('POST');
    await untilOutcomes(tab, { emergency: PLACES });
    expect(await visitor().arrivals()).toHaveLength(PLACES);
  });
});
