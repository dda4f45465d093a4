import { PoolwardenError, type PoolwardenErrorCode } from '../error.ts';
import type { ConfigFeed } from '../feed/config-feed.ts';
import type { Limiter } from '../limiter/limiter.ts';
import { pause, type Time } from '../time.ts';
import { isIdempotent, isSafe, type Call } from './call.ts';
import { embeddedConfig } from './embedded-config.ts';
import type { Send } from './flights.ts';
import { retryAfterMs, RETRIABLE } from './retry.ts';
import { tracked } from './tracked-body.ts';

/** Retries are a tenth of the requests, beyond the first ten: when everything fails they only add to it. */
const MOST_TOKENS = 100;
const TOKENS_A_RETRY = 10;

/** Sends requests when feed and limiter allow it, and again when that is safe and of use. */
export function sender(
  fetch: (request: Request, init: RequestInit) => Promise<Response>,
  feed: ConfigFeed,
  limiter: Limiter,
  time: Time,
  maxRetries: number,
  disposal: AbortSignal,
): Send {
  let tokens = MOST_TOKENS;

  /** What forbids a request of this priority even to wait. */
  function refusal({ priority }: Call): PoolwardenErrorCode | undefined {
    if (disposal.aborted) return 'disposed';
    const { circuit_breaker_open, emergency_mode_active } = feed.snapshot().config;
    if (circuit_breaker_open) return 'breaker_open';
    if (emergency_mode_active && priority !== 'essential') return 'emergency';
    if (time.random() >= feed.rejectShare()) return undefined;
    feed.count(false);
    return 'breaker_open';
  }

  async function exchange(request: Request, signal: AbortSignal): Promise<Response> {
    let isAccepted = false;
    try {
      const response = await fetch(request, { signal });
      isAccepted = !RETRIABLE.includes(response.status);
      const config = await embeddedConfig(response);
      if (config) feed.offer(config, true);
      return response;
    } finally {
      if (!signal.aborted) feed.count(isAccepted);
      if (isAccepted) tokens = Math.min(MOST_TOKENS, tokens + 1);
    }
  }

  return async (call, signal, ended) => {
    const { request } = call;
    const deadline = time.now() + call.maxWaitMs;
    for (let tries = 1; ; tries++) {
      const code = refusal(call);
      if (code) throw new PoolwardenError(code, feed.snapshot().config);
      const release = await limiter.acquire(call.priority, deadline - time.now(), signal);
      const mayRetry = isIdempotent(request) && tries <= maxRetries;
      let response: Response | undefined;
      let failure: unknown;
      try {
        // A body can be sent once: as long as there may be another try, a copy goes.
        response = await exchange(mayRetry && !isSafe(request) ? request.clone() : request, signal);
      } catch (error) {
        release();
        failure = error;
      }
      const waitMs = retryAfterMs(response, tries, time.now(), time.random());
      const isOver = signal.aborted || disposal.aborted;
      if (mayRetry && !isOver && time.now() + waitMs < deadline && tokens >= TOKENS_A_RETRY) {
        tokens -= TOKENS_A_RETRY;
        response?.body?.cancel().catch(() => {});
        if (response) release();
        await pause(time, waitMs, AbortSignal.any([signal, disposal]));
      } else if (response) {
        return tracked(response, () => {
          release();
          ended();
        });
      } else {
        throw failure;
      }
    }
  };
}
