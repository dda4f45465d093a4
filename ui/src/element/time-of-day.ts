const TWELVE_HOURS = 43_200_000;

/** A moment in epoch ms as a time of day, with its date once the time alone could mean another day. */
export function timeOfDay(at: number, now: number, language?: string): string {
  const dateStyle = Math.abs(at - now) < TWELVE_HOURS ? undefined : 'medium';
  try {
    return new Intl.DateTimeFormat(language, { dateStyle, timeStyle: 'short' }).format(at);
  } catch {
    // Pages do carry `lang=""` and `lang="en_US"`, which no formatter takes.
    return timeOfDay(at, now);
  }
}
