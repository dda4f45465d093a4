import { vi } from 'vitest';
import { createFakeServer, type FakeServer } from '../../src/testing/index.ts';

const HOME = 'https://app.example/';

/** As in a page, paths are resolved against its address. */
class PageRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(input, HOME) : input, init);
  }
}

/** Puts a server behind the platform's `fetch`. To be undone by `vi.unstubAllGlobals`. */
export function serveFetch(): FakeServer {
  const server = createFakeServer();
  vi.stubGlobal('fetch', server.fetch);
  return server;
}

/** The same, and as much of a page as the examples ask for: an address. */
export function servePage(): FakeServer {
  vi.stubGlobal('location', new URL(HOME));
  vi.stubGlobal('Request', PageRequest);
  // Newer versions of Node have locks; this page is on its own.
  vi.stubGlobal('navigator', undefined);
  return serveFetch();
}
