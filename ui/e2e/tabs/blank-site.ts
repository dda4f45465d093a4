import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BlankSite {
  url: string;
  close(): void;
}

/** Fetches what it is told and answers with the status or the error. */
const WORKER =
  'onmessage = ({ data }) => fetch(data).then(({ status }) => postMessage(status), (error) => postMessage(`${error}`));';

/**
 * Serves an empty page under a strict policy at every path, on a port of its own; for what needs no application.
 * At `/worker.js` is a worker that fetches.
 */
export async function serveBlankSite(): Promise<BlankSite> {
  const server = createServer(({ url }, response) => {
    const isWorker = url === '/worker.js';
    response.writeHead(200, {
      'Content-Type': isWorker ? 'text/javascript' : 'text/html',
      // A worker is loaded from here, too, while its tab is offline.
      'Cache-Control': isWorker ? 'max-age=60' : 'no-cache',
      'Content-Security-Policy': "default-src 'self'",
    });
    response.end(isWorker ? WORKER : '<!doctype html><title>blank</title>');
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
