import type { Limits, Release } from '../../src/limiter/budget.ts';
import { createLimiter } from '../../src/limiter/limiter.ts';
import type { Priority } from '../../src/limiter/priority.ts';
import { tabBudget } from '../../src/limiter/tab-budget.ts';
import { createFakeClock } from '../../src/testing/index.ts';

export const limitsOf = (concurrency: number, perMinute: number, delayMs: number): Limits => ({
  max_concurrent_requests: concurrency,
  max_requests_per_minute: perMinute,
  request_delay_ms: delayMs,
});

/** A limiter in front of one tab's budget, its time, and the names of those who started. */
export function fixture(limits: Limits, capacity = 50) {
  const time = createFakeClock();
  const limiter = createLimiter(limits, capacity, (code) => code, time);
  limiter.use(tabBudget(time));
  const started: string[] = [];

  async function ask(
    name: string,
    {
      priority = 'interactive' as Priority,
      maxWaitMs = 1e6,
      signal = undefined as AbortSignal | undefined,
    } = {},
  ): Promise<Release> {
    const release = await limiter.acquire(priority, maxWaitMs, signal);
    started.push(name);
    return release;
  }

  return { time, limiter, started, ask };
}
