import type { PoolwardenError, PoolwardenErrorCode } from '../error.ts';
import type { ConfigFeed } from '../feed/config-feed.ts';
import type { Release } from '../limiter/budget.ts';
import type { Limiter } from '../limiter/limiter.ts';
import type { Priority } from '../limiter/priority.ts';
import { pause, type Time } from '../time.ts';
import type { Call } from './call.ts';
import { embeddedConfig } from './embedded-config.ts';
import type { Send } from './flights.ts';
import { retryAfterMs, RETRIABLE } from './retry.ts';
import { disguised, tracked } from './tracked-body.ts';

/** Sent twice they do the same as once; RFC 9110, 9.2.2. */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];
/** Retries are a tenth of the requests, beyond the first ten: when everything fails they only add to it. */
const MOST_TOKENS = 100;
const TOKENS_A_RETRY = 10;

/** Sends requests when feed and limiter allow it, and again when that is safe and of use. */
export function sender(
  fetch: (request: Request, init: RequestInit, priority: Priority) => Promise<Response>,
  feed: ConfigFeed,
  limiter: Limiter,
  time: Time,
  maxRetries: number,
  errorOf: (code: PoolwardenErrorCode) => PoolwardenError,
  disposal: AbortSignal,
): Send {
  let tokens = MOST_TOKENS;

  /** What forbids a request of this priority even to wait. */
  function refusal({ priority }: Call): PoolwardenErrorCode | undefined {
    const { config } = feed.snapshot();
    if (disposal.aborted) return 'disposed';
    if (config.circuit_breaker_open) return 'breaker_open';
    return config.emergency_mode_active && priority !== 'essential' ? 'emergency' : undefined;
  }

  /** Waits for a place, but no longer than the config lets this request wait at all. */
  async function admit(call: Call, maxWaitMs: number, signal: AbortSignal): Promise<Release> {
    const code = refusal(call);
    if (code) throw errorOf(code);
    if (time.random() < feed.rejectShare()) {
      feed.count(false);
      throw errorOf('breaker_open');
    }
    return limiter.acquire(call.priority, maxWaitMs, signal);
  }

  return async (call, signal, ended) => {
    const { request, priority, maxWaitMs } = call;
    const deadline = time.now() + maxWaitMs;
    let response: Response | undefined;
    let failure: unknown;
    for (let tries = 1; ; tries++) {
      let release: Release;
      try {
        release = await admit(call, deadline - time.now(), signal);
      } catch (error) {
        if (tries === 1) throw error;
        // It was sent: what became of it then is handed on, but for the body, which would have kept its place.
        ended();
        if (response) return disguised(new Response(null, response), response);
        throw failure;
      }
      response = undefined;
      const mayRetry = IDEMPOTENT.includes(request.method) && tries <= maxRetries;
      try {
        // A body can be sent once: as long as there may be another try, a copy goes.
        response = await fetch(mayRetry ? request.clone() : request, { signal }, priority);
        const config = await embeddedConfig(response);
        if (config) feed.offer(config, true);
      } catch (error) {
        failure = error;
      }
      const isAccepted = !!response && !RETRIABLE.includes(response.status);
      if (isAccepted) tokens = Math.min(MOST_TOKENS, tokens + 1);
      if (!signal.aborted) feed.count(isAccepted);
      const free = () => {
        release();
        ended();
      };
      const waitMs = retryAfterMs(response, tries, time);
      const isOver = signal.aborted || refusal(call);
      if (!mayRetry || isOver || tokens < TOKENS_A_RETRY || time.now() + waitMs >= deadline) {
        try {
          if (response) return tracked(response, free);
        } catch (error) {
          failure = error;
        }
        free();
        throw failure;
      }
      tokens -= TOKENS_A_RETRY;
      response?.body?.cancel().catch(() => {});
      release();
      await pause(time, waitMs, AbortSignal.any([signal, disposal]));
    }
  };
}
