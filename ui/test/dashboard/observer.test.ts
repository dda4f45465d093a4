import { beforeEach, describe, expect, it } from 'vitest';
import { Observer } from '../../src/dashboard/observer.ts';
import { Refusal, type Server } from '../../src/dashboard/server.ts';
import { createFakeClock, settle, type FakeClock } from '../../src/testing/index.ts';
import { historyOf, STATUS } from './fixture.ts';

const NOBODY = { operator: null, passwords: true, anonymous_dashboard: true };
const ADA = { ...NOBODY, operator: 'ada' };
const BOB = { ...NOBODY, operator: 'bob' };

let time: FakeClock;
let answers: Partial<Record<keyof Server, unknown>>;
let asked: string[];
let observer: Observer;

/** What it answers is a value, perhaps in a while, or an error that it throws. */
const ask = (what: keyof Server) => async (after?: unknown) => {
  asked.push(after === undefined ? what : `${what} ${String(after)}`);
  const answer = await answers[what];
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

describe('what was asked in the name of another reader', () => {
  const CLOSED = { anonymous_dashboard: false };

  /** Has the next answer come when the test says so. */
  function late(what: keyof Server): (answer: unknown) => Promise<void> {
    let come = (_: unknown) => {};
    answers[what] = new Promise((resolve) => (come = resolve));
    return async (answer) => {
      come(answer);
      await settle();
    };
  }

  beforeEach(() => {
    Object.assign(answers, { signIn: ADA, holders: [], analysis: { findings: [] }, audit: [] });
  });

  it('is gone with a sign-out where the figures are for operators', async () => {
    answers.signIn = { ...ADA, ...CLOSED };
    await observer.signIn('ada', 'x');
    expect(observer.sight.history?.at_ms).toHaveLength(3);
    observer.signOut();
    expect(observer.sight).toMatchObject({ isClosed: true, status: undefined, history: undefined });
  });

  it('is gone once the server refuses it', async () => {
    await observer.look();
    answers.status = new Refusal(403, 'Only operators may do this');
    await observer.look();
    expect(observer.sight).toMatchObject({ isClosed: true, status: undefined, history: undefined });
  });

  it('does not come after the sign-out', async () => {
    answers.signIn = { ...ADA, ...CLOSED };
    await observer.signIn('ada', 'x');
    const comes = late('status');
    void observer.look();
    observer.signOut();
    await comes(STATUS);
    expect(observer.sight.status).toBeUndefined();
  });

  it('does not call the operator back', async () => {
    await observer.signIn('ada', 'x');
    const comes = late('session');
    void observer.identify();
    observer.signOut();
    await comes(ADA);
    expect(observer.sight.session?.operator).toBeNull();
  });

  it('does not say nobody of who has signed in meanwhile', async () => {
    const comes = late('session');
    void observer.identify();
    await observer.signIn('ada', 'x');
    await comes(NOBODY);
    expect(observer.sight.session?.operator).toBe('ada');
  });

  it('is not shown to the next, nor signs him out', async () => {
    await observer.signIn('ada', 'x');
    const comes = late('holders');
    void observer.lookAsOperator();
    observer.signOut();
    Object.assign(answers, { signIn: BOB, holders: [{ pid: 2 }] });
    await observer.signIn('bob', 'x');
    await comes([{ pid: 1 }]);
    expect(observer.sight.holders).toEqual([{ pid: 2 }]);

    const refuses = late('holders');
    void observer.lookAsOperator();
    observer.signOut();
    answers.holders = [];
    await observer.signIn('bob', 'x');
    await refuses(new Refusal(401, 'A sign-in is needed'));
    expect(observer.sight.session?.operator).toBe('bob');
  });

  it('does not keep the figures from who has just signed in', async () => {
    const comes = late('status');
    void observer.look();
    answers.status = STATUS;
    await observer.signIn('ada', 'x');
    await comes(new Refusal(401, 'A sign-in is needed'));
    expect(observer.sight).toMatchObject({ isClosed: false, status: STATUS });
  });
});

describe('a session that could not be had', () => {
  it('is asked for again, or nobody could ever sign in', async () => {
    answers.session = new TypeError('Failed to fetch');
    answers.status = new Refusal(401, 'A sign-in is needed');
    await observer.identify();
    answers.session = NOBODY;
    await observer.look();
    await settle();
    expect(observer.sight.session).toEqual(NOBODY);
  });
});
