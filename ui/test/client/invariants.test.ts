import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRIORITIES } from '../../src/limiter/priority.ts';
import { PoolwardenError } from '../../src/index.ts';
import type { FakeClock } from '../../src/testing/index.ts';
import { APP, fixture } from './fixture.ts';

const ms = (max: number) => fc.integer({ min: 0, max });

const answer = fc.record({
  kind: fc.constantFrom('whole', 'whole', 'whole', 'empty', 'refused', 'broken network', 'broken body'),
  headersMs: ms(2000),
  bodyMs: ms(2000),
  retryAfter: fc.constantFrom(undefined, '0', '1', '40'),
});
const request = fc.record({
  afterMs: ms(1500),
  // Few of them, so that some are shared.
  path: fc.constantFrom('/a', '/a', '/b', '/c'),
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT'),
  priority: fc.constantFrom(...PRIORITIES),
  maxWaitMs: fc.constantFrom(0, 1000, 60_000),
  patienceMs: fc.option(ms(5000), { nil: undefined }),
  with: fc.constantFrom('read', 'read', 'left unread', 'cancelled', 'cloned'),
});

type Value<It> = It extends fc.Arbitrary<infer Found> ? Found : never;
type Asked = Value<typeof request>;

/** Answers as the platform's fetch does, and counts the requests whose answer is not over. */
function network(time: FakeClock, answers: readonly Value<typeof answer>[]) {
  let inFlight = 0;
  const seen = { most: 0, left: () => inFlight };
  let turn = 0;

  async function respond({ signal }: Request): Promise<Response> {
    const { kind, headersMs, bodyMs, retryAfter } = answers[turn++ % answers.length]!;
    seen.most = Math.max(seen.most, ++inFlight);
    let isOver = false;
    const over = () => {
      if (!isOver) inFlight--;
      isOver = true;
    };
    signal.addEventListener('abort', over);
    await new Promise<void>((resolve) => time.after(headersMs, resolve));
    if (kind === 'broken network') {
      over();
      throw new TypeError('network down');
    }
    if (kind === 'empty') {
      over();
      return new Response(null, { status: 204 });
    }
    const body = new ReadableStream({
      start(controller) {
        signal.addEventListener('abort', () => controller.error(signal.reason));
        if (signal.aborted) return controller.error(signal.reason);
        time.after(bodyMs, () => {
          if (isOver) return;
          over();
          if (kind === 'broken body') return controller.error(new TypeError('cut off'));
          controller.enqueue(new TextEncoder().encode('{}'));
          controller.close();
        });
      },
      cancel: over,
    });
    const headers = new Headers(retryAfter ? { 'Retry-After': retryAfter } : {});
    return new Response(body, { status: kind === 'refused' ? 503 : 200, headers });
  }
  return { seen, respond };
}

async function use(response: Response, how: Asked['with']): Promise<void> {
  if (how === 'read') await response.text();
  if (how === 'cancelled') await response.body?.cancel();
  if (how === 'cloned') await Promise.all([response.clone().text(), response.text()]);
}

describe('whatever applications and servers do', () => {
  it('no more is in flight than allowed, every request ends, and nothing is left of them', async () => {
    const run = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(answer, { minLength: 1, maxLength: 10 }),
      fc.array(request, { maxLength: 25 }),
      async (concurrency, answers, requests) => {
        const { client, server, time } = await fixture(
          { max_concurrent_requests: concurrency, request_delay_ms: 100 },
          { maxWaiting: 5 },
        );
        const { seen, respond } = network(time, answers);
        server.onRequest = respond;
        const ends: unknown[] = [];
        for (const it of requests) {
          await time.advance(it.afterMs);
          const patience = new AbortController();
          if (it.patienceMs !== undefined) time.after(it.patienceMs, () => patience.abort('gave up'));
          const { method, priority, maxWaitMs } = it;
          client
            .fetch(APP + it.path, { method, signal: patience.signal, poolwarden: { priority, maxWaitMs } })
            .then((response) => use(response, it.with))
            .then(
              () => ends.push('well'),
              (reason) => ends.push(reason),
            );
        }
        await time.advance(200_000);
        expect(seen.most).toBeLessThanOrEqual(concurrency);
        expect(ends).toHaveLength(requests.length);
        for (const end of ends) {
          if (end === 'well' || end === 'gave up') continue;
          if (end instanceof PoolwardenError) expect(end.code).toMatch(/^queue_/);
          else expect(end).toBeInstanceOf(TypeError);
        }
        expect(client.getFigures()).toMatchObject({ inFlight: 0, waiting: 0 });
        expect(seen.left()).toBe(0);
        client.dispose();
        expect(time.pendingTimers).toBe(0);
      },
    );
    await fc.assert(run, { numRuns: 60 });
  }, 30_000);
});
