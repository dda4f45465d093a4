import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAlarms } from '../../src/tabs/alarms.ts';

class FakeWorker {
  static last: FakeWorker;
  readonly asked: [id: number, ms: number][] = [];
  onmessage = (_: { data: number }) => {};
  constructor() {
    FakeWorker.last = this;
  }
  postMessage(message: [number, number]) {
    this.asked.push(message);
  }
  terminate() {}
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('an alarm', () => {
  function set() {
    const [woken, nap] = [vi.fn(), new AbortController()];
    void openAlarms().sleep(100, nap.signal).then(woken);
    return { woken, nap };
  }

  it('comes from the worker, and leaves no timer', async () => {
    const { woken } = set();
    const { asked, onmessage } = FakeWorker.last;
    expect(asked).toEqual([[0, 100]]);
    onmessage({ data: 0 });
    await vi.advanceTimersByTimeAsync(0);
    expect(woken).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('comes in time while the worker’s file is still to come', async () => {
    const { woken } = set();
    await vi.advanceTimersByTimeAsync(99);
    expect(woken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(woken).toHaveBeenCalledOnce();
    FakeWorker.last.onmessage({ data: 0 });
  });

  it('comes in time where there are no workers', async () => {
    vi.stubGlobal('Worker', undefined);
    const { woken } = set();
    await vi.advanceTimersByTimeAsync(100);
    expect(woken).toHaveBeenCalledOnce();
  });

  it('comes at once when it is called off, and leaves no timer', async () => {
    const { woken, nap } = set();
    nap.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(woken).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});
