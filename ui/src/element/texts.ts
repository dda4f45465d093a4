import type { Situation } from './situation.ts';

/** Times of day in the element's language; undefined where unknown. */
export interface Times {
  /** Since when it is so. */
  readonly since: string | undefined;
  /** By when the client asks the server again: the next full minute. */
  readonly again: string | undefined;
}

/**
 * A template or a function. In a template `{since}` and `{again}` stand for the times, and what stands in square
 * brackets is left out when a time in it is unknown.
 */
export type Text = string | ((times: Times) => string);

/** A text for each situation. */
export type Texts = Readonly<Record<Situation, Text>>;

/** From a little slow to the worst: the element goes by this order. */
export const ENGLISH: Texts = {
  moderate:
    'We are a little slow right now[ (since {since})]. Everything works, but takes longer.[ We check again by {again}.]',
  aggressive:
    'We are slow right now[ (since {since})]. Everything works, but takes much longer.[ We check again by {again}.]',
  emergency:
    'We are very busy right now[ (since {since})]. Only the most important things work.[ We check again by {again}.]',
  unknown:
    'We cannot reach the server right now[ (since {since})]. We keep trying.[ We check again by {again}.]',
  breaker:
    'We cannot reach your data right now[ (since {since})]. Please wait a little.[ We check again by {again}.]',
};

/** The text with its times. */
export function fill(text: Text, times: Times): string {
  if (typeof text === 'function') return text(times);
  // NUL marks an unknown time, since no text has one.
  return text
    .replace(/{(since|again)}/g, (_, name: keyof Times) => times[name] ?? '\0')
    .replace(/\[[^\]]*\0[^\]]*]/g, '')
    .replace(/[[\]\0]/g, '');
}
