import { favour } from './favour.ts';
import { rush } from './rush.ts';

const ROUNDS = 3;

/** Tabs of a real Chromium against each other, judged by the server's log; takes about five minutes. */
export async function benchTabs(): Promise<void> {
  console.log('5 visible tabs x 30 requests of 100 ms, 3 at once:\n');
  console.log('| budget | most at the server | total / ideal | starts of each tab in the first half |');
  console.log('|---|--:|--:|---|');
  for (let round = 0; round <= ROUNDS; round++) {
    const isShared = round < ROUNDS;
    const { mostInFlight, totalMs, idealMs, firstHalf } = await rush(isShared);
    const name = isShared ? 'shared' : "each tab's own";
    console.log(
      `| ${name} | ${mostInFlight} | ${(totalMs / idealMs).toFixed(3)} | ${firstHalf.join(', ')} |`,
    );
  }

  console.log('\n60 a minute, a visible tab and hidden ones that want 90 at once each:\n');
  console.log(
    '| hidden tabs | most in any minute | mean wait of the visible, s | longest | mean / alone | hidden starts |',
  );
  console.log('|---|--:|--:|--:|--:|--:|');
  const alone = await favour(0, 0);
  const cases = [
    { name: 'none', favoured: alone },
    { name: '4, at the same moment', favoured: await favour(4, 0) },
    { name: '4, for 30 s already', favoured: await favour(4, 30_000) },
  ];
  for (const { name, favoured } of cases) {
    const { meanWaitMs, worstWaitMs, mostInAMinute, hiddenStarts } = favoured;
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    const share = (meanWaitMs / alone.meanWaitMs).toFixed(3);
    console.log(
      `| ${name} | ${mostInAMinute} | ${seconds(meanWaitMs)} | ${seconds(worstWaitMs)} | ${share} | ${hiddenStarts} |`,
    );
  }
}
