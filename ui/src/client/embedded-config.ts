/**
 * The throttling config that a refusal carries, not yet parsed; undefined when the response is none or carries none.
 * Leaves the response's own body unread.
 */
export async function embeddedConfig(response: Response): Promise<unknown> {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  if (response.status !== 503 || !isProblem) return undefined;
  // A body that is cut off or no JSON makes no better error than the 503 itself, which the caller gets.
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return Object(problem).config;
}
