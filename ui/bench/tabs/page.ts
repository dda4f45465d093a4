import { randomClientId } from '../../src/client/client-id.ts';
import { createLimiter } from '../../src/limiter/limiter.ts';
import type { Limits } from '../../src/limiter/budget.ts';
import { startWaitMs } from '../../src/limiter/start-window.ts';
import { tabBudget } from '../../src/limiter/tab-budget.ts';
import { openTabs } from '../../src/tabs/index.ts';
import { systemTime } from '../../src/time.ts';

const NO_LIMIT = 1e9;

/** The tabs' budget alone, since a config would not allow it to be without delay. */
async function join(limits: Limits, isShared: boolean) {
  const limiter = createLimiter(limits, 1000, (code) => new Error(code), systemTime);
  const { budget } = isShared
    ? await openTabs('bench', randomClientId(), startWaitMs, () => {}, new AbortController().signal)
    : { budget: tabBudget(systemTime) };
  limiter.use(budget);
  /** Resolves to how long it waited until it was sent, in milliseconds. */
  return async (tab: string): Promise<number> => {
    const asked = performance.now();
    const release = await limiter.acquire('interactive', NO_LIMIT);
    const waitMs = performance.now() - asked;
    try {
      await (await fetch(`/work?tab=${tab}`, { cache: 'no-store' })).text();
    } finally {
      release();
    }
    return waitMs;
  };
}

let send: (tab: string) => Promise<number>;

const bench = {
  async join(limits: Limits, isShared: boolean): Promise<void> {
    send = await join(limits, isShared);
  },
  /** So many at once; resolves to their waits. */
  burst: (tab: string, requests: number): Promise<number[]> =>
    Promise.all(Array.from({ length: requests }, () => send(tab))),
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });
