// One row of small-instance.sh's table; without arguments, its head.
import { readFileSync } from 'node:fs';

const COLUMNS = [
  ['row', '---'],
  ['first 200, s', '--:'],
  ['RSS then, MB', '--:'],
  ['RSS after, MB', '--:'],
  ['requests', '--:'],
  ['successes', '--:'],
  ['CPU, ms a request', '--:'],
  ['polls p50, ms', '--:'],
  ['p99, ms', '--:'],
  ['p99 with the wait in the browser, ms', '--:'],
  ['acquire p50, ms', '--:'],
  ['acquire p99, ms', '--:'],
  ['connecting, ms in all', '--:'],
  ['connecting, ms a request', '--:'],
  ['reuse', '--:'],
  ['connections at most', '--:'],
  ['failures', '---'],
];
const print = (cells) => console.log(`| ${cells.join(' | ')} |`);

const [row, first, rssThen, rssAfter, cpu, connections, usersFile, metricsFile] = process.argv.slice(2);
if (row === undefined) {
  print(COLUMNS.map(([title]) => title));
  print(COLUMNS.map(([, side]) => side));
  process.exit();
}

const { felt, sent } = JSON.parse(readFileSync(usersFile, 'utf8'));
const lines = readFileSync(metricsFile, 'utf8').split('\n');
const metric = (name) => Number(lines.find((line) => line.startsWith(name))?.split(' ').at(-1));

const acquired = metric('demo_acquire_seconds_count');
const created = metric('agroal_creation_count_total');
const connecting = metric('agroal_creation_time_total_milliseconds');
const acquire = (quantile) => (metric(`demo_acquire_seconds{quantile="${quantile}"}`) * 1000).toFixed(2);
const failures = Object.entries(felt.failures).map(([why, count]) => `${count} ${why}`);

print([
  row,
  (first / 1000).toFixed(2),
  rssThen,
  rssAfter,
  felt.requests,
  `${((100 * felt.successes) / felt.requests).toFixed(1)} %`,
  (cpu / felt.requests).toFixed(1),
  sent.ms.poll?.p50,
  sent.ms.poll?.p99,
  felt.ms.poll?.p99,
  acquire('0.5'),
  acquire('0.99'),
  Math.round(connecting),
  (connecting / felt.requests).toFixed(2),
  `${(100 * (1 - created / acquired)).toFixed(1)} %`,
  connections,
  failures.join(', ') || 'none',
]);
