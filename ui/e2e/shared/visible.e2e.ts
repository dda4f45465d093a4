import { expect, it } from 'vitest';
import { describeRealTabs } from '../tabs/describe-real-tabs.ts';
import { outcomes, untilOutcomes, visitorForEach } from '../tabs/visitor.ts';
import { mostEarly, mostInFlight, ofTab } from '../tabs/work-log.ts';
import { DELAY_MS, HELD_UP, JITTER_MS, PLACES } from './settings.ts';

const HIDDEN = 4;
const OF_EACH_HIDDEN = 6;
/** More than the turns after which a hidden tab has one, however much a visible one wants. */
const OF_VISIBLE = 32;
const WORK_MS = 400;

describeRealTabs('one visible tab and hidden ones', () => {
  const visitor = visitorForEach();

  it('share a budget in which the visible one comes first, and nobody starves', async () => {
    const hidden = [];
    for (let i = 0; i < HIDDEN; i++) hidden.push(await visitor().open());
    const visible = await visitor().open();
    for (const [i, tab] of hidden.entries())
      await visitor().ask(tab, `hidden ${i}`, OF_EACH_HIDDEN, { ms: WORK_MS });
    await visitor().untilArrived(1);
    await visitor().ask(visible, 'visible', OF_VISIBLE, { ms: WORK_MS });
    await visitor().untilArrived(OF_VISIBLE, 'visible');

    const soFar = await visitor().arrivals();
    const ofVisible = ofTab(soFar, 'visible');
    const since = soFar.filter(({ arrived_ms }) => arrived_ms >= ofVisible[0]!.arrived_ms);
    const others = since.length - OF_VISIBLE;
    console.log(`while ${OF_VISIBLE} of the visible tab started, so did ${others} of hidden ones`);
    expect(others).toBeGreaterThan(0);
    expect(others).toBeLessThanOrEqual(OF_VISIBLE / 4);

    // Nobody looks any more, and so nobody is favoured.
    await visible.hide();
    for (const tab of hidden) await untilOutcomes(tab, { 200: OF_EACH_HIDDEN });
    expect(await outcomes(visible)).toEqual({ 200: OF_VISIBLE });
    const all = await visitor().arrivals();
    expect(mostInFlight(all)).toBe(PLACES);
    expect(mostEarly(DELAY_MS, all, HELD_UP)).toBeLessThan(JITTER_MS);
    expect(new Set(all.map(({ client }) => client)).size).toBe(1);
  });
});
