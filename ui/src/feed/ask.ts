import { parseThrottlingConfig } from '../contract/parse-throttling-config.ts';
import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import { PollFailedError } from './poll-failed-error.ts';

export interface Answer {
  readonly config: ThrottlingConfig;
  /** Names this config in the next question; absent when the server sent none. */
  readonly etag: string | undefined;
}

/** How the feed reaches the server. */
export interface Source {
  readonly url: string;
  readonly clientId: string;
  readonly fetch: typeof fetch;
}

/**
 * Asks for the config once; `unchanged` means that it is still the one named by `etag`.
 *
 * @throws PollFailedError when there is no usable answer
 * @throws MalformedConfigError when the answer breaks the contract
 */
export async function ask(
  source: Source,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Answer | 'unchanged'> {
  const headers = new Headers({ Accept: 'application/json', 'Poolwarden-Client': source.clientId });
  if (etag) headers.set('If-None-Match', etag);
  // no-store: the browser's cache would answer a 304 of its own making with an old body and hide it from us.
  const response = await source.fetch(source.url, { headers, signal, cache: 'no-store' });
  if (response.status === 304 && etag) return 'unchanged';
  if (response.status !== 200)
    throw new PollFailedError(source.url, `answered ${response.status} instead of 200`);
  return {
    config: parseThrottlingConfig(await response.json()),
    etag: response.headers.get('ETag') ?? undefined,
  };
}
