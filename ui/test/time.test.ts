import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeClock } from '../src/testing/index.ts';
import { pause, systemTime } from '../src/time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the system’s time', () => {
  it('runs an action when its time has come, unless it was called off', () => {
    const ran: string[] = [];
    systemTime.after(100, () => ran.push('kept'));
    systemTime.after(50, () => ran.push('called off'))();
    const start = systemTime.now();
    vi.advanceTimersByTime(99);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['kept']);
    expect(systemTime.now() - start).toBe(100);
  });

  it.each([2 ** 31, Infinity])('takes %d milliseconds for a long time', (ms) => {
    const delays = vi.spyOn(globalThis, 'setTimeout');
    systemTime.after(ms, () => {})();
    expect(delays.mock.lastCall?.[1]).toBe(2 ** 31 - 1);
  });
});

describe('a pause', () => {
  it('leaves nothing on a signal that lives longer', async () => {
    vi.useRealTimers();
    const time = createFakeClock();
    const { signal } = new AbortController();
    const over = pause(time, 100, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await time.advance(100);
    await over;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ends when its time is over, or when its signal aborts, and leaves no timer', async () => {
    const time = createFakeClock();
    const ending = new AbortController();
    const over: string[] = [];
    void pause(time, 100).then(() => over.push('whole'));
    void pause(time, 100, ending.signal).then(() => over.push('cut short'));
    ending.abort();
    await Promise.resolve();
    await Promise.resolve();
    expect([over, time.pendingTimers]).toEqual([['cut short'], 1]);
    vi.useRealTimers();
    await time.advance(100);
    expect(over).toEqual(['cut short', 'whole']);
  });

  it.each(['is over', 'is called off'])('leaves neither timer nor listener once it %s', async (how) => {
    vi.useRealTimers();
    const [time, off] = [createFakeClock(), new AbortController()];
    const paused = pause(time, 100, off.signal);
    if (how === 'is over') await time.advance(100);
    else off.abort();
    await paused;
    expect([time.pendingTimers, getEventListeners(off.signal, 'abort')]).toEqual([0, []]);
  });

  it('that was called off before it began is none', async () => {
    const time = createFakeClock();
    await pause(time, 100, AbortSignal.abort());
    expect(time.pendingTimers).toBe(0);
  });
});
