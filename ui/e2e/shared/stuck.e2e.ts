import { beforeEach, expect, it } from 'vitest';
import { describeRealTabs } from '../tabs/describe-real-tabs.ts';
import type { Tab } from '../tabs/tab.ts';
import { untilOutcomes, visitorForEach, waiting } from '../tabs/visitor.ts';
import { mostInFlight } from '../tabs/work-log.ts';
import { PLACES } from './settings.ts';

const WORK_MS = 3000;
/** Until the others have started when a tab is frozen, which lets go of all it holds. Measured: 10-120. */
const LET_GO_MS = 1000;
/** And when it answers nobody: 5 s of patience, 3 s for the roll call, and a busy machine. Measured: 8100. */
const ROLL_CALL_MS = 40_000;

describeRealTabs('a hidden tab that has all places and waits for more', () => {
  const visitor = visitorForEach();
  let stuck: Tab;
  let other: Tab;

  beforeEach(async () => {
    stuck = await visitor().open();
    await visitor().ask(stuck, 'stuck', 2 * PLACES, { ms: WORK_MS });
    await visitor().untilArrived(PLACES, 'stuck');
    other = await visitor().open();
  });

  it('lets the others go on when it is frozen, and is served when it is resumed', async () => {
    await visitor().ask(other, 'other', PLACES);
    await waiting(other, PLACES);
    expect(await visitor().arrivals('other')).toEqual([]);

    const begun = performance.now();
    await stuck.freeze();
    await visitor().untilArrived(1, 'other');
    const waitedMs = performance.now() - begun;
    console.log(`frozen: the other tab starts after ${waitedMs.toFixed(0)} ms`);
    expect(waitedMs).toBeLessThan(LET_GO_MS);
    await untilOutcomes(other, { 200: PLACES });
    expect(await visitor().untilEnded(PLACES, 'stuck')).toHaveLength(PLACES);

    await stuck.resume();
    await stuck.activate();
    await untilOutcomes(stuck, { 200: 2 * PLACES });
  });

  it('lets the others go on when it hangs, and is served when it is well again', async () => {
    // Until another tab was heard of at the server, which only a request that blocks can tell it.
    await stuck.evaluate((otherName) => {
      const isOver = () => {
        const log = new XMLHttpRequest();
        log.open('GET', '/test/log', false);
        log.send();
        return log.responseText.includes(`"${otherName}"`);
      };
      const hang = () => {
        while (!isOver()) for (const end = performance.now() + 200; performance.now() < end;);
      };
      setTimeout(hang);
    }, visitor().nameOf('other'));
    const begun = performance.now();
    await visitor().ask(other, 'other', PLACES);
    await visitor().untilArrived(1, 'other', ROLL_CALL_MS / 1000);
    console.log(`hanging: the other tab starts after ${(performance.now() - begun).toFixed(0)} ms`);
    // The answers had come long before, though the tab itself has yet to hear of them.
    expect(await visitor().untilEnded(PLACES, 'stuck')).toHaveLength(PLACES);
    await untilOutcomes(other, { 200: PLACES });
    await stuck.activate();
    await untilOutcomes(stuck, { 200: 2 * PLACES });
    expect(mostInFlight(await visitor().arrivals())).toBe(PLACES);
  });
});
