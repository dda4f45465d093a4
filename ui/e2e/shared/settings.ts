/** What the application under test is set to at NORMAL; see `TabsTest`. */
export const PLACES = 3;
export const QUOTA = 60;
export const DELAY_MS = 100;
/** Give or take 20 %. */
export const POLL_AFTER_MS = 2000;
/** What network and scheduling may add between two arrivals or take from them; measured up to 50 on a busy machine. */
export const JITTER_MS = 90;
