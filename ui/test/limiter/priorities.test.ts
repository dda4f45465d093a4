import { describe, expect, it } from 'vitest';
import { PRIORITIES, type Priority } from '../../src/limiter/priority.ts';
import { settle } from '../../src/testing/index.ts';
import { watch } from '../helpers.ts';
import { fixture, limitsOf } from './fixture.ts';

const ONE = limitsOf(1, 100, 0);

describe('whose turn it is', () => {
  it('is a matter of priority, and among equals of arrival', async () => {
    const { ask, started } = fixture(ONE);
    const release = await ask('first');
    const order: [string, Priority][] = [
      ['b1', 'background'],
      ['i1', 'interactive'],
      ['e1', 'essential'],
      ['b2', 'background'],
      ['e2', 'essential'],
      ['i2', 'interactive'],
    ];
    for (const [name, priority] of order) void ask(name, { priority }).then((done) => done());
    release();
    await settle();
    expect(started).toEqual(['first', 'e1', 'e2', 'i1', 'i2', 'b1', 'b2']);
  });

  it('comes within sixteen starts for whoever has waited longest', async () => {
    const { ask, started } = fixture(ONE);
    const release = await ask('first');
    void ask('patient', { priority: 'background' }).then((done) => done());
    // One essential request after the other, so that there is always one waiting.
    const flood = (left: number): void => {
      if (left > 0)
        void ask('urgent', { priority: 'essential' }).then((done) => {
          flood(left - 1);
          done();
        });
    };
    flood(40);
    release();
    await settle();
    expect(started.indexOf('patient')).toBe(15);
  });
});

describe('a line that is full', () => {
  it('refuses who is no more urgent than those in it', async () => {
    const { ask, limiter } = fixture(ONE, 2);
    for (const name of ['a', 'b', 'c']) watch(ask(name));
    await expect(ask('d')).rejects.toBe('queue_full');
    await expect(ask('e', { priority: 'background' })).rejects.toBe('queue_full');
    expect(limiter.figures()).toEqual({ inFlight: 1, waiting: 2, started: 1 });
  });

  it('sends away the latest of the least urgent for one who is more urgent', async () => {
    const { ask, started, limiter } = fixture(ONE, 4);
    const release = await ask('first');
    const asked = (['background', 'interactive', 'background', 'interactive'] as const).map((priority, i) =>
      watch(ask(`${priority}${i}`, { priority }).then((done) => done())),
    );
    for (const name of ['e1', 'e2', 'e3']) watch(ask(name, { priority: 'essential' }).then((done) => done()));
    await settle();
    expect(asked.map(({ error }) => error)).toEqual(['queue_full', undefined, 'queue_full', 'queue_full']);
    expect(limiter.figures().waiting).toBe(4);
    release();
    await settle();
    expect(started).toEqual(['first', 'e1', 'e2', 'e3', 'interactive1']);
  });
});

describe('those whom a config forbids to wait', () => {
  it('are dismissed by their priority, each with a reason, and leave no timer', async () => {
    const { ask, time, limiter } = fixture(ONE);
    await ask('first');
    const asked = PRIORITIES.map((priority) => watch(ask(priority, { priority })));
    limiter.dismiss('interactive', 'emergency');
    await settle();
    expect(asked.map(({ error }) => error)).toEqual([undefined, 'emergency', 'emergency']);
    expect(limiter.figures()).toEqual({ inFlight: 1, waiting: 1, started: 1 });
    expect(time.pendingTimers).toBe(1);
  });
});
