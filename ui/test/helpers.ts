import type { Page } from '../src/index.ts';

export const EMERGENCY = {
  throttling_level: 'EMERGENCY',
  max_concurrent_requests: 1,
  max_requests_per_minute: 5,
  request_delay_ms: 2000,
  emergency_mode_active: true,
  health: 'CRITICAL',
  reasons: ['usage_critical'],
  revision: 43,
} as const;

export const BREAKER_OPEN = { ...EMERGENCY, circuit_breaker_open: true, retry_after_seconds: 7 } as const;

/** Remembers how each promise ended, without waiting for it. */
export function watch<Value>(promise: Promise<Value>) {
  const outcome: { value?: Value; error?: unknown } = {};
  promise.then(
    (value) => (outcome.value = value),
    (error) => (outcome.error = error),
  );
  return outcome;
}

export const forEver = () => new Promise<never>(() => {});

/** A response whose headers are here and whose body comes when the test says so; it heeds no signal. */
export function slowBody(init?: ResponseInit) {
  const stream = new TransformStream<Uint8Array, Uint8Array>();
  const writer = stream.writable.getWriter();
  const write = (text: string) => writer.write(new TextEncoder().encode(text));
  const end = async (text: string) => {
    await write(text);
    await writer.close();
  };
  return { response: new Response(stream.readable, init), write, end };
}

/** A page that is shown, hidden, or offline as the test says. */
export function fakePage() {
  let isActive = true;
  const listeners = new Set<() => void>();
  const page: Page = {
    isActive: () => isActive,
    listen(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
  function become(active: boolean): void {
    isActive = active;
    for (const listener of [...listeners]) listener();
  }
  return { page, listeners, become };
}
