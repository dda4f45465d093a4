import { setMaxListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { TabsLoad } from '../../src/dashboard/tabs-load.ts';
import { PoolwardenError, type PoolwardenInit } from '../../src/index.ts';
import { createFakeClock, fakeConfig, settle, type FakeClock } from '../../src/testing/index.ts';

let time: FakeClock;
let asked: [string, PoolwardenInit][];
let answer: (url: string, signal: AbortSignal) => Response | Promise<Response>;
let load: TabsLoad;

beforeEach(() => {
  time = createFakeClock();
  asked = [];
  answer = () => new Response();
  load = new TabsLoad(async (url, init) => {
    asked.push([url, init]);
    return answer(url, init.signal!);
  }, time);
});

function forEver(_: string, signal: AbortSignal): Promise<Response> {
  setMaxListeners(0, signal); // twenty requests share it, which Node takes for a leak
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('the load of five tabs', () => {
  it('asks at once for what each tab needs, without sharing answers', async () => {
    answer = forEver;
    void load.start(() => false);
    await settle();
    expect(asked).toHaveLength(20);
    expect(new Set(asked.map(([url]) => url)).size).toBe(4);
    expect(asked.every(([, init]) => init.poolwarden?.dedupe === false)).toBe(true);
    expect(new Set(asked.map(([, init]) => init.poolwarden?.priority)).size).toBe(3);
    expect(load.isRunning).toBe(true);
  });

  it('counts what becomes of each request', async () => {
    answer = (url) => {
      if (url.startsWith('/api/dashboard')) return new Response();
      if (url.startsWith('/api/conversations')) return new Response('', { status: 503 });
      if (url.startsWith('/api/activities')) return new Response('', { status: 500 });
      throw new PoolwardenError('queue_full', fakeConfig());
    };
    const over = load.start(() => false);
    await time.advance(1000);
    await over;
    expect(load.counts).toEqual({ asked: 20, succeeded: 5, refused: 10, failed: 5 });
    expect(load.isRunning).toBe(false);
  });

  it('counts a broken network as failed', async () => {
    answer = () => Promise.reject(new TypeError('network down'));
    void load.start(() => false);
    await settle();
    expect(load.counts).toMatchObject({ failed: 20 });
  });

  it('goes on a second after each round for as long as it shall', async () => {
    let keeps = true;
    void load.start(() => keeps);
    await time.advance(2999);
    expect(asked).toHaveLength(60);
    keeps = false;
    await time.advance(10_000);
    expect(asked).toHaveLength(60);
  });

  it('takes everything back when stopped, and counts that as nobody’s failure', async () => {
    answer = forEver;
    void load.start(() => true);
    await settle();
    load.stop();
    await time.advance(10_000);
    expect(load.isRunning).toBe(false);
    expect(load.counts).toEqual({ asked: 20, succeeded: 0, refused: 0, failed: 0 });
  });

  it('can be started again right after it was stopped', async () => {
    void load.start(() => true);
    load.stop();
    void load.start(() => true);
    await time.advance(0);
    expect(load.isRunning).toBe(true);
    load.stop();
    await time.advance(10_000);
    expect(asked).toHaveLength(40);
  });
});
