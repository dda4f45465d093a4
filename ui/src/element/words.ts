import { situationOf, type Situation } from './situation.ts';
import type { StatusSnapshot } from './status-source.ts';
import { ENGLISH, fill, type Texts } from './texts.ts';
import { timeOfDay } from './time-of-day.ts';

export interface Words {
  readonly situation: Situation;
  /** Epoch ms since which it is so. */
  readonly since: number | undefined;
  /** The text before, in and after the time of the next try, which moves on without being news. */
  readonly parts: readonly [before: string, again: string, after: string];
  /** The language of the words, as a BCP 47 tag; undefined where the page does not say. */
  readonly language: string | undefined;
}

const MINUTE = 60_000;

/**
 * What to tell of a snapshot; undefined when there is nothing to tell.
 *
 * @param texts the application's; what is missing is said in English
 * @param language that of the page, as a BCP 47 tag, for the times; undefined for the environment's
 * @param now epoch ms
 */
export function wordsFor(
  snapshot: StatusSnapshot,
  texts: Partial<Texts>,
  language: string | undefined,
  now: number,
): Words | undefined {
  const situation = situationOf(snapshot);
  if (!situation) return undefined;
  const since = situation === 'unknown' ? snapshot.confirmedAt : snapshot.throttledSince;
  const tell = (at: number | undefined) => (at ? timeOfDay(at, now, language) : undefined);
  // Times of day have no seconds: rounded down, a try "at 14:05" would be over before it is read.
  const next = snapshot.nextPollAt && Math.ceil(Math.max(snapshot.nextPollAt, now) / MINUTE) * MINUTE;
  const times = { since: tell(since), again: tell(next) };

  const own = texts[situation];
  const text = fill(own ?? ENGLISH[situation], times);
  const again = times.again && text.includes(times.again) ? times.again : '';
  const at = text.lastIndexOf(again);
  return {
    situation,
    since,
    parts: [text.slice(0, at), again, text.slice(at + again.length)],
    language: own ? language : 'en',
  };
}
