import type { Time } from '../time.ts';

/** The part of `document` that says whether anybody can see the page. */
export type Visibility = EventTarget & Pick<Document, 'visibilityState'>;

/**
 * Does something now and again, each time `everyMs` milliseconds after the last time has ended, but only while the page
 * is visible; at once when it becomes so. The task deals with its own errors.
 */
export function whileVisible(page: Visibility, time: Time, everyMs: number, task: () => Promise<void>): void {
  let isBusy = false;
  let callOff = () => {};

  async function round(): Promise<void> {
    callOff();
    if (isBusy || page.visibilityState !== 'visible') return;
    isBusy = true;
    await task();
    isBusy = false;
    callOff = time.after(everyMs, () => void round());
  }

  page.addEventListener('visibilitychange', () => void round());
  void round();
}
