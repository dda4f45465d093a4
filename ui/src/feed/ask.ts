import { parseConfig } from '../contract/parse-config.ts';
import type { News } from './peers.ts';

/** Asks for the config once, and returns what is known then. */
export type Ask = (known: News, signal: AbortSignal) => Promise<Pick<News, 'config' | 'etag'>>;

/**
 * In browsers their cache makes the request conditional, which needs no preflight as a header of ours would; Node has no
 * such cache, and no preflights.
 *
 * @param headers what is sent along
 * @throws Error when there is no usable answer
 */
export const asker =
  (url: string, headers: () => Record<string, string>, fetch: typeof globalThis.fetch): Ask =>
  async (known, signal) => {
    const condition = known.etag && !globalThis.location ? { 'If-None-Match': known.etag } : undefined;
    const response = await fetch(url, { headers: { ...headers(), ...condition }, signal, cache: 'no-cache' });
    if (condition && response.status === 304) return known;
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    return { config: parseConfig(await response.json()), etag: response.headers.get('ETag') ?? undefined };
  };
