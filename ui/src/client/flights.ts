import type { Call } from './call.ts';
import { tracked } from './tracked-body.ts';

/** Sends a request, and calls back when all of its answer has come. */
export type Send = (call: Call, signal: AbortSignal, ended: () => void) => Promise<Response>;

type Board = (request: Request) => Promise<Response>;

/** One request that several callers may wait for. It is aborted when the last of them has left. */
function launch(call: Call, send: Send, closed: () => void): Board {
  const flight = new AbortController();
  const end = new AbortController();
  // With their requests: in Node the signal of one that nobody knows any more hears nothing of its caller's.
  const aboard = new Map<Request, (response: Response) => void>();
  const land = () => end.abort();
  const departed = send(call, flight.signal, land).finally(closed);
  // Each gets a response of its own, the last one that which came: a copy for nobody would be held in memory.
  departed.then(
    (response) =>
      [...aboard.values()].forEach((serve, i, all) => {
        const copy = i + 1 < all.length ? response.clone() : response;
        // Read ahead, since a copy is neither read nor cancelled to its end before the others are.
        serve(all[1] ? tracked(copy, () => {}) : copy);
      }),
    land,
  );

  return (request) =>
    new Promise((resolve, reject) => {
      const { signal } = request;
      aboard.set(request, resolve);
      departed.catch(reject);
      // Until the body has ended the caller may leave.
      const leave = () => {
        reject(signal.reason);
        aboard.delete(request);
        if (aboard.size > 0) return;
        closed();
        flight.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { signal: end.signal });
    });
}

/** Lets identical GETs share one request, from its start until its headers have come. */
export function flights(send: Send) {
  const open = new Map<string, Board>();
  return {
    async board(call: Call, isShareable: boolean): Promise<Response> {
      const { request, priority, maxWaitMs } = call;
      const { url, cache, credentials, integrity, mode, redirect, headers, signal } = request;
      signal.throwIfAborted();
      const key = JSON.stringify([
        ...[url, cache, credentials, integrity, mode, redirect],
        ...[...headers, priority, maxWaitMs],
      ]);
      let board = isShareable ? open.get(key) : undefined;
      if (!board) {
        const close = () => open.get(key) === board && open.delete(key);
        board = launch(call, send, close);
        if (isShareable) open.set(key, board);
      }
      return board(request);
    },
    /** Lets nobody join those that are under way. */
    close: () => open.clear(),
  };
}
