/**
 * A random UUID. `crypto.randomUUID` is missing on plain http origins other than localhost; there the name of an object
 * URL, which ends with one, has to do.
 */
export function randomClientId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const url = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(url);
  return url.slice(-36);
}
