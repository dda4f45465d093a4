const NUMBER = new Intl.NumberFormat('en', {
  maximumSignificantDigits: 3,
  maximumFractionDigits: 2,
  roundingPriority: 'lessPrecision',
});
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A value as people read it: three digits but no thousandths, or all before the point. Unknown is a dash, never zero. */
export function figure(value: number | null | undefined): string {
  if (value == null) return '–';
  return (value < 1000 ? NUMBER : WHOLE).format(value);
}

/** Epoch ms as the reader's hours and minutes. */
export function clock(at: number): string {
  return clockWithSeconds(at).slice(0, 5);
}

/** Epoch ms as the reader's hours, minutes and seconds. */
export function clockWithSeconds(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** A time in ms, in the unit that says enough: `40 seconds`, `1 minute`, `15 minutes`. */
export function duration(ms: number): string {
  return ms < 59_500 ? count(Math.round(ms / 1000), 'second') : count(Math.round(ms / 60_000), 'minute');
}

/** `1 cleanup`, `2 cleanups`. */
export function count(many: number, thing: string): string {
  return `${WHOLE.format(many)} ${thing}${many === 1 ? '' : 's'}`;
}
