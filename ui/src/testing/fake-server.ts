import type { ThrottlingConfig } from '../contract/throttling-config.ts';

export type Respond = (request: Request) => Response | Promise<Response>;

/** Stands behind {@link PoolwardenOptions.fetch}: answers polls with its config, and everything else as the test says. */
export interface FakeServer {
  readonly fetch: typeof fetch;
  /** What came, oldest first. */
  readonly polls: Request[];
  readonly requests: Request[];
  onPoll: Respond;
  /** `{}` by default. */
  onRequest: Respond;
  /** Answers polls with {@link fakeConfig} from now on. */
  publish(changes?: Partial<ThrottlingConfig>, headers?: Record<string, string>): void;
}

/** The config of a server that is well, with some fields changed. */
export function fakeConfig(changes: Partial<ThrottlingConfig> = {}): ThrottlingConfig {
  return {
    throttling_level: 'NORMAL',
    max_concurrent_requests: 10,
    max_requests_per_minute: 100,
    request_delay_ms: 100,
    circuit_breaker_open: false,
    emergency_mode_active: false,
    health: 'HEALTHY',
    reasons: [],
    instance: 'a1b2',
    revision: 42,
    poll_after_seconds: 30,
    valid_for_seconds: 90,
    retry_after_seconds: 0,
    ...changes,
  };
}

/** A refusal as the server's gate sends it. */
export function fakeRefusal(config: unknown = fakeConfig(), retryAfter?: string): Response {
  const headers = new Headers({ 'Content-Type': 'application/problem+json;charset=UTF-8' });
  if (retryAfter !== undefined) headers.set('Retry-After', retryAfter);
  return new Response(JSON.stringify({ status: 503, title: 'Service Unavailable', config }), {
    status: 503,
    headers,
  });
}

export function createFakeServer(changes: Partial<ThrottlingConfig> = {}): FakeServer {
  const server: FakeServer = {
    polls: [],
    requests: [],
    onPoll: () => Response.json(fakeConfig(changes)),
    onRequest: () => new Response('{}'),
    publish(next = {}, headers = {}) {
      server.onPoll = () => Response.json(fakeConfig(next), { headers });
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const isPoll = request.url.endsWith('/throttling-config');
      (isPoll ? server.polls : server.requests).push(request);
      return answer(request, isPoll ? server.onPoll : server.onRequest);
    },
  };
  return server;
}

/** As the network does, an abort is heard also before there is an answer. */
async function answer(request: Request, respond: Respond): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    (async () => respond(request))().then(resolve, reject);
  });
}
