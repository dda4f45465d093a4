import { PoolwardenClient, type ClientOptions } from '../../src/index.ts';
import { FakeServer } from '../fake-server.ts';
import { SteppedTime, settle } from '../stepped-time.ts';
import { wireConfig } from '../wire-config.ts';

export const APP = 'http://app.test';

/** Limits that are never in the way, for tests of something else. */
export const WIDE = { request_delay_ms: 100, max_concurrent_requests: 10 };

/** A client that has had its first config, its server, and their time. */
export async function fixture(config: Record<string, unknown> = WIDE, options: ClientOptions = {}) {
  const time = new SteppedTime();
  const server = new FakeServer(wireConfig(config));
  const client = new PoolwardenClient({ baseUrl: APP, fetch: server.fetch, time, ...options });
  client.start();
  await settle();
  return { time, server, client };
}

/** Remembers how each promise ended, without waiting for it. */
export function watch<Value>(promise: Promise<Value>) {
  const outcome: { value?: Value; error?: unknown } = {};
  promise.then(
    (value) => (outcome.value = value),
    (error) => (outcome.error = error),
  );
  return outcome;
}
