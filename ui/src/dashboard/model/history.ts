/** One figure of every sample, in the order of their times; null is unknown, which is never zero. */
export type Column = readonly (number | null)[];

/** What `GET /history` has one column each of, by its own names. */
export const COLUMNS = [
  'level', // index into `levels`, the worst within the step
  'usage_percent', // worst
  'in_use', // connections, most
  'idle', // connections, least
  'waiting', // callers, most
  'capacity', // connections, last
  'limit', // the gate's permits, last
  'wait_p50_ms', // of the waits that ended within the step; null where none did
  'wait_p99_ms',
  'admitted', // callers within the step, summed
  'rejected',
  'timed_out', // those of the rejected that waited in vain
  'latency_ms', // the probe's, worst; null where the database did not answer
] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** Something that happened once: `what` is the breaker's new state, or the cleanup's mode. */
export interface Mark {
  readonly at_ms: number;
  readonly kind: 'breaker' | 'cleanup';
  readonly what: string;
}

/** What the server remembers of itself. Immutable. */
export interface History extends Readonly<Record<ColumnName, Column>> {
  /** Which run of the server: another one's history is another history. */
  readonly instance: string;
  /** Milliseconds that one sample stands for. */
  readonly step_ms: number;
  /** From everything allowed to almost nothing. */
  readonly levels: readonly string[];
  /** Usage in percent from which each level but the first begins. */
  readonly thresholds_percent: readonly number[];
  /** Epoch ms of the end of each step, ascending. */
  readonly at_ms: readonly number[];
  readonly marks: readonly Mark[];
}

/** What the plots show, and so what is kept. */
export const WINDOW_MS = 15 * 60_000;

/**
 * Adds the answer to `?after=` and drops what is more than `keepMs` older than the newest sample. What is already there
 * comes once; another run of the server, or another step, replaces all.
 */
export function extend(history: History, newer: History, keepMs = WINDOW_MS): History {
  const isSame = history.instance === newer.instance && history.step_ms === newer.step_ms;
  const known = isSame ? history : pick(newer, []);
  const last = known.at_ms.at(-1) ?? -Infinity;
  const fresh = pick(
    newer,
    indexes(newer, (at) => at > last),
  );
  const joined = { ...newer, at_ms: [...known.at_ms, ...fresh.at_ms] } as Writable;
  for (const name of COLUMNS) joined[name] = [...known[name], ...fresh[name]];
  const oldest = (joined.at_ms.at(-1) ?? 0) - keepMs;
  const marks = [...known.marks, ...newer.marks.filter((mark) => !known.marks.some(sameAs(mark)))];
  return {
    ...pick(
      joined,
      indexes(joined, (at) => at > oldest),
    ),
    marks: marks.filter((mark) => mark.at_ms > oldest),
  };
}

/** The samples at these places; where there is none (-1), all is unknown, and the time is one step past the one before. */
export function pick(history: History, places: readonly number[]): History {
  const picked = { ...history } as Writable;
  const time = (place: number): number => history.at_ms[place]!;
  picked.at_ms = places.map((place, i) => (place < 0 ? time(places[i - 1]!) + history.step_ms : time(place)));
  for (const name of COLUMNS) picked[name] = places.map((place) => history[name][place] ?? null);
  return picked;
}

type Writable = { -readonly [Name in keyof History]: History[Name] };

function indexes(history: History, isWanted: (at: number) => boolean): number[] {
  return [...history.at_ms.keys()].filter((i) => isWanted(history.at_ms[i]!));
}

const sameAs = (mark: Mark) => (other: Mark) =>
  mark.at_ms === other.at_ms && mark.kind === other.kind && mark.what === other.what;
