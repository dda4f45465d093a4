import { describe, expect, it } from 'vitest';
import { settle } from '../../src/testing/index.ts';
import { forEver, watch } from '../helpers.ts';
import { APP, fixture, ONE_AT_A_TIME } from './fixture.ts';

describe('requests that wait', () => {
  it('start by priority', async () => {
    const { client, time, paths } = await fixture();
    for (const priority of ['interactive', 'background', 'interactive', 'essential'] as const)
      watch(client.fetch(`${APP}/${priority}`, { poolwarden: { priority, dedupe: false } }));
    await time.advance(1000);
    expect(paths()).toEqual(['/interactive', '/essential', '/interactive', '/background']);
  });

  it('are refused beyond those that there is room for, unless they are more urgent', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME, { maxWaiting: 1 });
    server.onRequest = forEver;
    watch(client.fetch(`${APP}/flying`));
    const waiting = watch(client.fetch(`${APP}/waiting`));
    await expect(client.fetch(`${APP}/refused`)).rejects.toMatchObject({ code: 'queue_full' });
    const urgent = watch(client.fetch(`${APP}/urgent`, { poolwarden: { priority: 'essential' } }));
    await time.advance(1000);
    expect(waiting.error).toMatchObject({ code: 'queue_full' });
    expect(urgent.error).toBeUndefined();
  });

  it('fail after their own longest wait, else the client’s, else a minute and a half', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    const patient = await fixture(ONE_AT_A_TIME, { maxWaitMs: 500 });
    for (const it of [server, patient.server]) it.onRequest = forEver;
    watch(client.fetch(`${APP}/flying`));
    watch(patient.client.fetch(`${APP}/flying`));
    await settle();
    const own = watch(client.fetch(`${APP}/own`, { poolwarden: { maxWaitMs: 200 } }));
    const usual = watch(client.fetch(`${APP}/usual`));
    const set = watch(patient.client.fetch(`${APP}/set`));
    await time.advance(199);
    expect(own.error).toBeUndefined();
    await time.advance(1);
    expect(own.error).toMatchObject({ code: 'queue_timeout' });
    await patient.time.advance(500);
    expect(set.error).toMatchObject({ code: 'queue_timeout' });
    await time.advance(89_799);
    expect(usual.error).toBeUndefined();
    await time.advance(1);
    expect(usual.error).toMatchObject({ code: 'queue_timeout' });
    expect(client.getFigures().waiting).toBe(0);
  });
});
