import pLimit from 'p-limit';
import PQueue from 'p-queue';
import { createLimiter } from '../src/limiter/limiter.ts';
import { PRIORITIES, type Priority } from '../src/limiter/priority.ts';
import { tabBudget } from '../src/limiter/tab-budget.ts';
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
    run: (tasks) => throttled(tasks, () => 'interactive'),
  },
  {
    name: 'poolwarden-client, 3 priorities mixed',
    run: (tasks) => throttled(tasks, (i) => PRIORITIES[i % 3]!),
  },
];

function throttled(tasks: readonly Task[], priorityOf: (i: number) => Priority): Promise<unknown> {
  // Bounds that never bind: what is measured is keeping them.
  const limits = {
    max_concurrent_requests: CONCURRENCY,
    max_requests_per_minute: 1e9,
    request_delay_ms: 0,
  };
  const limiter = createLimiter(limits, tasks.length, (code) => new Error(code), systemTime);
  limiter.use(tabBudget(systemTime));
  return Promise.all(
    tasks.map(async (task, i) => {
      const release = await limiter.acquire(priorityOf(i), 60_000);
      try {
        await task();
      } finally {
        release();
      }
    }),
  );
}
