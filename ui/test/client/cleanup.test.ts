import { describe, expect, it, vi } from 'vitest';
import { cleanUpWhenSevere } from '../../src/client/cleanup.ts';
import { createFakeClock, settle } from '../../src/testing/index.ts';
import { EMERGENCY } from '../helpers.ts';
import { fakePeers } from '../feed/fixture.ts';
import { APP, fixture } from './fixture.ts';

const REPORT = { id: 5, mode: 'idle', dry_run: false };

describe('a cleanup', () => {
  it('is asked for past the limiter, with what the caller adds', async () => {
    const { client, server } = await fixture({ circuit_breaker_open: true }, { clientId: 'me' });
    server.onRequest = () => Response.json(REPORT);
    const init = { headers: { Authorization: 'Basic b3A6c2VjcmV0' } };
    expect(await client.forceCleanup({ mode: 'leaked', dry_run: true }, init)).toEqual({
      ok: true,
      report: REPORT,
    });
    const { url, method, headers } = server.requests[0]!;
    expect([method, url]).toEqual(['POST', `${APP}/api/v1/health/database/force-cleanup`]);
    expect(headers.get('Content-Type')).toBe('application/json');
    expect(headers.get('Poolwarden-Client')).toBe('me');
    expect(headers.get('Authorization')).toBe('Basic b3A6c2VjcmV0');
    expect(await server.requests[0]!.json()).toEqual({ mode: 'leaked', dry_run: true });
    expect(client.getFigures().started).toBe(0);
  });

  it('of the harmless kind needs no words', async () => {
    const { client, server } = await fixture();
    server.onRequest = () => Response.json(REPORT);
    expect(await client.forceCleanup()).toMatchObject({ ok: true });
    expect(await server.requests[0]!.json()).toEqual({});
  });

  it.each([
    [429, '17', 17_000],
    [403, undefined, undefined],
  ])('that is refused with %d and Retry-After %s says so', async (status, told, retryAfterMs) => {
    const { client, server } = await fixture();
    const headers = new Headers(told ? { 'Retry-After': told } : {});
    server.onRequest = () => new Response('', { status, headers });
    expect(await client.forceCleanup()).toEqual({ ok: false, status, retryAfterMs });
  });
});

describe('the cleanup that the client asks for by itself', () => {
  const cleanup = { afterSeverePolls: 3, cooldownMs: 120_000 };
  const severe = { ...EMERGENCY, valid_for_seconds: 900 };

  async function severeFor(polls: number, options = {}) {
    const it = await fixture(severe, { cleanup, ...options });
    // The first poll was severe as well.
    await vi.dynamicImportSettled();
    await it.time.advance((polls - 1) * 30_000);
    await vi.dynamicImportSettled();
    await settle();
    return it;
  }

  it('comes with the set number of severe polls in a row, with a reason, and not before', async () => {
    expect((await severeFor(2)).server.requests).toHaveLength(0);
    const { server } = await severeFor(3);
    expect(server.requests.map(({ url }) => url)).toEqual([`${APP}/api/v1/health/database/force-cleanup`]);
    expect(await server.requests[0]!.json()).toEqual({ reason: '3 severe polls in a row' });
  });

  it('is asked for again after the cooldown, if it is still severe', async () => {
    expect((await severeFor(6)).server.requests).toHaveLength(1);
    expect((await severeFor(7)).server.requests).toHaveLength(2);
  });

  it('waits for as many again once the server was well between', async () => {
    const { server, time } = await severeFor(2);
    server.publish({ revision: 44 });
    await time.advance(30_000);
    server.publish({ ...severe, revision: 45 });
    await time.advance(60_000);
    expect(server.requests).toHaveLength(0);
    await time.advance(30_000);
    await vi.dynamicImportSettled();
    expect(server.requests).toHaveLength(1);
  });

  it('is off unless the application switches it on', async () => {
    expect((await severeFor(10, { cleanup: undefined })).server.requests).toHaveLength(0);
  });

  it('that fails bothers nobody', async () => {
    const { server, time } = await severeFor(2);
    server.onRequest = () => Promise.reject(new TypeError('network down'));
    await time.advance(30_000);
    await vi.dynamicImportSettled();
    await settle();
    expect(server.requests).toHaveLength(1);
  });

  function alone(claim: () => Promise<boolean>) {
    const asked: unknown[] = [];
    let severePolls = 0;
    let changed = () => {};
    const client = {
      getSnapshot: () => ({ severePolls }),
      subscribe: (listener: () => void) => (changed = listener),
      forceCleanup: async (request: unknown) => asked.push(request),
    };
    const time = createFakeClock();
    cleanUpWhenSevere(client as never, cleanup, time, fakePeers({ claim }));
    const severeOnceMore = async () => {
      severePolls++;
      changed();
      await settle();
    };
    return { asked, severeOnceMore };
  }

  it.each([
    ['is left to the tab that claimed it', async () => false],
    ['is left out where no tab can claim it', () => Promise.reject(new Error('no database'))],
  ])('%s', async (_, claim) => {
    const { asked, severeOnceMore } = alone(claim);
    for (let i = 0; i < 6; i++) await severeOnceMore();
    expect(asked).toEqual([]);
  });

  it('is claimed once for several changes of one poll', async () => {
    let claims = 0;
    const { asked, severeOnceMore } = alone(async () => ++claims > 0);
    for (let i = 0; i < 5; i++) await severeOnceMore();
    expect([claims, asked.length]).toEqual([1, 1]);
  });
});

it('a cleanup carries none of the browser’s credentials unless told so, or a 401 would ask users to sign in', async () => {
  const { client, server } = await fixture();
  await client.forceCleanup();
  await client.forceCleanup({}, { credentials: 'same-origin' });
  expect(server.requests.map(({ credentials }) => credentials)).toEqual(['omit', 'same-origin']);
});
