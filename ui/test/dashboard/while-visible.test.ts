import { beforeEach, describe, expect, it } from 'vitest';
import { whileVisible } from '../../src/dashboard/while-visible.ts';
import { createFakeClock, type FakeClock } from '../../src/testing/index.ts';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  become(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let time: FakeClock;
let page: Page;
let rounds: number;

beforeEach(() => {
  time = createFakeClock();
  page = new Page();
  rounds = 0;
});

const start = (task = async () => {}) =>
  whileVisible(page, time, 2000, () => {
    rounds++;
    return task();
  });

describe('what is done while the page is visible', () => {
  it('is done at once and then every so often', async () => {
    start();
    await time.advance(1999);
    expect(rounds).toBe(1);
    await time.advance(4001);
    expect(rounds).toBe(4);
  });

  it('rests while the page is hidden and goes on at once when it is seen again', async () => {
    start();
    await time.advance(1000);
    page.become('hidden');
    await time.advance(60_000);
    expect(rounds).toBe(1);
    page.become('visible');
    expect(rounds).toBe(2);
    await time.advance(2000);
    expect(rounds).toBe(3);
  });

  it('waits for a hidden page to be shown for the first time', async () => {
    page.visibilityState = 'hidden';
    start();
    await time.advance(60_000);
    expect(rounds).toBe(0);
    page.become('visible');
    expect(rounds).toBe(1);
  });

  it('never overlaps itself, however slow it is', async () => {
    let finish = () => {};
    start(() => new Promise((resolve) => (finish = resolve)));
    page.become('visible');
    await time.advance(60_000);
    expect(rounds).toBe(1);
    finish();
    await time.advance(2000);
    expect(rounds).toBe(2);
  });
});
