import type { Time } from '../time.ts';

/** After so long a request counts half: together they weigh about as much as those of the last two minutes. */
const HALF_LIFE_MS = 80_000;
/** How many requests we send for each that the server accepts: 2 sheds half of what would be in vain. */
const K = 2;

/**
 * Client-side throttling for when the server says nothing of itself: the more of the latest requests the server did not
 * accept, the more are not sent at all. Google's SRE book, chapter 21: reject with the probability
 * max(0, (requests - K * accepts) / (requests + 1)).
 */
export function localThrottle(time: Time) {
  let requests = 0;
  let accepts = 0;
  let since = 0;

  function fade(): void {
    const left = 0.5 ** (Math.abs(time.now() - since) / HALF_LIFE_MS);
    requests *= left;
    accepts *= left;
    since = time.now();
  }

  return {
    /** Counts a request that has ended, or was not sent. */
    count(isAccepted: boolean): void {
      fade();
      requests++;
      if (isAccepted) accepts++;
    },
    /** The share of requests, 0 to 1, that had better not be sent. */
    rejectShare(): number {
      fade();
      return Math.max(0, (requests - K * accepts) / (requests + 1));
    },
  };
}
