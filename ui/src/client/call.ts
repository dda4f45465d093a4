import { isPriority, type Priority } from './priority.ts';

/** What `fetch` takes, and how the throttled one is to treat the request. */
export interface ThrottledInit extends Omit<RequestInit, 'priority'> {
  /** Ours, or one of the platform's hints, which count as interactive and are passed on. */
  priority?: Priority | RequestPriority;
  /** False keeps a GET from sharing the answer of an identical one in flight; true by default. */
  dedupe?: boolean;
}

/** A request on its way through the client. */
export interface Call {
  readonly request: Request;
  readonly priority: Priority;
  readonly isShareable: boolean;
  /** The caller's own signal. `request.signal` only follows it, and not once the request is garbage. */
  readonly signal: AbortSignal;
}

/** @throws TypeError as `fetch` does, for instance for an invalid URL */
export function callOf(input: RequestInfo | URL, init: ThrottledInit = {}): Call {
  const { priority, dedupe = true, ...rest } = init;
  const platformInit: RequestInit = rest;
  if (priority !== undefined && !isPriority(priority)) platformInit.priority = priority;
  const request = new Request(input, platformInit);
  const ownPriority = isPriority(priority) ? priority : 'interactive';
  const signal = init.signal ?? (input instanceof Request ? input.signal : new AbortController().signal);
  return { request, priority: ownPriority, isShareable: dedupe && request.method === 'GET', signal };
}

/** True for methods that change nothing and may be repeated. */
export function isSafe(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}
