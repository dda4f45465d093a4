import { cpus, loadavg } from 'node:os';
import { candidates, CONCURRENCY } from './candidates.ts';
import { measure } from './cost.ts';
import { sizes } from './sizes.ts';

const TASKS = Number(process.argv[2] ?? 10_000);
const ROUNDS = 31;

const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0]?.toFixed(1)} before`;
console.log(`${date}, Node.js ${process.version}, ${machine}\n`);

const costs = await measure(candidates, TASKS, ROUNDS);
const yardstick = costs[0]!;
console.log(`${TASKS} tasks that do nothing, concurrency ${CONCURRENCY}, ${ROUNDS} rounds; µs a task:\n`);
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
