import type { CleanupAnswer, CleanupRequest } from '../contract/cleanup.ts';
import type { Peers } from '../feed/peers.ts';
import type { Time } from '../time.ts';
import type { AutomaticCleanup } from './options.ts';
import type { Poolwarden } from './poolwarden.ts';

/** Asks for a cleanup, past the limiter. */
export async function cleanUp(
  fetch: typeof globalThis.fetch,
  url: URL,
  clientId: string,
  request: CleanupRequest = {},
  init: RequestInit = {},
): Promise<CleanupAnswer> {
  const headers = new Headers(init.headers);
  headers.set('Content-Type', 'application/json');
  headers.set('Poolwarden-Client', clientId);
  const post = { method: 'POST', headers, body: JSON.stringify(request) };
  // With credentials a 401 would have the browser ask its user, who knows nothing of this, to sign in.
  const response = await fetch(url, { credentials: 'omit', ...init, ...post });
  if (response.ok) return { ok: true, report: await response.json() };
  const seconds = response.headers.get('Retry-After');
  return {
    ok: false,
    status: response.status,
    retryAfterMs: seconds === null ? undefined : Number(seconds) * 1000,
  };
}

/** Asks for the harmless cleanup after so many severe polls in a row, once a cooldown and browser at most. */
export function cleanUpWhenSevere(
  client: Poolwarden,
  { afterSeverePolls, cooldownMs = 60_000 }: AutomaticCleanup,
  time: Time,
  peers: Peers | undefined,
): void {
  let seen = 0;
  let askedAt = -Infinity;

  async function look(): Promise<void> {
    const { severePolls } = client.getSnapshot();
    const isNews = severePolls !== seen;
    seen = severePolls;
    if (!isNews || severePolls < afterSeverePolls || time.now() - askedAt < cooldownMs) return;
    if (peers && !(await peers.claim('cleanup', cooldownMs))) return;
    askedAt = time.now();
    await client.forceCleanup({ reason: `${severePolls} severe polls in a row` }).catch(() => {});
  }

  const lookNow = () => void look().catch(() => {});
  client.subscribe(lookNow);
  lookNow();
}
