import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { QueueFullError, TabLimiter, type Limits, type Permit } from '../../src/index.ts';
import { SteppedTime, settle } from '../stepped-time.ts';

const WIDE: Limits = { concurrency: 10, perMinute: 100, delayMs: 0 };

let time: SteppedTime;
let started: string[];

beforeEach(() => {
  time = new SteppedTime();
  started = [];
});

function limiterWith(limits: Partial<Limits>, capacity = 50): TabLimiter {
  return new TabLimiter({ ...WIDE, ...limits }, capacity, time);
}

async function ask(limiter: TabLimiter, name: string, signal?: AbortSignal): Promise<Permit> {
  const permit = await limiter.acquire(signal);
  started.push(name);
  return permit;
}

describe('the limiter of a tab', () => {
  it('starts at once what is within every limit', async () => {
    const limiter = limiterWith({});
    void ask(limiter, 'a');
    await settle();
    expect(started).toEqual(['a']);
  });

  it('lets no more be in flight than the concurrency, and goes on when one ends', async () => {
    const limiter = limiterWith({ concurrency: 2 });
    const first = ask(limiter, 'a');
    for (const name of ['b', 'c', 'd']) void ask(limiter, name);
    await time.advance(60_000);
    expect(started).toEqual(['a', 'b']);

    (await first).release();
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('keeps the delay between two starts', async () => {
    const limiter = limiterWith({ delayMs: 400 });
    for (const name of ['a', 'b', 'c']) void ask(limiter, name);
    await time.advance(399);
    expect(started).toEqual(['a']);
    await time.advance(1);
    expect(started).toEqual(['a', 'b']);
    await time.advance(400);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('starts no more than the quota in 60 seconds, counted from the oldest start', async () => {
    const limiter = limiterWith({ perMinute: 2 });
    void ask(limiter, 'a');
    await time.advance(10_000);
    void ask(limiter, 'b');
    void ask(limiter, 'c');
    await time.advance(49_999);
    expect(started).toEqual(['a', 'b']);
    await time.advance(1);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('serves first who came first', async () => {
    const limiter = limiterWith({ concurrency: 1 });
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) void ask(limiter, name).then((permit) => permit.release());
    await settle();
    expect(started).toEqual(names);
  });

  it('gives a place back once, however often the permit is released', async () => {
    const limiter = limiterWith({ concurrency: 1 });
    const permit = await ask(limiter, 'a');
    for (const name of ['b', 'c']) void ask(limiter, name);
    permit.release();
    permit.release();
    await settle();
    expect(started).toEqual(['a', 'b']);
    expect(limiter.figures()).toMatchObject({ inFlight: 1, waiting: 1 });
  });

  it('lets requests in flight end when the limit is lowered, and starts none meanwhile', async () => {
    const limiter = limiterWith({ concurrency: 3 });
    const permits = await Promise.all(['a', 'b', 'c'].map((name) => ask(limiter, name)));
    limiter.obey({ ...WIDE, concurrency: 1 });
    void ask(limiter, 'd');
    permits[0]!.release();
    permits[1]!.release();
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);

    permits[2]!.release();
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each<[string, Partial<Limits>]>([
    ['concurrency', { concurrency: 1 }],
    ['quota', { perMinute: 1 }],
    ['delay', { delayMs: 2000 }],
  ])('wakes waiters at once when the %s is relaxed', async (_, strict) => {
    const limiter = limiterWith(strict);
    for (const name of ['a', 'b', 'c']) void ask(limiter, name);
    await settle();
    expect(started).toEqual(['a']);
    limiter.obey(WIDE);
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('counts the starts under the old quota against a lowered one', async () => {
    const limiter = limiterWith({ perMinute: 100, concurrency: 10 });
    for (let i = 0; i < 6; i++) (await ask(limiter, 'before')).release();
    limiter.obey({ ...WIDE, perMinute: 5 });
    void ask(limiter, 'after');
    await time.advance(59_999);
    expect(started).not.toContain('after');
    await time.advance(1);
    expect(started).toContain('after');
  });

  it('refuses who finds the line full, and says how long it is', async () => {
    const limiter = limiterWith({ concurrency: 1 }, 2);
    for (const name of ['a', 'b', 'c']) void ask(limiter, name);
    const refused = ask(limiter, 'd');
    await expect(refused).rejects.toBeInstanceOf(QueueFullError);
    await expect(refused).rejects.toMatchObject({ code: 'queue_full', capacity: 2 });
  });

  it('frees the place in the line of one who gives up, with the reason given', async () => {
    const limiter = limiterWith({ concurrency: 1 }, 2);
    const first = await ask(limiter, 'a');
    const giveUp = new AbortController();
    const given = ask(limiter, 'b', giveUp.signal);
    void ask(limiter, 'c');
    giveUp.abort('bored');
    await expect(given).rejects.toBe('bored');
    void ask(limiter, 'd');
    first.release();
    await settle();
    expect(started).toEqual(['a', 'c']);
    expect(limiter.figures()).toMatchObject({ inFlight: 1, waiting: 1, started: 2 });
  });

  it('gives no permit to one who gave up before asking', async () => {
    const limiter = limiterWith({});
    await expect(ask(limiter, 'a', AbortSignal.abort('late'))).rejects.toBe('late');
    expect(limiter.figures()).toMatchObject({ inFlight: 0, started: 0 });
  });

  it('leaves no listener on the signal of one who was served', async () => {
    const { signal } = new AbortController();
    await ask(limiterWith({}), 'a', signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('leaves a permit alone whose signal aborts after the start', async () => {
    const limiter = limiterWith({ concurrency: 1 });
    const controller = new AbortController();
    await ask(limiter, 'a', controller.signal);
    controller.abort();
    expect(limiter.figures().inFlight).toBe(1);
  });

  it('forgets in its figures what was started more than a minute ago', async () => {
    const limiter = limiterWith({});
    for (const name of ['a', 'b']) await ask(limiter, name);
    expect(limiter.figures()).toMatchObject({ started: 2, startedLastMinute: 2 });
    await time.advance(60_000);
    expect(limiter.figures()).toMatchObject({ started: 2, startedLastMinute: 0 });
  });

  it('leaves no timer behind when nobody waits', async () => {
    const limiter = limiterWith({ delayMs: 400 });
    for (const name of ['a', 'b']) void ask(limiter, name);
    await time.advance(400);
    expect(time.pendingTimers).toBe(0);
  });

  it('wants room for one waiter at least', () => {
    expect(() => limiterWith({}, 0)).toThrow(RangeError);
  });
});
