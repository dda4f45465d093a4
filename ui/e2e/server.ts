/** The server under test, as the environment names it. */
export const SERVER = process.env.POOLWARDEN_URL ?? 'http://localhost:8080';

/** Takes a connection and keeps it while it waits for something slow. */
const HOLD_PATH = process.env.POOLWARDEN_HOLD_PATH ?? '/api/conversations/1/messages/holding';

/** What one opened tab of the example application asks; also what the page's five tabs do. */
export const TAB_PATHS = [
  '/api/dashboard',
  '/api/conversations',
  '/api/activities?limit=50',
  '/api/notifications',
];

const TAB_URIS = TAB_PATHS.map((path) => path.split('?')[0]);

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again and again until it is so; fails with what it saw last after `seconds`. */
export async function eventually<Value>(
  what: string,
  look: () => Promise<Value>,
  isSo: (value: Value) => boolean,
  seconds: number,
  everyMs = 500,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (isSo(value)) return value;
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s: ${what}; last seen: ${JSON.stringify(value)}`);
    await pause(everyMs);
  }
}

async function levelNow(): Promise<string> {
  try {
    const response = await fetch(`${SERVER}/api/v1/health/database/throttling-config`);
    return ((await response.json()) as { throttling_level: string }).throttling_level;
  } catch (error) {
    return `none: ${error}`;
  }
}

export function untilLevel(level: string, seconds: number): Promise<string> {
  return eventually(`level ${level}`, levelNow, (now) => now === level, seconds);
}

/** GETs of the tabs' paths that the server has answered since its start, however it answered. */
export async function tabRequestsAnswered(): Promise<number> {
  const metrics = await (await fetch(`${SERVER}/q/metrics`)).text();
  return metrics.split('\n').reduce((sum, line) => sum + tabRequestsIn(line), 0);
}

function tabRequestsIn(line: string): number {
  const [, labels = '', count = '0'] = /^http_server_requests_seconds_count\{(.*)\} (\S+)$/.exec(line) ?? [];
  const uri = /uri="([^"]*)"/.exec(labels)?.[1];
  return labels.includes('method="GET"') && TAB_URIS.includes(uri) ? Number(count) : 0;
}

/** Keeps `loops` connection-holding requests under way; the function returned ends that. */
export function holdConnections(loops: number): () => Promise<void> {
  let isOn = true;
  const all = Promise.all(Array.from({ length: loops }, () => holdWhile(() => isOn)));
  return async () => {
    isOn = false;
    await all;
  };
}

async function holdWhile(isOn: () => boolean): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ text: 'still there?' });
  while (isOn()) {
    const signal = AbortSignal.timeout(60_000);
    const response = await fetch(SERVER + HOLD_PATH, { method: 'POST', headers, body, signal }).catch(
      () => undefined,
    );
    await response?.arrayBuffer().catch(() => undefined);
    if (response?.status === 404) throw new Error(`${HOLD_PATH} is not there: set POOLWARDEN_HOLD_PATH`);
    // Rejections come within milliseconds: do not turn them into a busy loop.
    if (!response?.ok) await pause(50);
  }
}
