import { createPoolwarden, type ConfigSource } from '../index.ts';
import { systemTime } from '../time.ts';
import { fill } from './fill.ts';
import { fetchStatus, type DatabaseStatus } from './status.ts';
import { TabsLoad } from './tabs-load.ts';
import { whileVisible } from './while-visible.ts';

const STATUS_URL = '/api/v1/health/database/status';
const STATUS_EVERY_MS = 2000;
const RENDER_EVERY_MS = 250;

const SOURCES: Partial<Record<ConfigSource, string>> = {
  last_good: 'the last one the server sent',
  default: 'no word from the server: being cautious',
  adaptive: 'no word from the server, and requests fail: sending only a part',
};

const client = createPoolwarden();
const load = new TabsLoad(client.fetch, systemTime);
const button = document.querySelector<HTMLButtonElement>('#five-tabs')!;
const keepLoading = document.querySelector<HTMLInputElement>('#keep-loading')!;
let status: DatabaseStatus | undefined;

function render(): void {
  const { config, source, problem } = client.getSnapshot();
  const level = status?.throttling_level ?? 'UNKNOWN';
  document.documentElement.dataset.level = level;
  button.textContent = load.isRunning ? 'Stop' : 'Load five tabs';
  button.dataset.running = String(load.isRunning);
  fill(document, {
    level,
    status,
    capacity: status?.pool && (status.pool.size ?? NaN) + (status.pool.max_overflow ?? NaN),
    obeyed: config,
    source: SOURCES[source] ?? `revision ${config.revision} of ${config.instance}`,
    problem: problem?.message ?? 'none',
    limiter: client.getFigures(),
    load: load.counts,
  });
}

async function refreshStatus(): Promise<void> {
  status = await fetchStatus(fetch, STATUS_URL).catch(() => undefined);
  render();
}

async function renderOften(): Promise<void> {
  render();
}

button.addEventListener('click', () => {
  if (load.isRunning) load.stop();
  else void load.start(() => keepLoading.checked).then(render);
  render();
});
client.subscribe(render);
whileVisible(document, systemTime, STATUS_EVERY_MS, refreshStatus);
whileVisible(document, systemTime, RENDER_EVERY_MS, renderOften);
