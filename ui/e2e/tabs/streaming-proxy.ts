import { createServer, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVER } from '../server.ts';

const EVENTS = '/api/v1/health/database/events';

/** The application, and in front of it the stream of server-sent events that it does not offer itself. */
export class StreamingProxy {
  readonly #streams = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => {
    if (request.url === EVENTS) return this.#stream(response);
    const { method, headers } = request;
    const passed = ask(SERVER + request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });

  static async start(): Promise<StreamingProxy> {
    const proxy = new StreamingProxy();
    await new Promise<void>((listening) => proxy.#server.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Streams that are open now. */
  get streams(): number {
    return this.#streams.size;
  }

  push(config: unknown): void {
    for (const stream of this.#streams) stream.write(`event: config\ndata: ${JSON.stringify(config)}\n\n`);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': here\n\n');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }
}
