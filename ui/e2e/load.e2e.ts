import { expect, it } from 'vitest';
import { createPoolwarden } from '../src/index.ts';
import { SERVER, TAB_PATHS, untilLevel } from './server.ts';

/** The example application's rush: this many browsers, each of which wants so many answers within a time. */
const BROWSERS = Number(process.env.POOLWARDEN_BROWSERS ?? 60);
const REQUESTS = Number(process.env.POOLWARDEN_REQUESTS ?? 20);
const WITHIN_SECONDS = Number(process.env.POOLWARDEN_WITHIN_SECONDS ?? 180);

type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;

async function succeeds(fetch: Fetch, path: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(WITHIN_SECONDS * 1000);
    const response = await fetch(SERVER + path, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** The share of all wanted answers that came in time. */
async function rush(browsers: Fetch[]): Promise<number> {
  const paths = Array.from({ length: REQUESTS }, (_, i) => TAB_PATHS[i % TAB_PATHS.length]!);
  const answers = browsers.flatMap((fetch) => paths.map((path) => succeeds(fetch, path)));
  const successes = (await Promise.all(answers)).filter(Boolean).length;
  return successes / answers.length;
}

/** Each on its own, as browsers are; their users wait for everything that they ask, however long that takes. */
const createBrowser = () =>
  createPoolwarden({
    configUrl: `${SERVER}/api/v1/health/database/throttling-config`,
    tabs: 'off',
    maxWaitMs: WITHIN_SECONDS * 1000,
  });

it('browsers with the client get at least 95 % of their answers', async () => {
  await untilLevel('NORMAL', 180);
  const without = await rush(Array.from({ length: BROWSERS }, () => fetch));

  await untilLevel('NORMAL', 180);
  const clients = Array.from({ length: BROWSERS }, createBrowser);
  const wishes = { priority: 'essential', dedupe: false } as const;
  const withClient = await rush(
    clients.map(
      (client): Fetch =>
        (url, init) =>
          client.fetch(url, { ...init, poolwarden: wishes }),
    ),
  ).finally(() => clients.forEach((client) => client.dispose()));

  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${BROWSERS} browsers x ${REQUESTS} requests: ${percent(without)} succeed without the client, ${percent(withClient)} with it`,
  );
  expect(withClient).toBeGreaterThanOrEqual(0.95);
});
