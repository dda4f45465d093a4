import { cpus, loadavg } from 'node:os';
import { benchTabs } from './tabs/main.ts';
import { benchTasks } from './tasks.ts';

const [what = '10000'] = process.argv.slice(2);

const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0]?.toFixed(1)} before`;
console.log(`${date}, Node.js ${process.version}, ${machine}\n`);

if (what === 'tabs') await benchTabs();
else await benchTasks(Number(what));
