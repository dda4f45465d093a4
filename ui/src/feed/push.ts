import type { Time } from '../time.ts';
import type { Page } from './page.ts';
import type { Peers } from './peers.ts';

/** The least time until a stream that the server refused is asked for again; by chance up to twice as long. */
const REFUSED_MS = 30_000;

/**
 * Listens to server-sent events named `config`, each a throttling config, while the page is visible. The stream comes
 * beside the polls, not instead: a proxy that holds it back can then hide nothing for long.
 * One stream a browser.
 */
export function listenToEvents(
  url: string,
  page: Page,
  time: Time,
  peers: Peers | undefined,
  onConfig: (document: unknown) => void,
  disposal: AbortSignal,
): void {
  let listening: AbortController | undefined;

  async function listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await stream(url, signal, time, onConfig);
  }

  function update(): void {
    if (page.isActive() && !disposal.aborted) {
      if (listening) return;
      const { signal } = (listening = new AbortController());
      const open = () => listen(signal);
      (peers ? peers.inTurn('stream', signal, open) : open()).catch(() => {});
    } else {
      listening?.abort();
      listening = undefined;
    }
  }

  page.listen(update, disposal);
  disposal.addEventListener('abort', update);
  update();
}

/**
 * Resolves when the signal aborts, or a while after the server has refused: too many listen, or a proxy knows no server just
 * now. The browser itself reconnects what breaks off.
 */
function stream(
  url: string,
  signal: AbortSignal,
  time: Time,
  onConfig: (document: unknown) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const events = new EventSource(url);
    let callOff = () => {};
    const end = () => {
      callOff();
      events.close();
      resolve();
    };
    events.addEventListener('config', ({ data }) => onConfig(documentOf(data)));
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED)
        callOff = time.after(REFUSED_MS * (1 + time.random()), end);
    });
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  });
}

/** What is no JSON is refused as a config, with the same words. */
function documentOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
