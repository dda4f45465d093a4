import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/contract/parse-config.ts';
import {
  createFakeClock,
  createFakeServer,
  fakeConfig,
  fakeRefusal,
  settle,
} from '../../src/testing/index.ts';
import { forEver, watch } from '../helpers.ts';

describe('the fake clock', () => {
  it('runs each timer at its moment, in the order of time, and those that these set', async () => {
    const time = createFakeClock(5000);
    const ran: [string, number][] = [];
    const run = (name: string) => ran.push([name, time.now()]);
    time.after(300, () => run('late'));
    time.after(100, () => {
      run('early');
      time.after(50, () => run('set by early'));
    });
    time.after(301, () => run('too late'));
    await time.advance(300);
    expect(ran).toEqual([
      ['early', 5100],
      ['set by early', 5150],
      ['late', 5300],
    ]);
    expect([time.now(), time.pendingTimers]).toEqual([5300, 1]);
  });

  it('lets everything follow from a timer before the next one runs', async () => {
    const time = createFakeClock();
    const order: string[] = [];
    time.after(1, () => void Promise.resolve().then(() => order.push('consequence')));
    time.after(2, () => order.push('next'));
    await time.advance(2);
    expect(order).toEqual(['consequence', 'next']);
  });

  it('forgets a timer that is called off, and throws the dice it is told to', async () => {
    const time = createFakeClock();
    time.after(1, () => expect.fail('ran'))();
    await time.advance(10);
    expect([time.pendingTimers, time.random()]).toEqual([0, 0.5]);
    time.dice = 0.2;
    expect(time.random()).toBe(0.2);
  });
});

describe('the fake server', () => {
  const POLL = 'http://any.test/throttling-config';

  it('tells polls from requests, and keeps both', async () => {
    const server = createFakeServer({ revision: 7 });
    expect(await (await server.fetch(POLL)).json()).toEqual(fakeConfig({ revision: 7 }));
    expect(await (await server.fetch('http://any.test/', { method: 'PUT' })).json()).toEqual({});
    expect(server.polls.map(({ url }) => url)).toEqual([POLL]);
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT']);
    server.publish({ revision: 8 }, { ETag: '"8"' });
    const next = await server.fetch(POLL);
    expect([next.headers.get('ETag'), (await next.json()).revision]).toEqual(['"8"', 8]);
  });

  it('sends what the contract allows', async () => {
    expect(parseConfig(fakeConfig())).toEqual(fakeConfig());
    const refusal = fakeRefusal(fakeConfig({ revision: 9 }), '4');
    expect(refusal.status).toBe(503);
    expect(refusal.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(refusal.headers.get('Retry-After')).toBe('4');
    expect((await refusal.json()).config.revision).toBe(9);
    expect(fakeRefusal().headers.has('Retry-After')).toBe(false);
  });

  it('hears an abort before and after it was asked', async () => {
    const server = createFakeServer();
    server.onRequest = forEver;
    await expect(server.fetch('http://any.test/', { signal: AbortSignal.abort('early') })).rejects.toBe(
      'early',
    );
    const patience = new AbortController();
    const asked = watch(server.fetch('http://any.test/', { signal: patience.signal }));
    patience.abort('late');
    await settle();
    expect(asked.error).toBe('late');
  });

  it('fails as the network does when its answer throws, and hears of no abort after that', async () => {
    const server = createFakeServer();
    server.onRequest = () => {
      throw new TypeError('network down');
    };
    const patience = new AbortController();
    const asked = server.fetch('http://any.test/', { signal: patience.signal });
    await expect(asked).rejects.toThrow('network down');
    patience.abort('late');
    await settle();
    await expect(server.fetch('http://[')).rejects.toThrow(TypeError);
  });
});
