/**
 * The throttling config that a refusal carries, not yet parsed; undefined when the response is none or carries none.
 * Leaves the response's own body unread.
 */
export async function embeddedConfig(response: Response): Promise<unknown> {
  const mediaType = response.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (response.status !== 503 || mediaType !== 'application/problem+json') return undefined;
  // A body that is cut off or no JSON makes no better error than the 503 itself, which the caller gets.
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof problem === 'object' && problem !== null && 'config' in problem ? problem.config : undefined;
}
