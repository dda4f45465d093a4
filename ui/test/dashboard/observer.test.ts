import { beforeEach, describe, expect, it } from 'vitest';
import { Observer } from '../../src/dashboard/observer.ts';
import { Refusal, type Server } from '../../src/dashboard/server.ts';
import { createFakeClock, type FakeClock } from '../../src/testing/index.ts';
import { historyOf, STATUS } from './fixture.ts';

const NOBODY = { operator: null, passwords: true, anonymous_dashboard: true };
const ADA = { ...NOBODY, operator: 'ada' };

let time: FakeClock;
let answers: Partial<Record<keyof Server, unknown>>;
let asked: string[];
let observer: Observer;

/** What it answers is a value, or an error that it throws. */
const ask = (what: keyof Server) => async (after?: unknown) => {
  asked.push(after === undefined ? what : `${what} ${String(after)}`);
  const answer = answers[what];
  if (answer instanceof Error) throw answer;
  return answer;
};

beforeEach(() => {
  time = createFakeClock(50_000);
  asked = [];
  answers = { status: STATUS, history: historyOf(3), session: NOBODY };
  const server = {
    status: ask('status'),
    history: ask('history'),
    session: ask('session'),
    signIn: ask('signIn'),
    holders: ask('holders'),
    analysis: ask('analysis'),
    audit: ask('audit'),
    signOut: () => asked.push('signOut'),
  };
  observer = new Observer(server as unknown as Server, time);
});

describe('the observer', () => {
  it('knows when the sample was taken, not when it came', async () => {
    await observer.look();
    expect(observer.sight).toMatchObject({ status: STATUS, sampledAt: 50_000 - STATUS.sample_age_ms });
  });

  it('asks only for what is new of the history', async () => {
    await observer.look();
    answers.history = { ...historyOf(1, { in_use: [9] }), at_ms: [4000] };
    await observer.look();
    expect(asked).toContain('history 3000');
    expect(observer.sight.history?.in_use).toEqual([0, 0, 0, 9]);
  });

  it('says since when the server does not answer, and keeps what it knew', async () => {
    await observer.look();
    answers.status = new TypeError('Failed to fetch');
    await observer.look();
    await time.advance(4000);
    await observer.look();
    expect(observer.sight).toMatchObject({ failingSince: 50_000, status: STATUS });
    answers.status = STATUS;
    await observer.look();
    expect(observer.sight.failingSince).toBeUndefined();
  });

  it('notices that another process answers, and forgets the history of the first', async () => {
    await observer.look();
    answers.history = historyOf(1, {}, 'c3d4');
    await time.advance(1000);
    await observer.look();
    expect(observer.sight.restart).toEqual({ at: 51_000, from: 'a1b2', to: 'c3d4' });
    expect(observer.sight.history?.at_ms).toHaveLength(1);
  });

  it('does not look twice at once, but again for who knows of something new', async () => {
    await Promise.all([observer.look(), observer.look()]);
    expect(asked.filter((each) => each === 'status')).toHaveLength(1);
    await Promise.all([observer.look(), observer.lookAfresh()]);
    expect(asked.filter((each) => each === 'status')).toHaveLength(3);
  });

  it('takes a refusal for figures that are closed to the reader, not for a server that is away', async () => {
    answers.status = new Refusal(401, 'A sign-in is needed');
    await observer.look();
    expect(observer.sight).toMatchObject({ isClosed: true });
    expect(observer.sight.failingSince).toBeUndefined();
  });

  it('does not ask for what is for operators alone', async () => {
    await observer.identify();
    await observer.lookAsOperator();
    expect(asked).toEqual(['session']);
  });

  it('shows operators more, until they are none any longer', async () => {
    Object.assign(answers, { signIn: ADA, holders: [], analysis: { findings: [] }, audit: [] });
    await observer.signIn('ada', 'correct horse');
    expect(observer.sight).toMatchObject({ session: ADA, holders: [], findings: [], audit: [] });
    answers.holders = new Refusal(403, 'Only operators may do this');
    await observer.lookAsOperator();
    expect(observer.sight.session?.operator).toBeNull();
    expect(observer.sight.holders).toBeUndefined();
    expect(asked).toContain('signOut');
  });

  it('leaves a wrong password to who typed it', async () => {
    answers.signIn = new Refusal(401, 'Wrong name or password');
    await expect(observer.signIn('ada', 'x')).rejects.toThrow('Wrong name or password');
  });
});
