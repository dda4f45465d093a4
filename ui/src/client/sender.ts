import type { PoolwardenError, PoolwardenErrorCode } from '../error.ts';
import type { ConfigFeed } from '../feed/config-feed.ts';
import type { Limiter } from '../limiter/limiter.ts';
import type { Priority } from '../limiter/priority.ts';
import { pause, type Time } from '../time.ts';
import type { Call } from './call.ts';
import { embeddedConfig } from './embedded-config.ts';
import type { Send } from './flights.ts';
import { retryAfterMs, RETRIABLE } from './retry.ts';
import { tracked } from './tracked-body.ts';

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

  return async (call, signal, ended) => {
    const { request, priority, maxWaitMs } = call;
    const deadline = time.now() + maxWaitMs;
    for (let tries = 1; ; tries++) {
      const code = refusal(call);
      if (code) throw errorOf(code);
      if (time.random() < feed.rejectShare()) {
        feed.count(false);
        throw errorOf('breaker_open');
      }
      const release = await limiter.acquire(priority, deadline - time.now(), signal);
      const mayRetry = IDEMPOTENT.includes(request.method) && tries <= maxRetries;
      let response: Response | undefined;
      let failure: unknown;
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
