import { build } from 'esbuild';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrival {
  readonly tab: string;
  /** Milliseconds on the server's clock. */
  readonly at: number;
  /** Requests under way when it came, itself included. */
  readonly inFlight: number;
}

/** Serves the page and answers what it asks, after `workMs`; keeps the log by which the tabs are judged. */
export async function serveSite(workMs: number) {
  const bundle = await build({
    entryPoints: { page: 'bench/tabs/page.ts', 'alarm-worker': 'src/tabs/alarm-worker.ts' },
    bundle: true,
    format: 'esm',
    outdir: '/',
    write: false,
  });
  const scripts = new Map(bundle.outputFiles.map(({ path, text }) => [path, text]));
  let arrivals: Arrival[] = [];
  let inFlight = 0;

  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://localhost');
    if (url.pathname === '/work') {
      arrivals.push({ tab: url.searchParams.get('tab')!, at: performance.now(), inFlight: ++inFlight });
      response.on('close', () => inFlight--);
      setTimeout(() => response.end('done'), workMs);
      return;
    }
    const script = scripts.get(url.pathname);
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.setHeader('Content-Security-Policy', "default-src 'self'");
    response.end(script ?? '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** What has come since the last time. */
    takeArrivals(): Arrival[] {
      const taken = arrivals;
      arrivals = [];
      return taken;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export type Site = Awaited<ReturnType<typeof serveSite>>;
