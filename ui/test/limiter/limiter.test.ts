import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Limits } from '../../src/limiter/budget.ts';
import { createLimiter } from '../../src/limiter/limiter.ts';
import { tabBudget } from '../../src/limiter/tab-budget.ts';
import { createFakeClock, settle } from '../../src/testing/index.ts';
import { watch } from '../helpers.ts';
import { fixture, limitsOf } from './fixture.ts';

const WIDE = limitsOf(10, 100, 0);
const ONE = limitsOf(1, 100, 0);

describe('the limiter', () => {
  it('starts at once what is within every limit', async () => {
    const { ask, started, time } = fixture(WIDE);
    void ask('a');
    await settle();
    expect(started).toEqual(['a']);
    expect(time.pendingTimers).toBe(0);
  });

  it('lets no more be in flight than the concurrency, and goes on when one ends', async () => {
    const { ask, started, time } = fixture(limitsOf(2, 100, 0));
    const first = ask('a');
    for (const name of ['b', 'c', 'd']) watch(ask(name));
    await time.advance(70_000);
    expect(started).toEqual(['a', 'b']);
    (await first)();
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('keeps the delay between two starts', async () => {
    const { ask, started, time } = fixture(limitsOf(10, 100, 400));
    for (const name of ['a', 'b', 'c']) void ask(name);
    await time.advance(399);
    expect(started).toEqual(['a']);
    await time.advance(1);
    expect(started).toEqual(['a', 'b']);
    await time.advance(400);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('starts no more than the quota in a minute and the half second that the network may add', async () => {
    const { ask, started, time } = fixture(limitsOf(10, 2, 0));
    void ask('a');
    await time.advance(10_000);
    void ask('b');
    void ask('c');
    await time.advance(50_499);
    expect(started).toEqual(['a', 'b']);
    await time.advance(1);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('gives a place back once, however often it is released', async () => {
    const { ask, started, limiter } = fixture(ONE);
    const release = await ask('a');
    for (const name of ['b', 'c']) void ask(name);
    release();
    release();
    await settle();
    expect(started).toEqual(['a', 'b']);
    expect(limiter.figures()).toEqual({ inFlight: 1, waiting: 1, started: 2 });
  });

  it('lets requests in flight end when the limit is lowered, and starts none meanwhile', async () => {
    const { ask, started, limiter } = fixture(limitsOf(3, 100, 0));
    const [one, two, three] = await Promise.all(['a', 'b', 'c'].map((name) => ask(name)));
    limiter.obey(ONE);
    void ask('d');
    one!();
    two!();
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
    three!();
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each<[string, Limits]>([
    ['concurrency', ONE],
    ['quota', limitsOf(10, 1, 0)],
    ['delay', limitsOf(10, 100, 2000)],
  ])('wakes those who wait at once when the %s is relaxed', async (_, strict) => {
    const { ask, started, limiter } = fixture(strict);
    for (const name of ['a', 'b', 'c']) void ask(name);
    await settle();
    expect(started).toEqual(['a']);
    limiter.obey(WIDE);
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('counts the starts under the old quota against a lowered one', async () => {
    const { ask, started, time, limiter } = fixture(WIDE);
    for (let i = 0; i < 6; i++) (await ask('before'))();
    limiter.obey(limitsOf(10, 5, 0));
    void ask('after');
    await time.advance(60_499);
    expect(started).not.toContain('after');
    await time.advance(1);
    expect(started).toContain('after');
  });

  it('goes on at once after the clock was set back', async () => {
    const time = createFakeClock();
    let setBack = 0;
    const skewed = { ...time, now: () => time.now() - setBack };
    const limiter = createLimiter(limitsOf(10, 100, 400), 50, (code) => code, skewed);
    limiter.use(tabBudget(skewed));
    await limiter.acquire('interactive', 1000);
    setBack = 3_600_000;
    const next = watch(limiter.acquire('interactive', 1000));
    await time.advance(400);
    expect(next.value).toBeDefined();
  });

  it('lets all wait until there is a budget', async () => {
    const time = createFakeClock();
    const limiter = createLimiter(WIDE, 50, (code) => code, time);
    const early = watch(limiter.acquire('interactive', 1000));
    await time.advance(999);
    expect(early.value).toBeUndefined();
    limiter.use(tabBudget(time));
    await settle();
    expect(early.value).toBeDefined();
  });

  it('leaves no timer behind when nobody waits', async () => {
    const { ask, time } = fixture(limitsOf(10, 100, 400));
    for (const name of ['a', 'b']) void ask(name);
    await time.advance(400);
    expect(time.pendingTimers).toBe(0);
  });
});

describe('one who gives up', () => {
  it('frees the place in the line, with the reason given, and costs nothing', async () => {
    const { ask, started, limiter } = fixture(ONE, 2);
    const release = await ask('a');
    const patience = new AbortController();
    const given = watch(ask('b', { signal: patience.signal }));
    void ask('c');
    patience.abort('bored');
    void ask('d');
    release();
    await settle();
    expect(given.error).toBe('bored');
    expect(started).toEqual(['a', 'c']);
    expect(limiter.figures()).toEqual({ inFlight: 1, waiting: 1, started: 2 });
  });

  it('before asking gets no place', async () => {
    const { ask, limiter } = fixture(WIDE);
    await expect(ask('a', { signal: AbortSignal.abort('late') })).rejects.toBe('late');
    expect(limiter.figures()).toEqual({ inFlight: 0, started: 0, waiting: 0 });
  });

  it('after the start keeps the place: it is not the limiter’s to take back', async () => {
    const { ask, limiter } = fixture(ONE);
    const patience = new AbortController();
    await ask('a', { signal: patience.signal });
    patience.abort();
    expect(limiter.figures().inFlight).toBe(1);
  });

  it('leaves no timer of the budget behind', async () => {
    const { ask, time } = fixture(limitsOf(10, 100, 400));
    await ask('a');
    const patience = new AbortController();
    watch(ask('b', { signal: patience.signal }));
    expect(time.pendingTimers).toBe(2);
    patience.abort();
    expect(time.pendingTimers).toBe(0);
  });

  it.each(['served', 'too late', 'sent away'])('has no listener left on its signal once %s', async (end) => {
    const { ask, time, limiter } = fixture(ONE, 1);
    const release = await ask('a');
    const { signal } = new AbortController();
    const outcome = watch(ask('b', { signal, maxWaitMs: 100, priority: 'background' }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    if (end === 'served') release();
    if (end === 'sent away') watch(ask('c'));
    await time.advance(end === 'too late' ? 100 : 0);
    expect(outcome.value ?? outcome.error).toBeDefined();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    limiter.dismiss('essential', 'disposed');
    expect(time.pendingTimers).toBe(0);
  });
});

describe('those who are dismissed', () => {
  it('do not begin in the place of one another', async () => {
    const { limiter, ask } = fixture(ONE);
    let isDue = false;
    limiter.use((line) => () => {
      while (isDue && line.size() > 0) line.serve(() => {});
    });
    const waiting = [watch(ask('a')), watch(ask('b'))];
    isDue = true;
    limiter.dismiss('interactive', 'breaker_open');
    await settle();
    expect(waiting.map(({ error }) => error)).toEqual(['breaker_open', 'breaker_open']);
    expect(limiter.figures()).toEqual({ inFlight: 0, started: 0, waiting: 0 });
  });
});

describe('the longest wait', () => {
  it('ends with queue_timeout at its moment, and the place is free', async () => {
    const { ask, time, limiter } = fixture(ONE);
    await ask('a');
    const late = watch(ask('b', { maxWaitMs: 250 }));
    await time.advance(249);
    expect(late.error).toBeUndefined();
    await time.advance(1);
    expect(late.error).toBe('queue_timeout');
    expect(limiter.figures().waiting).toBe(0);
    expect(time.pendingTimers).toBe(0);
  });

  it('of nothing is enough for one who may start at once, and for nobody else', async () => {
    const { ask, time } = fixture(ONE);
    const first = watch(ask('a', { maxWaitMs: 0 }));
    const second = watch(ask('b', { maxWaitMs: 0 }));
    await time.advance(0);
    expect(first.value).toBeDefined();
    expect(second.error).toBe('queue_timeout');
  });
});

describe('dismissal when it is time for the next start, but the timer is late', () => {
  it('starts nobody who is to be dismissed, and leaves the line as it should be', async () => {
    const { time, limiter, started, ask } = fixture(limitsOf(9, 100, 100));
    const [now, start] = [time.now, time.now()];
    await ask('first');
    const dismissed = ['second', 'third', 'fourth'].map((name) => watch(ask(name)));
    time.now = () => start + 100;
    limiter.dismiss('interactive', 'emergency');
    await settle();
    expect(dismissed.map(({ error }) => error)).toEqual(Array(3).fill('emergency'));
    expect(limiter.figures().waiting).toBe(0);
    time.now = now;
    void ask('later');
    await time.advance(100);
    expect(started).toEqual(['first', 'later']);
  });
});
