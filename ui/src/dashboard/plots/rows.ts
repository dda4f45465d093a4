import { pick, type Column, type History } from '../model/history.ts';

/** So many steps without a sample are a late tick; more are a time of which nothing is known. */
const LATE_STEPS = 3;

/** One value as long as it lasts, in epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** With one sample of unknowns in each gap, so that no line leads across. */
export function withGaps(history: History): History {
  const places = [...history.at_ms.keys()].flatMap((i) => (isGap(history, i) ? [-1, i] : [i]));
  return pick(history, places);
}

/** How long, of the time from the first sample to the last, nothing is known, in ms. */
export function unknownMs(history: History): number {
  const { at_ms, step_ms } = history;
  return at_ms.reduce((sum, at, i) => (isGap(history, i) ? sum + at - at_ms[i - 1]! - step_ms : sum), 0);
}

/** Whether nothing is known of the time before this sample, though there are earlier ones. */
function isGap({ at_ms, step_ms }: History, i: number): boolean {
  return i > 0 && at_ms[i]! - at_ms[i - 1]! > LATE_STEPS * step_ms;
}

/** Neighbouring samples of one value as one; a late tick breaks nothing off, the unknown does. */
export function spansOf(rows: History, column: Column): Span[] {
  const spans: Span[] = [];
  column.forEach((value, i) => {
    if (value === null) return;
    const last = spans.at(-1);
    const isNext = i > 0 && column[i - 1] !== null;
    const from = isNext ? rows.at_ms[i - 1]! : rows.at_ms[i]! - rows.step_ms;
    const to = rows.at_ms[i]!;
    if (isNext && last?.value === value) spans[spans.length - 1] = { ...last, to };
    else spans.push({ from, to, value });
  });
  return spans;
}

/** One on top of the other; unknown where either is. */
export function stack(lower: Column, upper: Column): Column {
  return lower.map((value, i) => (value === null || upper[i] == null ? null : value + upper[i]));
}

/** What was counted within each step, as so many a second. */
export function aSecond({ step_ms }: History, counted: Column): Column {
  return counted.map((value) => (value === null ? null : (value * 1000) / step_ms));
}

/** Where a value stands alone between unknowns: a line would not show it. */
export function lonely(column: ArrayLike<number | null | undefined>): number[] {
  return Array.from(column).flatMap((value, i) =>
    value != null && column[i - 1] == null && column[i + 1] == null ? [i] : [],
  );
}
