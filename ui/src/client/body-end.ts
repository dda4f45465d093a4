/**
 * Resolves when the last byte of the body has come or never will. It reads a copy: so it ends whether or not the caller
 * reads the response, and the caller's one keeps its `url` and `type`. The price: an unread body is held in memory.
 */
export async function bodyEnd(response: Response): Promise<void> {
  const copy = response.clone().body;
  await copy?.pipeTo(new WritableStream()).catch(() => {});
}
