import { SERVER } from '../server.ts';

/** One request for `/test/work`, in milliseconds of the server's clock. */
export interface Arrival {
  readonly tab: string;
  readonly client: string | null;
  readonly priority: string | null;
  readonly key: string;
  readonly arrived_ms: number;
  /** Null until the answer was out or the connection gone. */
  readonly ended_ms: number | null;
}

export interface Poll {
  readonly client: string | null;
  readonly arrived_ms: number;
}

export async function readLog(): Promise<{ requests: Arrival[]; polls: Poll[] }> {
  return (await fetch(`${SERVER}/test/log`)).json();
}

/** How many of these were under way at once. */
export function mostInFlight(arrivals: readonly Arrival[]): number {
  const at = (moment: number) =>
    arrivals.filter((each) => each.arrived_ms <= moment && (each.ended_ms ?? Infinity) > moment).length;
  return Math.max(0, ...arrivals.map(({ arrived_ms }) => at(arrived_ms)));
}

/** How many of these came within so many milliseconds, wherever those begin. */
export function mostWithin(ms: number, arrivals: readonly { readonly arrived_ms: number }[]): number {
  const from = (start: number) =>
    arrivals.filter(({ arrived_ms }) => arrived_ms >= start && arrived_ms < start + ms).length;
  return Math.max(0, ...arrivals.map(({ arrived_ms }) => from(arrived_ms)));
}

/**
 * By how much the least time between any two arrivals is under what the delay demands, in milliseconds. What the network
 * held up or not shows at both ends only, however many starts are between.
 *
 * @param heldUp among many, so many may have been held up on their way, as when the machine stands still for a moment: what
 *     comes after them looks early. Where no delay is kept, every few of them are early.
 */
export function mostEarly(delayMs: number, arrivals: readonly Arrival[], heldUp = 0): number {
  const late = new Set<Arrival>();
  for (;;) {
    let worst = 0;
    let culprit: Arrival | undefined;
    arrivals.forEach((first, i) =>
      arrivals.slice(i + 1).forEach((later, between) => {
        const early = (between + 1) * delayMs - (later.arrived_ms - first.arrived_ms);
        if (early > worst && !late.has(first) && !late.has(later)) [worst, culprit] = [early, first];
      }),
    );
    if (!culprit || late.size === heldUp) return worst;
    late.add(culprit);
  }
}

export const ofTab = (arrivals: readonly Arrival[], tab: string): Arrival[] =>
  arrivals.filter((each) => each.tab.endsWith(`.${tab}`));
