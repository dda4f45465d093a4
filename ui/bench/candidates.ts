import pLimit from 'p-limit';
import PQueue from 'p-queue';
import { TabLimiter } from '../src/limiter/tab-limiter.ts';
import { systemTime } from '../src/time.ts';

export type Task = () => Promise<void>;

export interface Candidate {
  readonly name: string;
  /** Hands over all tasks at once to a fresh limiter; resolves when the last one has ended. */
  run(tasks: readonly Task[]): Promise<unknown>;
}

export const CONCURRENCY = 10;

export const candidates: readonly Candidate[] = [
  {
    name: 'p-limit',
    run(tasks) {
      const limit = pLimit(CONCURRENCY);
      return Promise.all(tasks.map((task) => limit(task)));
    },
  },
  {
    name: 'p-queue',
    run(tasks) {
      const queue = new PQueue({ concurrency: CONCURRENCY });
      return Promise.all(tasks.map((task) => queue.add(task)));
    },
  },
  {
    name: 'p-queue, 3 priorities mixed',
    run(tasks) {
      const queue = new PQueue({ concurrency: CONCURRENCY });
      return Promise.all(tasks.map((task, i) => queue.add(task, { priority: i % 3 })));
    },
  },
  {
    name: 'poolwarden-client',
    run(tasks) {
      // Bounds that never bind: what is measured is keeping them.
      const limits = { concurrency: CONCURRENCY, perMinute: 1e9, delayMs: 0 };
      const limiter = new TabLimiter(limits, tasks.length, systemTime);
      return Promise.all(
        tasks.map(async (task) => {
          const permit = await limiter.acquire();
          try {
            await task();
          } finally {
            permit.release();
          }
        }),
      );
    },
  },
];
