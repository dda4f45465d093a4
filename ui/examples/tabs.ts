import {
  createPoolwarden,
  PoolwardenError,
  type PoolwardenOptions,
  type Priority,
  type Wishes,
} from '../src/index.ts';
import { defineStatusElement, type PoolwardenStatusElement } from '../src/element/index.ts';
import { fill } from './fill.ts';
import { BrowserStarts } from './browser-starts.ts';

const RENDER_EVERY_MS = 250;
const PAUSE_MS = 500;

/** `?tabs=off`, `?push=sse`, `?cleanup=3` and the like try the client's options. */
const query = new URLSearchParams(location.search);
const options: PoolwardenOptions = {
  ...(query.has('tabs') && { tabs: query.get('tabs') as 'off' }),
  ...(query.has('push') && { push: query.get('push') as 'sse' }),
  ...(query.has('cleanup') && { cleanup: { afterSeverePolls: Number(query.get('cleanup')) } }),
};
const url = query.get('url') ?? '/api/dashboard';

const client = createPoolwarden(options);
const starts = new BrowserStarts();
const outcomes: Record<string, number> = {};
let isAsking = false;

/** Resolves to the status, or why it was not sent. */
async function ask(target = url, wishes: Wishes = {}, signal?: AbortSignal): Promise<string> {
  const outcome = await client
    .fetch(target, { poolwarden: { dedupe: false, ...wishes }, ...(signal && { signal }) })
    .then(async (response) => {
      await response.arrayBuffer();
      return String(response.status);
    })
    .catch((error: unknown) => (error instanceof PoolwardenError ? error.code : String(error)));
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return outcome;
}

const burst = (count: number, target?: string, wishes?: Wishes): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => ask(target, wishes)));

const priority = () => ({
  priority: document.querySelector<HTMLSelectElement>('#priority')!.value as Priority,
});

async function keepAsking(): Promise<void> {
  while (isAsking) {
    await ask(url, priority());
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function render(): void {
  const figures = client.getFigures();
  starts.note(figures);
  fill(document, {
    ...client.getSnapshot(),
    figures,
    browser: starts.figures(),
    refused: Object.entries(outcomes).reduce(
      (sum, [code, count]) => sum + (/^[a-z_]+$/.test(code) ? count : 0),
      0,
    ),
    visibility: document.visibilityState,
  });
  starts.show(document.querySelector('#starts')!);
}

const keep = document.querySelector<HTMLButtonElement>('#keep')!;
keep.addEventListener('click', () => {
  isAsking = !isAsking;
  keep.setAttribute('aria-pressed', String(isAsking));
  keep.textContent = isAsking ? 'Stop' : 'Keep asking';
  void keepAsking();
});
document.querySelector('#burst')!.addEventListener('click', () => void burst(30, url, priority()));

defineStatusElement();
document.querySelector<PoolwardenStatusElement>('poolwarden-status')!.client = client;
client.subscribe(render);
setInterval(render, RENDER_EVERY_MS);
render();

const example = { client, ask, burst, outcomes };
export type Example = typeof example;
// For the browser's console, and for the tests.
Object.assign(globalThis, { example });
