import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limits } from '../../src/limiter/budget.ts';
import { PRIORITIES, type Priority } from '../../src/limiter/priority.ts';
import { settle } from '../../src/testing/index.ts';
import { fixture, limitsOf } from './fixture.ts';

/** What the contract allows, and the corners of it more often than by chance. */
const limits = fc.oneof(
  fc.constantFrom(limitsOf(10, 100, 100), limitsOf(7, 70, 400), limitsOf(3, 30, 1000), limitsOf(1, 5, 2000)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 5, max: 100 }),
      fc.integer({ min: 100, max: 2000 }),
    )
    .map((values) => limitsOf(...values)),
);

const request = fc.record({
  kind: fc.constant('request' as const),
  priority: fc.constantFrom(...PRIORITIES),
  lastsMs: fc.integer({ min: 0, max: 5000 }),
  patienceMs: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined }),
  maxWaitMs: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: 10_000_000 }),
  endsTwice: fc.boolean(),
});
const step = fc.oneof(
  { weight: 10, arbitrary: fc.array(request, { minLength: 1, maxLength: 8 }) },
  { weight: 3, arbitrary: limits },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 15_000 }) },
);

type Asked = typeof request extends fc.Arbitrary<infer Value> ? Value : never;
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Start {
  readonly at: number;
  readonly inFlight: number;
  readonly limits: Limits;
}

/** Requests come, last, give up, and the limits change, all as the steps say; then all that is left ends. */
async function simulate(first: Limits, steps: readonly Step[]) {
  let now = first;
  const { time, limiter } = fixture(first, 30);
  const starts: Start[] = [];
  const settled: unknown[] = [];
  let asked = 0;
  let inFlight = 0;

  async function send(it: Asked): Promise<void> {
    const patience = new AbortController();
    const callOff =
      it.patienceMs === undefined ? () => {} : time.after(it.patienceMs, () => patience.abort('gave up'));
    asked++;
    try {
      const release = await limiter.acquire(it.priority, it.maxWaitMs, patience.signal);
      starts.push({ at: time.now(), inFlight: ++inFlight, limits: now });
      settled.push('started');
      time.after(it.lastsMs, () => {
        inFlight--;
        release();
        if (it.endsTwice) release();
      });
    } catch (reason) {
      settled.push(reason);
    }
    callOff();
  }

  for (const it of steps) {
    if (Array.isArray(it)) it.forEach((each) => void send(each));
    else if (typeof it === 'number') await time.advance(it);
    else limiter.obey((now = it));
    // A start reaches its caller a moment later: let it, before other limits hold.
    await settle();
  }
  await time.advance(31 * 2 * 60_500);
  return { starts, settled, asked, figures: limiter.figures(), pendingTimers: time.pendingTimers };
}

describe('whatever comes', () => {
  it('no limit is ever broken, everybody hears how it ended, and nothing is left', async () => {
    const run = fc.asyncProperty(limits, fc.array(step, { maxLength: 30 }), async (first, steps) => {
      const { starts, settled, asked, figures, pendingTimers } = await simulate(first, steps);
      starts.forEach(({ at, inFlight, limits: held }, i) => {
        expect(inFlight).toBeLessThanOrEqual(held.max_concurrent_requests);
        if (i > 0) expect(at - starts[i - 1]!.at).toBeGreaterThanOrEqual(held.request_delay_ms);
        const inTheLastMinute = starts.slice(0, i + 1).filter((other) => other.at > at - 60_000);
        expect(inTheLastMinute.length).toBeLessThanOrEqual(held.max_requests_per_minute);
      });
      expect(settled).toHaveLength(asked);
      for (const end of settled) expect(end).toBeOneOf(['started', 'gave up', 'queue_full', 'queue_timeout']);
      expect(figures).toEqual({ inFlight: 0, waiting: 0, started: starts.length });
      expect(pendingTimers).toBe(0);
    });
    await fc.assert(run, { numRuns: 60 });
  });

  it('nobody starves under a flood of those who are more urgent', async () => {
    const line = fc.array(fc.constantFrom(...PRIORITIES), { minLength: 1, maxLength: 6 });
    const flood = fc.array(fc.constantFrom<Priority>('essential', 'interactive'), {
      minLength: 1,
      maxLength: 5,
    });
    const run = fc.asyncProperty(line, flood, async (waiting, pattern) => {
      const { ask, started } = fixture(limitsOf(1, 100_000, 0), 1000);
      const release = await ask('first');
      waiting.forEach((priority, i) => void ask(`waiting${i}`, { priority }).then((done) => done()));
      let left = 200;
      const next = (): void => {
        if (left-- <= 0) return;
        void ask('flood', { priority: pattern[left % pattern.length]! }).then((done) => {
          next();
          done();
        });
      };
      next();
      next();
      release();
      await settle();
      // Every sixteenth start is the longest wait's, so all of them have started when as many rounds are over.
      const rounds = started.slice(0, 16 * (waiting.length + 1));
      for (let i = 0; i < waiting.length; i++) expect(rounds).toContain(`waiting${i}`);
    });
    await fc.assert(run, { numRuns: 50 });
  });
});
