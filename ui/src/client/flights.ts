import type { Call } from './call.ts';

/** Sends a request, and calls back when all of its answer has come. */
export type Send = (call: Call, signal: AbortSignal, ended: () => void) => Promise<Response>;

type Board = (signal: AbortSignal) => Promise<Response>;

/** One request that several callers may wait for. It is aborted when the last of them has left. */
function launch(call: Call, send: Send, closed: () => void): Board {
  const flight = new AbortController();
  const end = new AbortController();
  const aboard = new Set<(response: Response) => void>();
  const departed = send(call, flight.signal, () => end.abort()).finally(closed);
  // Each gets a response of its own, the last one that which came: a copy for nobody would be held in memory.
  departed.then(
    (response) => [...aboard].forEach((serve, i) => serve(i + 1 < aboard.size ? response.clone() : response)),
    () => end.abort(),
  );

  return (signal) =>
    new Promise((resolve, reject) => {
      aboard.add(resolve);
      departed.catch(reject);
      // Until the body has ended the caller may leave.
      const leave = () => {
        reject(signal.reason);
        aboard.delete(resolve);
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
      return board(signal);
    },
    /** Lets nobody join those that are under way. */
    close: () => open.clear(),
  };
}
