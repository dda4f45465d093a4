import { describe, expect, it } from 'vitest';
import { PoolwardenError } from '../../src/index.ts';
import { fakeConfig, fakeRefusal, settle } from '../../src/testing/index.ts';
import { BREAKER_OPEN, EMERGENCY, forEver, watch } from '../helpers.ts';
import { APP, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

const refuse = (config: unknown) => () => fakeRefusal(config);

describe('while the breaker is open', () => {
  it('requests fail at once, say when to try again, and never reach the network', async () => {
    const { client, server } = await fixture(BREAKER_OPEN);
    const refused = client.fetch(PAGE, { poolwarden: { priority: 'essential' } });
    await expect(refused).rejects.toBeInstanceOf(PoolwardenError);
    await expect(refused).rejects.toMatchObject({
      name: 'PoolwardenError',
      message: 'Not sent: breaker_open; try again in 7000 ms',
      code: 'breaker_open',
      retryAfterMs: 7000,
      config: fakeConfig(BREAKER_OPEN),
    });
    expect(server.requests).toHaveLength(0);
    expect(client.getFigures().started).toBe(0);
  });

  it('they say the next poll where the server names no time', async () => {
    const { client } = await fixture({ circuit_breaker_open: true, poll_after_seconds: 20 });
    await expect(client.fetch(PAGE)).rejects.toMatchObject({ retryAfterMs: 20_000 });
  });

  it('those that wait fail as soon as a refusal says so, and none slips through on its limits', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME, { maxRetries: 0 });
    let answer = (_: Response) => {};
    server.onRequest = () => new Promise((resolve) => (answer = resolve));
    const first = watch(client.fetch(PAGE));
    const waiting = watch(client.fetch(`${PAGE}?page=2`));
    await time.advance(2000);
    const news = fakeConfig({ revision: 43, circuit_breaker_open: true });
    server.onPoll = () => Response.json(news);
    answer(fakeRefusal(news));
    await settle();
    expect(first.value?.status).toBe(503);
    expect(waiting.error).toMatchObject({ code: 'breaker_open' });
    expect(server.requests).toHaveLength(1);
    expect(client.getFigures()).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('a poll that finds it closed lets requests through again', async () => {
    const { client, server, time } = await fixture(BREAKER_OPEN);
    server.publish({ revision: 44 });
    await time.advance(7000);
    expect((await client.fetch(PAGE)).status).toBe(200);
  });
});

describe('in the emergency mode', () => {
  it.each(['interactive', 'background'] as const)('%s requests are refused at once', async (priority) => {
    const { client, server } = await fixture(EMERGENCY);
    const refused = client.fetch(PAGE, { poolwarden: { priority } });
    await expect(refused).rejects.toMatchObject({ code: 'emergency', retryAfterMs: 30_000 });
    expect(server.requests).toHaveLength(0);
  });

  it('essential ones wait for their turn under its limits', async () => {
    const { client, server, time } = await fixture(EMERGENCY);
    for (const path of ['one', 'two'])
      watch(client.fetch(`${APP}/${path}`, { poolwarden: { priority: 'essential' } }));
    await time.advance(1999);
    expect(server.requests).toHaveLength(1);
    await time.advance(1);
    expect(server.requests).toHaveLength(2);
  });

  it('those that wait when it begins fail, the essential ones stay', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    server.onRequest = forEver;
    watch(client.fetch(PAGE));
    await settle();
    const [essential, interactive] = (['essential', 'interactive'] as const).map((priority) =>
      watch(client.fetch(`${APP}/${priority}`, { poolwarden: { priority } })),
    );
    server.publish(EMERGENCY);
    await time.advance(30_000);
    expect(interactive!.error).toMatchObject({ code: 'emergency' });
    expect(essential!.error).toBeUndefined();
    expect(client.getFigures().waiting).toBe(1);
  });
});

describe('the config in a refusal', () => {
  it('is obeyed at once, and the server is asked about it once', async () => {
    const { client, server, time } = await fixture({}, { maxRetries: 0 });
    await time.advance(5000);
    server.onRequest = refuse(fakeConfig(EMERGENCY));
    server.publish(EMERGENCY);
    const response = await client.fetch(PAGE);
    expect(client.getSnapshot().config.throttling_level).toBe('EMERGENCY');
    await time.advance(2000);
    watch(client.fetch(PAGE, { poolwarden: { priority: 'essential' } }));
    await time.advance(2000);
    expect(server.requests).toHaveLength(2);
    expect(server.polls).toHaveLength(2);
    expect(await response.json()).toMatchObject({ status: 503 });
  });

  it.each([
    ['that is missing', refuse(null), undefined],
    ['that is malformed', refuse({ ...fakeConfig(EMERGENCY), health: 'FINE' }), /refused for health: "FINE"/],
    [
      'in no JSON',
      () => new Response('<', { status: 503, headers: { 'Content-Type': 'application/problem+json' } }),
      undefined,
    ],
    ['of another type', () => Response.json({ config: fakeConfig(EMERGENCY) }, { status: 503 }), undefined],
    [
      'with another status',
      () =>
        Response.json(
          { config: fakeConfig(EMERGENCY) },
          { status: 500, headers: { 'Content-Type': 'application/problem+json' } },
        ),
      undefined,
    ],
  ])('%s leaves the obeyed one alone', async (_, respond, problem) => {
    const { client, server } = await fixture({}, { maxRetries: 0 });
    server.onRequest = respond;
    expect((await client.fetch(PAGE)).status).toBeGreaterThanOrEqual(500);
    expect(client.getSnapshot().config.throttling_level).toBe('NORMAL');
    if (problem) expect(client.getSnapshot().problem?.message).toMatch(problem);
    else expect(client.getSnapshot().problem).toBeUndefined();
  });
});

describe('without any word from the server', () => {
  it('part of the requests is not sent once most of them fail', async () => {
    const { client, server, time } = await fixture({}, { maxRetries: 0 });
    const broken = () => Promise.reject(new TypeError('network down'));
    server.onPoll = broken;
    server.onRequest = broken;
    time.dice = 0.99;
    await time.advance(130_000);
    for (let i = 0; i < 5; i++) {
      watch(client.fetch(`${APP}/${i}`));
      await time.advance(400);
    }
    expect(server.requests).toHaveLength(5);
    time.dice = 0.5;
    const refused = client.fetch(PAGE);
    await expect(refused).rejects.toMatchObject({ code: 'breaker_open', retryAfterMs: 30_000 });
    expect(client.getSnapshot().source).toBe('adaptive');
    time.dice = 0.99;
    watch(client.fetch(PAGE));
    await time.advance(400);
    expect(server.requests).toHaveLength(6);
  });
});
