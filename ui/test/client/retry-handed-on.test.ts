import { expect, it } from 'vitest';
import { settle } from '../../src/testing/index.ts';
import { watch } from '../helpers.ts';
import { fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

it('a request that was sent, and found no second turn in time, is handed on as it was answered, without its body', async () => {
  const { client, server, time } = await fixture(ONE_AT_A_TIME);
  server.onRequest = () => new Response('busy', { status: 503, headers: { 'Retry-After': '1' } });
  const outcome = watch(client.fetch(PAGE, { poolwarden: { maxWaitMs: 5000 } }));
  await settle();
  server.onRequest = () => new Promise(() => {});
  watch(client.fetch(`${PAGE}?other`));
  await time.advance(5000);
  expect(outcome.value?.status).toBe(503);
  expect(outcome.value?.body).toBeNull();
  expect(client.getFigures()).toMatchObject({ inFlight: 1, waiting: 0 });
});

it('a request whose network failed, and which found no second turn, says so', async () => {
  const { client, server, time } = await fixture(ONE_AT_A_TIME);
  server.onRequest = () => Promise.reject(new TypeError('Failed to fetch'));
  const outcome = watch(client.fetch(PAGE, { poolwarden: { maxWaitMs: 5000 } }));
  await settle();
  server.onRequest = () => new Promise(() => {});
  watch(client.fetch(`${PAGE}?other`));
  await time.advance(5000);
  expect(outcome.error).toBeInstanceOf(TypeError);
  expect(client.getFigures()).toMatchObject({ inFlight: 1, waiting: 0 });
});
