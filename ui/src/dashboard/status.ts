import { THROTTLING_LEVELS, type ThrottlingLevel } from '../contract/throttling-config.ts';

/** What the page reads of `GET /status` by name; all else goes from the answer to the page by its path. */
export interface DatabaseStatus {
  readonly throttling_level: ThrottlingLevel;
  readonly reasons: readonly string[];
  readonly pool?: { readonly size?: number; readonly max_overflow?: number };
}

/**
 * @throws Error when there is no answer that names a level: without one the page must say that it knows nothing
 */
export async function fetchStatus(fetch: typeof globalThis.fetch, url: string): Promise<DatabaseStatus> {
  const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const status = (await response.json()) as Partial<DatabaseStatus> | null;
  const level = THROTTLING_LEVELS.find((known) => known === status?.throttling_level);
  if (!level) throw new Error(`${url} names no level`);
  return { ...status, throttling_level: level, reasons: status?.reasons ?? [] };
}
