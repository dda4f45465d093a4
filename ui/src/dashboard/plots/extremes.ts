import type { Column, History } from '../model/history.ts';

/** A value, and the last time it was seen, in epoch ms. */
export interface Seen {
  readonly value: number;
  readonly at: number;
}

/** The largest of what is known, as last seen; undefined when nothing is. */
export function most({ at_ms }: History, column: Column): Seen | undefined {
  let found: Seen | undefined;
  column.forEach((value, i) => {
    if (value !== null && value >= (found?.value ?? -Infinity)) found = { value, at: at_ms[i]! };
  });
  return found;
}

/** The smallest of what is known; null when nothing is. */
export function least(column: Column): number | null {
  return column.reduce((low, value) => (low === null || (value !== null && value < low) ? value : low), null);
}

/** The sum of what is known. */
export function sum(column: Column): number {
  return column.reduce<number>((total, value) => total + (value ?? 0), 0);
}
