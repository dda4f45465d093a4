import { parseConfig } from '../contract/parse-config.ts';
import type { News } from './peers.ts';

/** Asks for the config once, and returns what is known then. */
export type Ask = (known: News, signal: AbortSignal) => Promise<Pick<News, 'config' | 'etag'>>;

/**
 * In browsers their cache makes the request conditional, which needs no preflight as a header of ours would; Node has no
 * such cache, and no preflights.
 *
 * @throws Error when there is no usable answer
 */
export const asker =
  (url: string, fetch: (request: Request, init: RequestInit) => Promise<Response>): Ask =>
  async (known, signal) => {
    const condition = known.etag && !globalThis.location && { 'If-None-Match': known.etag };
    // Ahead of what else waits for a connection: it says whether that may go on.
    const question: RequestInit = { headers: condition || {}, cache: 'no-cache', priority: 'high' };
    const response = await fetch(new Request(url, question), { signal });
    if (condition && response.status === 304) return known;
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    return { config: parseConfig(await response.json()), etag: response.headers.get('ETag') ?? undefined };
  };
