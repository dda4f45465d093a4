/** What the application under test is set to at NORMAL; see `TabsTest`. */
export const PLACES = 3;
export const QUOTA = 60;
export const DELAY_MS = 100;
/** Give or take 20 %. */
export const POLL_AFTER_MS = 2000;
/**
 * What network and scheduling may add between two arrivals or take from them; measured up to 96 on a busy machine. Without
 * a delay three that begin together would be 200 early.
 */
export const JITTER_MS = 150;
/** Of many arrivals, two may fall into a moment in which the whole machine stands still; 164 ms were seen once. */
export const HELD_UP = 2;
