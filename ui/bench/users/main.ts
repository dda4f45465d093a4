import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import { createPoolwarden } from '../../src/index.ts';
import { Tally } from './tally.ts';
import { user, type Fetch } from './user.ts';

/** How long what is under way at the end may take: longer than anything may wait in the client. */
const PATIENCE_MS = 100_000;
const ARRIVE_WITHIN_MS = 5000;
/** Chats take as long as the assistant thinks, configs come from memory; all else is a tab that polls. */
const KINDS = [
  ['chat', '/messages'],
  ['config', '/throttling-config'],
] as const;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8080' },
    users: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    client: { type: 'string', default: 'poolwarden' },
  },
});
const base = values.url;
const chance = seeded(Number(values.seed));
const end = new AbortController();
setMaxListeners(0, end.signal); // each tab of each user waits for it
const felt = new Tally(); // by the users, the client's waiting included
const sent = new Tally(); // on the network

const timed: Fetch = async (input, init) => {
  const start = performance.now();
  const kind = KINDS.find(([, part]) => requestUrl(input).includes(part))?.[0] ?? 'poll';
  sent.began();
  try {
    const answer = await fetch(input, init);
    const body = await answer.arrayBuffer();
    sent.ended(
      kind,
      answer.ok || answer.status === 304 ? 'ok' : `${answer.status}`,
      performance.now() - start,
    );
    return new Response(answer.status === 304 || answer.status === 204 ? null : body, answer);
  } catch (error) {
    sent.ended(kind, 'network', performance.now() - start);
    throw error;
  }
};

const clients = Array.from({ length: Number(values.users) }, () =>
  values.client === 'poolwarden'
    ? createPoolwarden({
        configUrl: `${base}/api/v1/health/database/throttling-config`,
        fetch: timed as typeof fetch,
      })
    : undefined,
);
const everybody = clients.map(async (client) => {
  await new Promise((arrive) => setTimeout(arrive, chance() * ARRIVE_WITHIN_MS));
  await user(base, client ? (client.fetch as Fetch) : timed, chance, felt, end.signal);
});
setTimeout(() => end.abort(), Number(values.seconds) * 1000);
await Promise.race([
  Promise.all(everybody),
  new Promise((stop) => setTimeout(stop, Number(values.seconds) * 1000 + PATIENCE_MS)),
]);
const levels = new Set(clients.map((client) => client?.getSnapshot().config.throttling_level));
console.log(JSON.stringify({ felt: felt.figures(), sent: sent.figures(), levels: [...levels] }));
process.exit(); // what still waits would keep the process

/** The client hands on requests, though it is called with addresses. */
function requestUrl(input: string | Request): string {
  return input instanceof Request ? input.url : input;
}

/** Mulberry32: the same users each time. */
function seeded(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
