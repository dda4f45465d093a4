/** A server that wants us away for longer than this gets no automatic retry. */
const LONGEST_SECONDS = 120;

/**
 * Milliseconds to wait before a refused request is repeated: `Retry-After`, at least a second, and up to half of it
 * more, so that those who were refused together do not come back together. Undefined when it should not be repeated:
 * no 503, no `Retry-After` in whole seconds, or one above two minutes.
 *
 * @param random from 0 up to, not including, 1
 */
export function retryAfterMs(response: Response, random: number): number | undefined {
  const header = response.headers.get('Retry-After') ?? '';
  if (response.status !== 503 || !/^\d+$/.test(header)) return undefined;
  const seconds = Math.max(1, Number(header));
  return seconds <= LONGEST_SECONDS ? seconds * 1000 * (1 + random / 2) : undefined;
}
