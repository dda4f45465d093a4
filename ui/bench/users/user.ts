import { setTimeout as pause } from 'node:timers/promises';
import { PoolwardenError } from '../../src/index.ts';
import type { Tally } from './tally.ts';

/** What a user's frontend sends requests with: the client, or the platform's own fetch. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

const TABS = [
  '/api/dashboard',
  '/api/activities',
  '/api/notifications',
  '/api/employees',
  '/api/conversations',
];
const POLL_MS = 5000;
const CHAT_MS = 15_000;

/**
 * One user of the example: five tabs, each of which polls its page, and a chat. Begins at once, each tab by chance within
 * one interval, and ends with the signal; what is under way then is waited for.
 */
export async function user(base: string, fetch: Fetch, chance: () => number, tally: Tally, end: AbortSignal) {
  const ask = (path: string, init?: RequestInit) =>
    one(() => fetch(base + path, init), init ? 'chat' : 'poll', tally);
  const conversation = 1 + Math.floor(chance() * 500);
  const chat = () =>
    ask(`/api/conversations/${conversation}/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'How do we go on?' }),
    });
  await Promise.all([
    ...TABS.map((path) => every(POLL_MS, chance() * POLL_MS, () => ask(path), end)),
    every(CHAT_MS, chance() * CHAT_MS, chat, end),
  ]);
}

/** One after the other: a tab whose answer is late polls later. */
async function every(interval: number, first: number, work: () => Promise<void>, end: AbortSignal) {
  for (
    let due = performance.now() + first;
    await until(due, end);
    due = Math.max(due + interval, performance.now())
  ) {
    await work();
  }
}

async function until(due: number, end: AbortSignal): Promise<boolean> {
  try {
    await pause(Math.max(0, due - performance.now()), undefined, { signal: end });
  } catch {
    // The end came first.
  }
  return !end.aborted;
}

async function one(send: () => Promise<Response>, kind: string, tally: Tally) {
  const start = performance.now();
  tally.began();
  try {
    const answer = await send();
    await answer.arrayBuffer();
    tally.ended(kind, answer.ok ? 'ok' : `${answer.status}`, performance.now() - start);
  } catch (error) {
    const why = error instanceof PoolwardenError ? error.code : 'network';
    tally.ended(kind, why, performance.now() - start);
  }
}
