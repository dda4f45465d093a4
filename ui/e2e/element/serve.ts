import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, type Rollup } from 'vite';

const HTML = `<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8" />
    <meta name="color-scheme" content="light dark" />
    <title>An application</title>
    <link rel="icon" href="/page.css" />
    <link rel="stylesheet" href="/page.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main>
      <poolwarden-status></poolwarden-status>
      <h1>Conversations</h1>
    </main>
  </body>
</html>`;

const CSS = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem }
  .themed {
    --poolwarden-status-background: rgb(1, 2, 3);
    --poolwarden-status-color: rgb(4, 5, 6);
    --poolwarden-status-border: 2px dashed rgb(7, 8, 9);
    --poolwarden-status-accent: rgb(10, 11, 12);
    --poolwarden-status-padding: 13px;
    --poolwarden-status-radius: 14px;
    --poolwarden-status-font: 15px monospace;
  }
  .themed ::part(text), .themed::part(text) { letter-spacing: 2px }
`;

/** A page with the element, under the strictest Content-Security-Policy an application is likely to have. */
export async function serveElementPage(): Promise<{ url: string; close: () => void }> {
  const script = await bundle();
  const files: Record<string, [type: string, body: string]> = {
    '/': ['text/html', HTML],
    '/page.css': ['text/css', CSS],
    '/page.js': ['text/javascript', script],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? [];
    response.writeHead(type ? 200 : 404, {
      'Content-Type': `${type ?? 'text/plain'}; charset=utf-8`,
      'Content-Security-Policy': "default-src 'self'; require-trusted-types-for 'script'",
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry: `${import.meta.dirname}/page.ts`, formats: ['es'], fileName: 'page' },
    },
  });
  return (built as Rollup.RollupOutput[])[0]!.output[0].code;
}
