import { candidates, CONCURRENCY } from './candidates.ts';
import { measure } from './cost.ts';
import { sizes } from './sizes.ts';

const ROUNDS = 31;

/** What a task costs beside others' queues, and what the libraries weigh. */
export async function benchTasks(tasks: number): Promise<void> {
  const costs = await measure(candidates, tasks, ROUNDS);
  const yardstick = costs[0]!;
  console.log(`${tasks} tasks that do nothing, concurrency ${CONCURRENCY}, ${ROUNDS} rounds; µs a task:\n`);
  console.log(`| limiter | median | best | worst | median / ${yardstick.name}'s |\n|---|--:|--:|--:|--:|`);
  for (const { name, median, best, worst } of costs) {
    const figures = [median, best, worst, median / yardstick.median].map((figure) => figure.toFixed(2));
    console.log(`| ${name} | ${figures.join(' | ')} |`);
  }

  console.log('\nMinified and gzipped, bytes:\n');
  console.log('| library | at once | with what is loaded later |\n|---|--:|--:|');
  for (const { name, atOnce, inAll } of await sizes(process.cwd())) {
    console.log(`| ${name} | ${atOnce} | ${inAll} |`);
  }
}
