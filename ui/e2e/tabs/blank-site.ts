import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BlankSite {
  url: string;
  close(): void;
}

/** Serves an empty page under a strict policy at every path, on a port of its own; for what needs no application. */
export async function serveBlankSite(): Promise<BlankSite> {
  const server = createServer((_, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/html',
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': "default-src 'self'",
    });
    response.end('<!doctype html><title>blank</title>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    // By name: only localhost is a secure context without TLS.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
