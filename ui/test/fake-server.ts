import { wireConfig } from './wire-config.ts';

type Respond = (request: Request) => Response | Promise<Response>;

/** Stands behind `fetch`: answers polls with its config, and everything else as the test says. */
export class FakeServer {
  readonly polls: Request[] = [];
  readonly requests: Request[] = [];
  onPoll: Respond;
  onRequest: Respond = () => new Response('{}');

  constructor(config: Record<string, unknown> = wireConfig()) {
    this.onPoll = () => Response.json(config);
  }

  publish(changes: Record<string, unknown>, headers: Record<string, string> = {}): void {
    this.onPoll = () => Response.json(wireConfig(changes), { headers });
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const isPoll = request.url.endsWith('/throttling-config');
    (isPoll ? this.polls : this.requests).push(request);
    return orAborted(request.signal, isPoll ? this.onPoll(request) : this.onRequest(request));
  };
}

function orAborted(signal: AbortSignal, response: Response | Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
    Promise.resolve(response).then(resolve, reject);
  });
}

/** A response whose headers are here and whose body comes when the test says so. */
export function slowBody(init?: ResponseInit) {
  const stream = new TransformStream<Uint8Array, Uint8Array>();
  const writer = stream.writable.getWriter();
  const end = async (text: string) => {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  };
  return { response: new Response(stream.readable, init), end };
}

/** A refusal as the server's gate sends it. */
export function refusal(config: unknown, retryAfter?: string): Response {
  const headers = new Headers({ 'Content-Type': 'application/problem+json;charset=UTF-8' });
  if (retryAfter) headers.set('Retry-After', retryAfter);
  return new Response(JSON.stringify({ status: 503, title: 'Too busy', config }), { status: 503, headers });
}
