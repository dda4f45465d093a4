/** What is looked at of the page; replaceable. */
export interface Page {
  /** Whether anybody can see it, and there is a network. Outside of a page there is always somebody. */
  isActive(): boolean;
  /** Calls the listener when that may have changed, until the signal aborts. */
  listen(listener: () => void, signal: AbortSignal): void;
}

export const browserPage: Page = {
  isActive: () => !globalThis.document?.hidden && globalThis.navigator?.onLine !== false,
  listen(listener, signal) {
    for (const event of ['visibilitychange', 'pageshow', 'online', 'offline']) {
      // visibilitychange bubbles from the document; workers have no such event, Node has no events.
      globalThis.addEventListener?.(event, listener, { signal });
    }
  },
};
