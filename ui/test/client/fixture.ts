import { createPoolwarden, type PoolwardenOptions, type ThrottlingConfig } from '../../src/index.ts';
import { createFakeClock, createFakeServer } from '../../src/testing/index.ts';

export const APP = 'http://app.test';
export const PAGE = `${APP}/api/dashboard`;
export const CONFIG_URL = `${APP}/api/v1/health/database/throttling-config`;
export const ONE_AT_A_TIME = { max_concurrent_requests: 1 };

/** A client that has had its first config, its server, and their time. */
export async function fixture(config: Partial<ThrottlingConfig> = {}, options: PoolwardenOptions = {}) {
  const time = createFakeClock();
  const server = createFakeServer(config);
  const client = createPoolwarden({
    configUrl: CONFIG_URL,
    fetch: server.fetch,
    time,
    tabs: 'off',
    ...options,
  });
  await client.refresh();
  const paths = () => server.requests.map(({ url }) => new URL(url).pathname);
  return { time, server, client, paths };
}
