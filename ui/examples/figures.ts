const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A value as people read it. Unknown is a dash, never zero. */
export function inWords(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return NUMBER.format(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.length > 0) return value.join(', ');
  return typeof value === 'string' && value !== '' ? value : '–';
}

/** What `pool.in_use` names inside of `{ pool: { in_use: 7 } }`; undefined when any part of the way is missing. */
export function at(path: string, model: unknown): unknown {
  return path
    .split('.')
    .reduce((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], model);
}

/** How much of `whole` a value is, from 0 to 1; unknown is 0, as is any part of nothing. */
export function share(value: unknown, whole: unknown): number {
  return typeof value === 'number' && typeof whole === 'number' && whole > 0 ? Math.min(1, value / whole) : 0;
}
